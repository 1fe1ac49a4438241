// SPDX-License-Identifier: Apache-2.0
//
// opa: N. Audsley (2001): On priority assignment in fixed priority scheduling, Information Processing Letters 79, with
// c-rta, as R. Davis, A. Burns (2011), Real-Time Systems 47, Theorem 1 allows: c-rta's bound of a task does not depend
// on the order of the more urgent ones, nor on the less urgent ones, and does not grow if the task becomes more urgent.
//
// It asks for an assignment of priorities under which c-rta passes, and finds one if there is one. The set's own
// priorities play no part, and bounds are those under the assignment found. rta-bc-slack and rta-lc do not qualify, as
// they depend on the order; da-lc and bcl-fp do, and accept less than c-rta does.
// Constrained deadlines. O(n^2) bounds.
#include <vector>

#include "analyzer/bounds/global_fp/global_fp.hpp"
#include "analyzer/bounds/workload/limited_carry_in.hpp"
#include "analyzer/bounds/workload/response_iteration.hpp"

namespace pinstack {

void run_opa(const TaskSet& set, Verdict& verdict) {
    Interference others(set.cpus, set.size(), longest_time(set));
    LimitedCarryIn more_urgent(set);
    std::vector<std::size_t> unassigned(set.size());
    for (std::size_t place = 0; place < set.size(); ++place) unassigned[place] = place;
    verdict.reset(set.size());
    // From the least urgent level up: any task that can bear all the others above it.
    while (!unassigned.empty()) {
        std::size_t chosen = unassigned.size();
        for (std::size_t i = unassigned.size(); i > 0 && chosen == unassigned.size(); --i) {
            const SporadicTask& task = set.tasks[unassigned[i - 1]];
            more_urgent.clear();
            for (const std::size_t other : unassigned) {
                if (other == unassigned[i - 1]) continue;
                more_urgent.add(set.tasks[other], set.tasks[other].deadline);
            }
            const std::int64_t response = more_urgent.response(others, task);
            if (others.gave_up()) return give_up(set, verdict);
            if (response > task.deadline) continue;
            verdict.bounds[unassigned[i - 1]] = response;
            chosen = i - 1;
        }
        if (chosen == unassigned.size()) return verdict.reset(set.size());
        unassigned.erase(unassigned.begin() + static_cast<std::ptrdiff_t>(chosen));
    }
    verdict.schedulable = true;
}

}  // namespace pinstack
