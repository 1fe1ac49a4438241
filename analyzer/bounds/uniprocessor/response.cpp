// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/uniprocessor/response.hpp"

#include <algorithm>

#include "analyzer/bounds/uniprocessor/busy_window.hpp"
#include "model/time/duration.hpp"

namespace pinstack {
namespace {

/// How long a less urgent job that has just begun its longest stretch still keeps the CPU.
std::int64_t blocking_of(const TaskSet& set, std::size_t first_lower) {
    std::int64_t longest = 0;
    for (std::size_t i = first_lower; i < set.size(); ++i) longest = std::max(longest, set.tasks[i].longest_np - 1);
    return longest;
}

/// Nothing where the window does not end or the budget is used up. `is_late` becomes true at the first job that is.
std::optional<std::int64_t> response_of(const TaskSet& set, std::size_t place, bool defer, StepBudget& budget,
                                        bool& is_late) {
    const SporadicTask& task = set.tasks[place];
    const std::size_t higher_end = set.higher_end(place);
    const std::int64_t blocking = blocking_of(set, std::max(higher_end, place + 1));
    const auto window = busy_window(set, higher_end, place, blocking, budget);
    if (!window) return std::nullopt;

    const std::int64_t jobs = ceil_div(*window + task.jitter, task.period);
    const std::int64_t deferred = defer ? positive(task.final_np - 1) : 0;  // F - 1
    std::int64_t longest = 0, x = 1;
    for (std::int64_t job = 0; job < jobs; ++job) {
        const Int128 own = Int128{blocking} + Int128{job + 1} * task.wcet - deferred;
        while (true) {
            Int128 next = own;
            for (std::size_t i = 0; i < higher_end; ++i) {
                if (i != place) next += released_work(set.tasks[i], x);
            }
            if (!budget.take(higher_end + 1)) return std::nullopt;
            if (next <= x) break;
            x = static_cast<std::int64_t>(next);  // at most the window's end
        }
        longest = std::max(longest, x + deferred + task.jitter - job * task.period);
        is_late |= longest > task.deadline;
    }
    return longest;
}

}  // namespace

void bound_responses_on_one_cpu(const TaskSet& set, bool defer, Verdict& verdict) {
    verdict.reset(set.size());
    verdict.schedulable = true;
    StepBudget budget;
    bool is_late = false;
    for (std::size_t place = 0; place < set.size(); ++place) {
        verdict.bounds[place] = response_of(set, place, defer, budget, is_late);
        verdict.schedulable &= verdict.bounds[place].has_value() && !is_late;
        if (!budget.is_used_up()) continue;
        // What was found out so far may be enough for a verdict.
        if (!is_late) verdict.why_not = kBudgetUsedUp;
        return;
    }
}

}  // namespace pinstack
