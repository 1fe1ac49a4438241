// SPDX-License-Identifier: Apache-2.0
//
// In which order response-time analyses go through the tasks of a set, and when they stop.
// `bound(place, responses, range)` is a task's bound, given bounds of others; the range's limit + 1 where there is none
// up to that. It must not fall as others' bounds grow, nor depend on its own. `bound.gave_up()`: its budget is used up,
// and what it returned last means nothing.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "analyzer/bounds/arithmetic/step_budget.hpp"
#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"
#include "analyzer/bounds/workload/interference.hpp"

namespace pinstack {

/// Nothing is proved: the budget is used up.
inline void give_up(const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    verdict.why_not = kTooMuchToCompute;
}

/// Fixed priorities: most urgent first, until a task's bound exceeds its deadline. `responses` are the bounds found so
/// far, as `carried_in(task, bound)` has them.
template <class Bound, class CarriedIn>
void bound_by_priority(const TaskSet& set, Verdict& verdict, Bound& bound, CarriedIn carried_in) {
    verdict.reset(set.size());
    std::vector<std::int64_t> responses;
    responses.reserve(set.size());
    for (std::size_t place = 0; place < set.size(); ++place) {
        const SporadicTask& task = set.tasks[place];
        const SearchRange range{task.wcet, task.deadline};
        const std::int64_t response = bound(place, std::span<const std::int64_t>(responses), range);
        if (bound.gave_up()) return give_up(set, verdict);
        if (response > task.deadline) return;
        verdict.bounds[place] = response;
        responses.push_back(carried_in(task, response));
    }
    verdict.schedulable = true;
}

/// Responses of a set under EDF, from above: they begin with the deadlines, and get smaller.
class ResponsesFromAbove {
public:
    explicit ResponsesFromAbove(const TaskSet& set);

    /// As if no other job ever waited: no bound gets below these. false: one is beyond the deadline already.
    /// `at_least`: as `bound`, but may be less.
    template <class AtLeast>
    bool set_least(AtLeast& at_least) {
        for (const SporadicTask& task : set_.tasks) least_.push_back(task.wcet);
        const std::vector<std::int64_t> at_once = least_;
        for (std::size_t place = 0; place < set_.size(); ++place) {
            const SporadicTask& task = set_.tasks[place];
            least_[place] =
                at_least(place, std::span<const std::int64_t>(at_once), SearchRange{task.wcet, task.deadline});
            if (least_[place] > task.deadline) return false;
        }
        return true;
    }

    std::span<const std::int64_t> responses() const { return responses_; }
    /// To go through the tasks in.
    std::span<const std::size_t> order() const { return order_; }
    /// Where to search for a lower one. What was a bound is one still: only a lesser one is asked for.
    SearchRange range(std::size_t place) const {
        return {least_[place], passes_[place] ? responses_[place] - 1 : set_.tasks[place].deadline};
    }
    /// A bound in that range. false: others have been computed with it all along.
    bool lower(std::size_t place, std::int64_t response) {
        passes_[place] = true;
        return std::exchange(responses_[place], response) != response;
    }
    /// Every bound again, once. false: none got smaller, so that all are what they will be.
    template <class Bound>
    bool sweep(Bound& bound) {
        bool is_any_less = false;
        for (const std::size_t place : order_) {
            const SearchRange where = range(place);
            if (where.least > where.limit) continue;
            const std::int64_t response = bound(place, responses(), where);
            if (response <= where.limit && lower(place, response)) is_any_less = true;
        }
        return is_any_less;
    }

    /// Nothing is proved unless every task meets its deadline.
    void conclude(Verdict& verdict) const;

private:
    const TaskSet& set_;
    std::vector<std::int64_t> responses_, least_;
    std::vector<bool> passes_;
    std::vector<std::size_t> order_;
};

/// EDF: begins with the deadlines; every bound is computed again while those of others get smaller, until none does.
/// `at_least` and `descend` are quick, and leave less to do, with the same result: no bound is less than `at_least`
/// with the least responses of others, and `descend(responses)` lowers some to no less than `bound` would.
template <class AtLeast, class Descend, class Bound>
void bound_until_stable(const TaskSet& set, Verdict& verdict, AtLeast& at_least, Descend descend, Bound& bound) {
    verdict.reset(set.size());
    ResponsesFromAbove responses(set);
    const bool is_open = responses.set_least(at_least);
    while (is_open && !bound.gave_up()) {
        descend(responses);
        if (!responses.sweep(bound)) break;
    }
    if (bound.gave_up()) return give_up(set, verdict);
    if (is_open) responses.conclude(verdict);
}

/// The longest time of a set: what Interference wants to know.
inline std::int64_t longest_time(const TaskSet& set) {
    std::int64_t longest = 1;
    for (const SporadicTask& task : set.tasks) longest = std::max({longest, task.period, task.deadline, task.wcet});
    return longest;
}

}  // namespace pinstack
