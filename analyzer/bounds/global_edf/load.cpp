// SPDX-License-Identifier: Apache-2.0
//
// load: T. Baker, S. Baruah (2009): An analysis of global EDF schedulability for arbitrary-deadline sporadic task
// systems, Real-Time Systems 43, Corollary 2. With delta = max C_i / min(D_i, T_i) and mu = m - (m - 1) delta:
//
//     load = max over t of sum dbf_i(t) / t
//         <= max(mu - (ceil(mu) - 1) delta, (ceil(mu) - 1) - (ceil(mu) - 2) delta)
//
// Both sides exactly: the right one is b / q, q the denominator of delta. As dbf is at most U t + sum (T_i - D_i)^+
// u_i, only t up to (that sum) / (b / q - U) matter, or up to a hyperperiod and the longest deadline; of these, from
// the last one down, all are skipped whose right side covers the demand of the one before (the idea of F. Zhang, A.
// Burns (2009): Schedulability analysis for real-time systems with EDF scheduling, IEEE TC 58).
//
// Any deadlines. Pseudo-polynomial; it gives up after kInstantBudget instants.
#include <algorithm>
#include <numeric>
#include <optional>

#include "analyzer/bounds/arithmetic/decision.hpp"
#include "analyzer/bounds/global_edf/global_edf.hpp"
#include "analyzer/bounds/workload/demand.hpp"

namespace pinstack {
namespace {

// Longer ones, and later instants, are not covered: 128 bits hold the products of what is below.
constexpr std::int64_t kLongestTime = std::int64_t{1} << 50, kLastInstant = std::int64_t{1} << 57;

struct Limit {
    Int128 b = 0;
    std::int64_t q = 1;
};

/// REQUIRES: delta <= 1, so that mu >= 1 and b > 0.
Limit limit_of(const TaskSet& set) {
    std::int64_t p = 0, q = 1;  // delta = p / q
    for (const SporadicTask& task : set.tasks) {
        const std::int64_t shortest = std::min(task.deadline, task.period);
        if (Int128{task.wcet} * q > Int128{p} * shortest) p = task.wcet, q = shortest;
    }
    const Int128 mu = Int128{set.cpus} * q - Int128{set.cpus - 1} * p;  // over q
    const Int128 whole = ceil_div(mu, Int128{q});
    return {std::max(mu - (whole - 1) * p, (whole - 1) * q - (whole - 2) * p), q};
}

/// The hyperperiod and the longest deadline, if that is not too late.
std::optional<std::int64_t> hyperperiod_end(const TaskSet& set) {
    std::int64_t lcm = 1, longest = 0;
    for (const SporadicTask& task : set.tasks) {
        const Int128 next = Int128{lcm / std::gcd(lcm, task.period)} * task.period;
        if (next > kLastInstant) return std::nullopt;
        lcm = static_cast<std::int64_t>(next);
        longest = std::max(longest, task.deadline);
    }
    return lcm + longest;
}

/// The last instant that matters.
std::optional<std::int64_t> end_of(const TaskSet& set, const Limit& limit) {
    const std::optional<std::int64_t> end = hyperperiod_end(set);
    const Enclosure spare = Enclosure::ratio(static_cast<std::int64_t>(limit.b), limit.q) - utilization_of(set);
    const std::int64_t last = last_instant(demand_offset(set), spare);
    if (last > kLastInstant) return end;
    return end ? std::min(*end, last) : last;
}

bool is_utilization_within(const TaskSet& set, const Limit& limit) {
    return decide([&](auto& is) {
        auto sum = is.whole(0);
        for (const SporadicTask& task : set.tasks) sum += is.ratio(task.wcet, task.period);
        return is.at_most(sum, is.ratio(static_cast<std::int64_t>(limit.b), limit.q));
    });
}

}  // namespace

void run_load(const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    for (const SporadicTask& task : set.tasks) {
        if (std::max({task.wcet, task.period, task.deadline}) > kLongestTime) {
            verdict.why_not = "the test covers times up to 2^50 ns";
            return;
        }
    }
    for (const SporadicTask& task : set.tasks) {
        if (task.wcet > std::min(task.deadline, task.period)) return;
    }
    const Limit limit = limit_of(set);
    if (!is_utilization_within(set, limit)) return;
    const std::optional<std::int64_t> last = end_of(set, limit);
    if (!last) {
        verdict.why_not = "the utilization is too close to the bound, and the hyperperiod too long";
        return;
    }
    std::int64_t before = *last;
    for (int i = 0; i < kInstantBudget; ++i) {
        std::int64_t t = -1;
        for (const SporadicTask& task : set.tasks) t = std::max(t, last_deadline(task, before));
        if (t < 0) return verdict.accept(set);
        Int128 demand = 0;
        for (const SporadicTask& task : set.tasks) demand += demand_bound(task, t);
        if (demand * limit.q > limit.b * t) return;
        before = std::min(t, static_cast<std::int64_t>(ceil_div(demand * limit.q, limit.b))) - 1;
    }
    verdict.why_not = "more than 1,000,000 instants to look at";
}

}  // namespace pinstack
