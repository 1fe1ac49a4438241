// SPDX-License-Identifier: Apache-2.0
//
// tardiness: U. Devi, J. Anderson (2008): Tardiness bounds under global EDF scheduling on a multiprocessor, Real-Time
// Systems 38 (RTSS 2005), the bound for preemptive EDF. With implicit deadlines, no task above utilization 1 and
// U <= m, no job of task k ends later after its deadline than
//
//     x + C_k,    x = (the l largest C - least C) / (m - the l - 1 largest u),    l = ceil(U) - 1.
//
// With U <= 1 there is no tardiness: gfb passes, as max u <= U. Elsewhere the bounds are beyond the deadlines, so that
// the test proves no deadline. O(n log n).
#include <algorithm>
#include <functional>
#include <vector>

#include "analyzer/bounds/arithmetic/decision.hpp"
#include "analyzer/bounds/global_edf/global_edf.hpp"

namespace pinstack {
namespace {

bool is_utilization_at_most(const TaskSet& set, std::int64_t limit) {
    return decide([&](auto& is) {
        auto sum = is.whole(0);
        for (const SporadicTask& task : set.tasks) sum += is.ratio(task.wcet, task.period);
        return is.at_most(sum, is.whole(limit));
    });
}

/// floor(work / (m - the sum of C / T of `tasks`)). The denominator is at least 1.
std::int64_t floor_of_share(std::int64_t work, int cpus, std::span<const SporadicTask* const> tasks) {
    std::int64_t low = 0, high = work;
    while (low < high) {
        const std::int64_t middle = low + (high - low + 1) / 2;
        const bool fits = decide([&](auto& is) {
            auto rest = is.whole(cpus);
            for (const SporadicTask* task : tasks) rest -= is.ratio(task->wcet, task->period);
            return is.at_most(rest, is.ratio(work, middle));
        });
        (fits ? low : high) = fits ? middle : middle - 1;
    }
    return low;
}

}  // namespace

void run_tardiness(const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    const auto is_too_long = [](const SporadicTask& task) { return task.wcet > task.period; };
    if (std::any_of(set.tasks.begin(), set.tasks.end(), is_too_long)) return;
    std::int64_t whole = 1;  // ceil(U)
    while (whole <= set.cpus && !is_utilization_at_most(set, whole)) ++whole;
    if (whole > set.cpus) return;
    if (whole == 1) return verdict.accept(set);
    const auto largest = static_cast<std::size_t>(whole - 1);  // fewer than there are tasks, as U > l

    std::vector<std::int64_t> times;
    std::vector<const SporadicTask*> by_utilization;
    for (const SporadicTask& task : set.tasks) {
        times.push_back(task.wcet);
        by_utilization.push_back(&task);
    }
    std::sort(times.begin(), times.end(), std::greater<>());
    std::sort(by_utilization.begin(), by_utilization.end(), [](const SporadicTask* a, const SporadicTask* b) {
        return Int128{a->wcet} * b->period > Int128{b->wcet} * a->period;
    });
    Int128 work = -times.back();
    for (std::size_t i = 0; i < largest; ++i) work += times[i];
    if (work > INT64_MAX) return;  // no time at all
    const std::int64_t x =
        floor_of_share(static_cast<std::int64_t>(work), set.cpus, std::span(by_utilization).first(largest - 1));
    for (std::size_t k = 0; k < set.size(); ++k) {
        const Int128 bound = Int128{set.tasks[k].period} + set.tasks[k].wcet + x;
        if (bound <= INT64_MAX) verdict.bounds[k] = static_cast<std::int64_t>(bound);
    }
}

}  // namespace pinstack
