// SPDX-License-Identifier: Apache-2.0
//
// rta-lc: N. Guan, M. Stigge, W. Yi, G. Yu (2009): New response time bounds for fixed priority multiprocessor
// scheduling, RTSS, equations 5 to 12 (constrained deadlines): the fixed point of rta-bc-slack, but no more than m - 1
// of the more urgent tasks carry in a job. The bounds found for these limit what they carry in.
//
// Pseudo-polynomial: O(n) for a step.
#include "analyzer/bounds/global_fp/global_fp.hpp"
#include "analyzer/bounds/workload/limited_carry_in.hpp"
#include "analyzer/bounds/workload/response_iteration.hpp"

namespace pinstack {

void run_rta_lc(const TaskSet& set, Verdict& verdict) {
    Interference others(set.cpus, set.size(), longest_time(set));
    LimitedCarryIn more_urgent(set);
    verdict.reset(set.size());
    for (std::size_t k = 0; k < set.size(); ++k) {
        const std::int64_t response = more_urgent.response(others, set.tasks[k]);
        if (others.gave_up()) return give_up(set, verdict);
        if (response > set.tasks[k].deadline) return;
        verdict.bounds[k] = response;
        more_urgent.add(set.tasks[k], response);
    }
    verdict.schedulable = true;
}

}  // namespace pinstack
