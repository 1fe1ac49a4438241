// SPDX-License-Identifier: Apache-2.0
//
// bcl: M. Bertogna, M. Cirinei, G. Lipari (2005): Improved schedulability analysis of EDF on multiprocessor platforms,
// ECRTS, the interference test. With X = D_k - C_k and E_i the most that task i's jobs due up to task k's deadline
// execute before it, for every task k:
//
//     sum over i != k of min(E_i, X) < m X,  or  = m X where some 0 < E_i <= X
//
// which is in whole numbers what the paper has in shares of D_k. Constrained deadlines. O(n^2).
#include "analyzer/bounds/global_edf/global_edf.hpp"
#include "analyzer/bounds/workload/carry_in.hpp"

namespace pinstack {
namespace {

bool passes(const TaskSet& set, std::size_t k) {
    const SporadicTask& task = set.tasks[k];
    if (task.wcet > task.deadline) return false;
    const std::int64_t waiting = task.deadline - task.wcet;
    Int128 sum = 0;
    bool is_some_short = false;
    for (std::size_t i = 0; i < set.size(); ++i) {
        if (i == k) continue;
        const SporadicTask& other = set.tasks[i];
        const std::int64_t work = edf_workload(other, other.deadline, task.deadline);
        sum += std::min(work, waiting);
        is_some_short |= work > 0 && work <= waiting;
    }
    const Int128 most = Int128{set.cpus} * waiting;
    return sum < most || (sum == most && is_some_short);
}

}  // namespace

void run_bcl(const TaskSet& set, Verdict& verdict) {
    for (std::size_t k = 0; k < set.size(); ++k) {
        if (!passes(set, k)) return verdict.reset(set.size());
    }
    verdict.accept(set);
}

}  // namespace pinstack
