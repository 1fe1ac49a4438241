// SPDX-License-Identifier: Apache-2.0
//
// bar: S. Baruah (2007): Techniques for multiprocessor global schedulability analysis, RTSS, Theorem 2. A job of task k
// can miss its deadline only if for some A >= 0, the time from the last instant at which a CPU idled to its release,
//
//     sum I1_i + the m - 1 largest of (I2_i - I1_i) > m (A + D_k - C_k)
//
//     I1_i = min(dbf_i(A + D_k), A + D_k - C_k + 1),    I1_k = min(dbf_k(A + D_k) - C_k, A),
//     I2_i with dbf'_i(t) = floor(t / T_i) C_i + min(C_i, t mod T_i), which carries in a job, for dbf_i
//
// (the + 1 is the correction for whole time), and only if A <= (C + sum (T_i - D_i) u_i + m C_k) / (m - U) - D_k, C the
// sum of the m - 1 largest C_i.
//
// The paper looks at those A at which dbf_i(A + D_k) changes for some i; here every whole A counts, which makes no
// difference on any set tried. From the last one down, all are skipped for which the right side covers the left side of
// the one before: it does not fall with A.
//
// Constrained deadlines, U < m. Pseudo-polynomial; it gives up after kInstantBudget values.
#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>

#include "analyzer/bounds/global_edf/global_edf.hpp"
#include "analyzer/bounds/workload/demand.hpp"
#include "analyzer/bounds/workload/limited_carry_in.hpp"

namespace pinstack {
namespace {

// So that instants fit 64 bits, with what is added to them.
constexpr std::int64_t kLastInstant = std::int64_t{1} << 61;

/// The left side, for one set; `gains` is scratch.
Int128 left_side(const TaskSet& set, std::size_t k, std::int64_t before, std::vector<std::int64_t>& gains) {
    const SporadicTask& task = set.tasks[k];
    const std::int64_t length = before + task.deadline, clip = length - task.wcet + 1;
    Int128 sum = 0;
    for (std::size_t i = 0; i < set.size(); ++i) {
        const std::int64_t own = i == k ? task.wcet : 0, most = i == k ? before : clip;
        const std::int64_t without = std::min(demand_bound(set.tasks[i], length) - own, most);
        const std::int64_t with = std::min(synchronous_workload(set.tasks[i], length).value - own, most);
        sum += without;
        gains[i] = with - without;
    }
    const std::size_t carriers = std::min(gains.size(), static_cast<std::size_t>(set.cpus - 1));
    const auto end = gains.begin() + static_cast<std::ptrdiff_t>(carriers);
    if (carriers < gains.size()) std::nth_element(gains.begin(), end, gains.end(), std::greater<>());
    return std::accumulate(gains.begin(), end, sum);
}

}  // namespace

void run_bar(const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    const Enclosure spare = Enclosure(set.cpus) - utilization_of(set);
    if (!surely_less(Enclosure(0), spare)) return;
    std::vector<std::int64_t> gains(set.size());
    std::transform(set.tasks.begin(), set.tasks.end(), gains.begin(), [](const auto& task) { return task.wcet; });
    std::sort(gains.begin(), gains.end(), std::greater<>());
    Int128 carried_in = demand_offset(set);
    for (std::size_t i = 0; i < gains.size() && i + 1 < static_cast<std::size_t>(set.cpus); ++i) {
        carried_in += gains[i];
    }
    int budget = kInstantBudget;
    for (std::size_t k = 0; k < set.size(); ++k) {
        const SporadicTask& task = set.tasks[k];
        if (task.wcet > task.deadline) return;
        const std::int64_t end = last_instant(carried_in + Int128{set.cpus} * task.wcet, spare);
        if (end > kLastInstant) {
            verdict.why_not = "the utilization is too close to the number of CPUs";
            return;
        }
        for (std::int64_t before = end - task.deadline; before >= 0;) {
            const Int128 left = left_side(set, k, before, gains);
            const std::int64_t waiting = task.deadline - task.wcet;
            if (left > Int128{set.cpus} * (before + waiting)) return;
            before = static_cast<std::int64_t>(ceil_div(left, Int128{set.cpus})) - waiting - 1;
            if (--budget > 0) continue;
            verdict.why_not = "more than 1,000,000 instants to look at";
            return;
        }
    }
    verdict.accept(set);
}

}  // namespace pinstack
