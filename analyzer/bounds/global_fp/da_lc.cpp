// SPDX-License-Identifier: Apache-2.0
//
// da-lc: R. Davis, A. Burns (2011): Improved priority assignment for global fixed priority pre-emptive scheduling in
// multiprocessor real-time systems, Real-Time Systems 47, section 4 (RTSS 2009): deadline analysis with limited
// carry-in. Task k meets its deadline if
//
//     C_k + floor(sum / m) <= D_k
//
// with what the more urgent do in D_k, clipped to D_k - C_k + 1, at most m - 1 of them carrying in a job (up to their
// deadlines); and all more urgent tasks meet theirs. It is c-rta's condition at R = D_k only.
// Constrained deadlines. O(n^2).
#include "analyzer/bounds/global_fp/global_fp.hpp"
#include "analyzer/bounds/workload/limited_carry_in.hpp"
#include "analyzer/bounds/workload/response_iteration.hpp"

namespace pinstack {

void run_da_lc(const TaskSet& set, Verdict& verdict) {
    Interference others(set.cpus, set.size(), longest_time(set));
    LimitedCarryIn more_urgent(set);
    verdict.reset(set.size());
    for (std::size_t k = 0; k < set.size(); ++k) {
        const SporadicTask& task = set.tasks[k];
        if (task.wcet > task.deadline) return;
        const std::int64_t waiting = task.deadline - task.wcet + 1;
        more_urgent.fill(others, task.deadline, waiting);
        if (!others.take_step()) return give_up(set, verdict);
        if (others.next_delay(waiting, waiting) != waiting) return;  // it could wait so long
        verdict.bounds[k] = task.deadline;
        more_urgent.add(task, task.deadline);
    }
    verdict.schedulable = true;
}

}  // namespace pinstack
