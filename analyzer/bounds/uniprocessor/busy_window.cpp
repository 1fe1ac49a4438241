// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/uniprocessor/busy_window.hpp"

#include "analyzer/bounds/arithmetic/decision.hpp"
#include "model/time/duration.hpp"

namespace pinstack {
namespace {

template <class Use>
void for_tasks(const TaskSet& set, std::size_t end, std::optional<std::size_t> extra, Use use) {
    for (std::size_t i = 0; i < end; ++i) use(set.tasks[i]);
    if (extra && *extra >= end) use(set.tasks[*extra]);
}

/// With utilization 1, a window that blocking or jitter puts behind never catches up.
bool ends(const TaskSet& set, std::size_t end, std::optional<std::size_t> extra, std::int64_t blocking) {
    const Load load = load_of(set, end, extra);
    if (load != Load::one) return load == Load::below_one;
    bool is_behind = blocking > 0;
    for_tasks(set, end, extra, [&](const SporadicTask& task) { is_behind |= task.jitter > 0; });
    return !is_behind;
}

}  // namespace

Load load_of(const TaskSet& set, std::size_t end, std::optional<std::size_t> extra) {
    const auto compare = [&](auto& is, auto holds) {
        auto sum = is.whole(0);
        for_tasks(set, end, extra, [&](const SporadicTask& task) { sum += is.ratio(task.wcet, task.period); });
        return holds(is, sum, is.whole(1));
    };
    const auto less = [](auto& is, const auto& a, const auto& b) { return is.less(a, b); };
    const auto at_most = [](auto& is, const auto& a, const auto& b) { return is.at_most(a, b); };
    if (decide([&](auto& is) { return compare(is, less); })) return Load::below_one;
    return decide([&](auto& is) { return compare(is, at_most); }) ? Load::one : Load::above_one;
}

std::optional<std::int64_t> busy_window(const TaskSet& set, std::size_t end, std::optional<std::size_t> extra,
                                        std::int64_t blocking, StepBudget& budget) {
    // Most windows are short. Whether one ends at all takes divisions, so it is asked when it seems not to.
    constexpr int kBeforeAsking = 16;
    std::int64_t length = 1;
    for (int round = 0;; ++round) {
        Int128 next = blocking;
        for_tasks(set, end, extra, [&](const SporadicTask& task) {
            if (next < kTimeLimitNs) next += released_work(task, length);
        });
        if (next == length) return length;
        if (next >= kTimeLimitNs || !budget.take(end + 1)) return std::nullopt;
        if (round == kBeforeAsking && !ends(set, end, extra, blocking)) return std::nullopt;
        length = static_cast<std::int64_t>(next);
    }
}

}  // namespace pinstack
