// SPDX-License-Identifier: Apache-2.0
//
// bcl-fp: M. Bertogna, M. Cirinei, G. Lipari (2009): Schedulability analysis of global scheduling algorithms on
// multiprocessor platforms, IEEE TPDS 20, the condition for fixed priorities (whole time). Task k meets its deadline if
//
//     sum over the more urgent of min(W_i(D_k), X) < m X,    X = D_k - C_k + 1,
//
// with D_i bounding what task i carries in; and all more urgent tasks meet theirs. It is rta-bc's condition at R = D_k
// only. Constrained deadlines. O(n^2).
#include "analyzer/bounds/global_fp/global_fp.hpp"
#include "analyzer/bounds/workload/carry_in.hpp"

namespace pinstack {

void run_bcl_fp(const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    for (std::size_t k = 0; k < set.size(); ++k) {
        const SporadicTask& task = set.tasks[k];
        if (task.wcet > task.deadline) return;
        const std::int64_t waiting = task.deadline - task.wcet + 1;
        Int128 sum = 0;
        for (std::size_t i = 0; i < k; ++i) {
            const SporadicTask& other = set.tasks[i];
            sum += std::min(carry_in_workload(other, other.deadline, task.deadline).value, waiting);
        }
        if (sum >= Int128{set.cpus} * waiting) return;
        verdict.bounds[k] = task.deadline;
    }
    verdict.schedulable = true;
}

}  // namespace pinstack
