// SPDX-License-Identifier: Apache-2.0
//
// gfb: J. Goossens, S. Funk, S. Baruah (2003): Priority-driven scheduling of periodic task systems on multiprocessors,
// Real-Time Systems 25, Theorem 5; for densities, M. Bertogna, M. Cirinei, G. Lipari (2005): Improved schedulability
// analysis of EDF on multiprocessor platforms, ECRTS, Theorem 2.
//
//     sum delta_i <= m - (m - 1) max delta_i,    delta_i = C_i / min(D_i, T_i)
//
// Any deadlines. O(n).
#include <algorithm>

#include "analyzer/bounds/arithmetic/decision.hpp"
#include "analyzer/bounds/global_edf/global_edf.hpp"

namespace pinstack {

void run_gfb(const TaskSet& set, Verdict& verdict) {
    const bool passes = decide([&](auto& is) {
        auto sum = is.whole(0), largest = is.whole(0);
        for (const SporadicTask& task : set.tasks) {
            const auto density = is.ratio(task.wcet, std::min(task.deadline, task.period));
            sum += density;
            largest = max(largest, density);
        }
        return is.at_most(sum, is.whole(set.cpus) - is.whole(set.cpus - 1) * largest);
    });
    if (passes) return verdict.accept(set);
    verdict.reset(set.size());
}

}  // namespace pinstack
