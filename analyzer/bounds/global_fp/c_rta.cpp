// SPDX-License-Identifier: Apache-2.0
//
// c-rta: R. Davis, A. Burns (2011): Improved priority assignment for global fixed priority pre-emptive scheduling in
// multiprocessor real-time systems, Real-Time Systems 47, section 4: rta-lc with the deadlines of the more urgent tasks
// in place of their responses.
//
// So the bound of a task depends on which tasks are more urgent, not on their order: opa can use it.
// Constrained deadlines. Pseudo-polynomial.
#include "analyzer/bounds/global_fp/global_fp.hpp"
#include "analyzer/bounds/workload/limited_carry_in.hpp"
#include "analyzer/bounds/workload/response_iteration.hpp"

namespace pinstack {

void run_c_rta(const TaskSet& set, Verdict& verdict) {
    Interference others(set.cpus, set.size(), longest_time(set));
    LimitedCarryIn more_urgent(set);
    verdict.reset(set.size());
    for (std::size_t k = 0; k < set.size(); ++k) {
        const std::int64_t response = more_urgent.response(others, set.tasks[k]);
        if (others.gave_up()) return give_up(set, verdict);
        if (response > set.tasks[k].deadline) return;
        verdict.bounds[k] = response;
        more_urgent.add(set.tasks[k], set.tasks[k].deadline);
    }
    verdict.schedulable = true;
}

}  // namespace pinstack
