// SPDX-License-Identifier: Apache-2.0
//
// In which order response-time analyses go through the tasks of a set, and when they stop. `bound(place, responses)`
// is a task's bound, given bounds of others; its deadline + 1 where there is none up to its deadline.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"

namespace pinstack {

/// Fixed priorities: most urgent first, until a task's bound exceeds its deadline. `responses` are the bounds found so
/// far, as `carried_in(task, bound)` has them.
template <class Bound, class CarriedIn>
void bound_by_priority(const TaskSet& set, Verdict& verdict, Bound bound, CarriedIn carried_in) {
    verdict.reset(set.size());
    std::vector<std::int64_t> responses;
    responses.reserve(set.size());
    for (std::size_t place = 0; place < set.size(); ++place) {
        const SporadicTask& task = set.tasks[place];
        const std::int64_t response = bound(place, std::span<const std::int64_t>(responses));
        if (response > task.deadline) return;
        verdict.bounds[place] = response;
        responses.push_back(carried_in(task, response));
    }
    verdict.schedulable = true;
}

/// EDF: begins with the deadlines; every bound is computed again while those of others get smaller, until none does.
/// Nothing is proved unless every task meets its deadline.
template <class Bound>
void bound_until_stable(const TaskSet& set, Verdict& verdict, Bound bound) {
    verdict.reset(set.size());
    std::vector<std::int64_t> responses;
    responses.reserve(set.size());
    for (const SporadicTask& task : set.tasks) {
        if (task.wcet > task.deadline) return;
        responses.push_back(task.deadline);
    }
    std::size_t passing = 0;
    for (bool improved = true; improved;) {
        improved = false;
        passing = 0;
        for (std::size_t place = 0; place < set.size(); ++place) {
            const std::int64_t response = bound(place, std::span<const std::int64_t>(responses));
            if (response > set.tasks[place].deadline) continue;
            ++passing;
            improved |= response < responses[place];
            responses[place] = response;
        }
    }
    if (passing < set.size()) return;
    verdict.schedulable = true;
    for (std::size_t place = 0; place < set.size(); ++place) verdict.bounds[place] = responses[place];
}

/// The longest time of a set: what Interference wants to know.
inline std::int64_t longest_time(const TaskSet& set) {
    std::int64_t longest = 1;
    for (const SporadicTask& task : set.tasks) longest = std::max({longest, task.period, task.deadline, task.wcet});
    return longest;
}

}  // namespace pinstack
