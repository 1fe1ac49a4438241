// SPDX-License-Identifier: Apache-2.0
//
// bak: T. Baker (2003): Multiprocessor EDF and deadline monotonic schedulability analysis, RTSS, the EDF test. With
// lambda = C_k / D_k, for every task k:
//
//     sum over all i of min(1, beta_i) <= m - (m - 1) lambda,
//     beta_i = u_i (1 + (T_i - D_i) / D_k) + (C_i - lambda T_i)^+ / D_k
//
// Constrained deadlines. O(n^2).
#include "analyzer/bounds/arithmetic/decision.hpp"
#include "analyzer/bounds/global_edf/global_edf.hpp"

namespace pinstack {
namespace {

bool passes(const TaskSet& set, const SporadicTask& task) {
    return decide([&](auto& is) {
        const auto density = is.ratio(task.wcet, task.deadline);
        const auto one = is.whole(1);
        auto sum = is.whole(0);
        for (const SporadicTask& other : set.tasks) {
            const auto share =
                is.ratio(other.wcet, other.period) * (one + is.ratio(other.period - other.deadline, task.deadline));
            const auto rest = is.ratio(other.wcet, task.deadline) - density * is.ratio(other.period, task.deadline);
            sum += min(one, share + max(is.whole(0), rest));
        }
        return is.at_most(sum, is.whole(set.cpus) - is.whole(set.cpus - 1) * density);
    });
}

}  // namespace

void run_bak(const TaskSet& set, Verdict& verdict) {
    for (const SporadicTask& task : set.tasks) {
        if (task.wcet > task.deadline || !passes(set, task)) return verdict.reset(set.size());
    }
    verdict.accept(set);
}

}  // namespace pinstack
