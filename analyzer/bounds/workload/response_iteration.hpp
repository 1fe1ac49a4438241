// SPDX-License-Identifier: Apache-2.0
//
// In which order response-time analyses go through the tasks of a set, and when they stop.
// `bound(place, responses, range)` is a task's bound, given bounds of others; the range's limit + 1 where there is none
// up to that. It must not fall as others' bounds grow, nor depend on its own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"
#include "analyzer/bounds/workload/interference.hpp"

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
        const SearchRange range{task.wcet, task.deadline};
        const std::int64_t response = bound(place, std::span<const std::int64_t>(responses), range);
        if (response > task.deadline) return;
        verdict.bounds[place] = response;
        responses.push_back(carried_in(task, response));
    }
    verdict.schedulable = true;
}

/// EDF: begins with the deadlines; every bound is computed again while those of others get smaller, until none does.
/// Nothing is proved unless every task meets its deadline. The first call of `bound` for each place has the least
/// responses there will be.
template <class Bound>
void bound_until_stable(const TaskSet& set, Verdict& verdict, Bound bound) {
    verdict.reset(set.size());
    std::vector<std::int64_t> responses, least;
    responses.reserve(set.size());
    for (const SporadicTask& task : set.tasks) responses.push_back(task.wcet);
    // As if no other job ever waited: no bound gets below these.
    for (std::size_t place = 0; place < set.size(); ++place) {
        const SporadicTask& task = set.tasks[place];
        const SearchRange range{task.wcet, task.deadline};
        least.push_back(bound(place, std::span<const std::int64_t>(responses), range));
        if (least.back() > task.deadline) return;
    }
    for (std::size_t place = 0; place < set.size(); ++place) responses[place] = set.tasks[place].deadline;
    // Longest deadlines first, which took a tenth less in trials than any other order.
    std::vector<std::size_t> order(set.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return set.tasks[a].deadline != set.tasks[b].deadline ? set.tasks[a].deadline > set.tasks[b].deadline : a < b;
    });
    std::vector<bool> passes(set.size(), false);
    std::size_t next = 0;
    for (std::size_t unchanged = 0; unchanged < set.size(); next = (next + 1) % set.size()) {
        const std::size_t place = order[next];
        ++unchanged;
        if (passes[place] && responses[place] == least[place]) continue;
        // What was a bound is one still: only a lesser one is asked for.
        const std::int64_t limit = passes[place] ? responses[place] - 1 : set.tasks[place].deadline;
        const SearchRange range{least[place], limit};
        const std::int64_t response = bound(place, std::span<const std::int64_t>(responses), range);
        if (response > limit) continue;
        passes[place] = true;
        if (response == responses[place]) continue;
        responses[place] = response;
        unchanged = 1;
    }
    if (std::find(passes.begin(), passes.end(), false) != passes.end()) return;
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
