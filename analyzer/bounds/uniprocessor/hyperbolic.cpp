// SPDX-License-Identifier: Apache-2.0
//
// hyperbolic: E. Bini, G. C. Buttazzo, G. M. Buttazzo (2003): Rate monotonic analysis: the hyperbolic bound, IEEE
// Transactions on Computers 52, Theorem 1.
//
//     product of (C_i / T_i + 1) <= 2
//
// Rate-monotonic priorities, D = T, preemptive. Accepts every set that ll accepts, and more. O(n).
#include "analyzer/bounds/arithmetic/decision.hpp"
#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"

namespace pinstack {

void run_hyperbolic(const TaskSet& set, Verdict& verdict) {
    const bool passes = decide([&](auto& is) {
        auto product = is.whole(1);
        for (const SporadicTask& task : set.tasks) {
            product *= is.ratio(task.wcet, task.period) + is.whole(1);
            if (is.less(is.whole(2), product)) return false;  // before it gets too large
        }
        return is.at_most(product, is.whole(2));
    });
    if (passes) return verdict.accept(set);
    verdict.reset(set.size());
}

}  // namespace pinstack
