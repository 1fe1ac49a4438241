// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/uniprocessor/demand.hpp"

#include <algorithm>

#include "analyzer/bounds/arithmetic/enclosure.hpp"
#include "model/time/checked.hpp"
#include "model/time/duration.hpp"

namespace pinstack {
namespace {

std::int64_t first_deadline(const SporadicTask& task) { return task.deadline - task.jitter; }

/// S. Baruah, A. Mok, L. Rosier (1990), RTSS: with utilization U < 1, h(t) <= t U + sum (T - D + J) u from the largest
/// D - J - T on, so that h(t) > t only below sum (T - D + J) u / (1 - U). Rounded up.
std::optional<std::int64_t> horizon_by_utilization(const TaskSet& set) {
    Enclosure used = 0, ahead = 0;
    std::int64_t from = 0;
    for (const SporadicTask& task : set.tasks) {
        const Enclosure utilization = Enclosure::ratio(task.wcet, task.period);
        used += utilization;
        ahead += Enclosure(task.period - first_deadline(task)) * utilization;
        from = std::max(from, first_deadline(task) - task.period);
    }
    const std::optional<std::int64_t> crossing = (ahead / (Enclosure(1) - used)).ceiling();
    if (!crossing) return std::nullopt;
    return std::max(from, *crossing) + 1;
}

/// With utilization 1, h(t + H) = h(t) + H from the largest D - J - T on, H being the hyperperiod.
std::optional<std::int64_t> horizon_by_hyperperiod(const TaskSet& set) {
    std::int64_t from = 0;
    std::optional<std::int64_t> hyperperiod = 1;
    for (const SporadicTask& task : set.tasks) {
        from = std::max(from, first_deadline(task) - task.period);
        if (hyperperiod) hyperperiod = checked_lcm(*hyperperiod, task.period);
    }
    if (!hyperperiod || *hyperperiod >= kTimeLimitNs - from) return std::nullopt;
    return from + *hyperperiod + 1;
}

}  // namespace

Int128 demand(const TaskSet& set, std::int64_t t) {
    Int128 sum = 0;
    for (const SporadicTask& task : set.tasks) {
        const std::int64_t first = first_deadline(task);
        if (t >= first) sum += Int128{(t - first) / task.period + 1} * task.wcet;
    }
    return sum;
}

std::int64_t deadline_before(const TaskSet& set, std::int64_t t) {
    std::int64_t latest = -1;
    for (const SporadicTask& task : set.tasks) {
        const std::int64_t first = first_deadline(task);
        if (first < t) latest = std::max(latest, first + (t - 1 - first) / task.period * task.period);
    }
    return latest;
}

BlockingSteps::BlockingSteps(const TaskSet& set) {
    std::vector<Step> blocking;  // each from 0 on
    for (const SporadicTask& task : set.tasks) {
        const std::int64_t end = std::min(task.deadline - 1, first_deadline(task));
        if (task.longest_np > 1 && end > 0) blocking.push_back({0, end, task.longest_np - 1});
    }
    std::sort(blocking.begin(), blocking.end(), [](const Step& a, const Step& b) { return a.end > b.end; });
    // From late to early.
    std::int64_t end = std::numeric_limits<std::int64_t>::max(), longest = 0;
    for (const Step& each : blocking) {
        if (each.blocking <= longest) continue;
        if (each.end < end) steps_.push_back({each.end, end, longest});
        end = each.end;
        longest = each.blocking;
    }
    steps_.push_back({0, end, longest});
    std::reverse(steps_.begin(), steps_.end());
}

DemandHorizon demand_horizon(const TaskSet& set, StepBudget& budget) {
    for (const SporadicTask& task : set.tasks) {
        if (task.wcet > first_deadline(task)) return {.overloaded = true, .end = {}};
    }
    const Load load = load_of(set, set.size());
    if (load == Load::above_one) return {.overloaded = true, .end = {}};

    std::optional<std::int64_t> end =
        load == Load::below_one ? horizon_by_utilization(set) : horizon_by_hyperperiod(set);
    // L. George, N. Rivierre, M. Spuri (1996), INRIA RR-2966: or the end of the busy window that begins with every
    // task.
    StepBudget for_window(1'000 * (set.size() + 1));
    const auto window = busy_window(set, set.size(), {}, 0, for_window);
    budget.take(set.size());
    if (window) end = std::min(end.value_or(*window), *window);
    if (!end) return {};
    // Where something can block, the condition can fail later.
    for (const SporadicTask& task : set.tasks) {
        if (task.longest_np > 1) end = std::max(*end, task.deadline);
    }
    return {.overloaded = false, .end = end};
}

}  // namespace pinstack
