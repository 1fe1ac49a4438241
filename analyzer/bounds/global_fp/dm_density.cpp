// SPDX-License-Identifier: Apache-2.0
//
// dm-density: M. Bertogna, M. Cirinei, G. Lipari (2005): New schedulability tests for real-time task sets scheduled by
// deadline monotonic on multiprocessors, OPODIS, the density bound for deadline-monotonic priorities:
//
//     sum delta_i <= m / 2 (1 - max delta_i) + max delta_i,    delta_i = C_i / D_i
//
// Constrained deadlines. O(n).
#include "analyzer/bounds/arithmetic/decision.hpp"
#include "analyzer/bounds/global_fp/global_fp.hpp"

namespace pinstack {

void run_dm_density(const TaskSet& set, Verdict& verdict) {
    const bool passes = decide([&](auto& is) {
        auto sum = is.whole(0), largest = is.whole(0);
        for (const SporadicTask& task : set.tasks) {
            const auto density = is.ratio(task.wcet, task.deadline);
            sum += density;
            largest = max(largest, density);
        }
        return is.at_most(sum, is.ratio(set.cpus, 2) * (is.whole(1) - largest) + largest) &&
               is.at_most(largest, is.whole(1));
    });
    if (passes) return verdict.accept(set);
    verdict.reset(set.size());
}

}  // namespace pinstack
