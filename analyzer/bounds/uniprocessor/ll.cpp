// SPDX-License-Identifier: Apache-2.0
//
// ll: C. L. Liu, J. W. Layland (1973): Scheduling algorithms for multiprogramming in a hard-real-time environment,
// Journal of the ACM 20, Theorem 5.
//
//     sum C_i / T_i <= n (2^(1/n) - 1)
//
// Rate-monotonic priorities, D = T, preemptive. The right side is irrational but for n = 1, so the n-th power is
// compared: (1 + sum/n)^n <= 2. O(n).
#include "analyzer/bounds/arithmetic/decision.hpp"
#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"

namespace pinstack {
namespace {

template <class Arithmetic>
bool passes(const TaskSet& set, Arithmetic& is) {
    auto factor = is.whole(0);
    for (const SporadicTask& task : set.tasks) factor += is.ratio(task.wcet, task.period);
    const auto tasks = static_cast<std::int64_t>(set.size());
    factor = factor / is.whole(tasks) + is.whole(1);
    auto power = is.whole(1);
    for (std::int64_t exponent = tasks; exponent > 0; exponent /= 2) {
        if (exponent % 2 != 0) power *= factor;
        factor *= factor;
    }
    return is.at_most(power, is.whole(2));
}

}  // namespace

void run_ll(const TaskSet& set, Verdict& verdict) {
    // An exact fraction to the power of thousands is out of reach. Within 10^-6 of the bound, a set of so many tasks is
    // "not proved".
    constexpr std::size_t kMostExact = 200;
    EnclosureArithmetic quick;
    bool proved = passes(set, quick);
    if (quick.is_open()) {
        ExactArithmetic exact;
        proved = set.size() <= kMostExact && passes(set, exact);
    }
    if (proved) return verdict.accept(set);
    verdict.reset(set.size());
}

}  // namespace pinstack
