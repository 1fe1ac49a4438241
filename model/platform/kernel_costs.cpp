// SPDX-License-Identifier: Apache-2.0
#include "model/platform/kernel_costs.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "model/time/text.hpp"

namespace pinstack {

namespace {

std::int64_t value_of(const CostModel& model, std::string_view name) {
    const Cost* cost = model.find(name);
    return cost == nullptr ? 0 : cost->value.ns;
}

struct Reload {
    std::int64_t bytes;
    std::string_view cost;
};
constexpr std::array<Reload, 6> kReloads = {{{4 << 10, "cache_reload_4k"},
                                             {16 << 10, "cache_reload_16k"},
                                             {64 << 10, "cache_reload_64k"},
                                             {256 << 10, "cache_reload_256k"},
                                             {1 << 20, "cache_reload_1m"},
                                             {4 << 20, "cache_reload_4m"}}};

__int128 reload_from_memory(const CostModel& model, std::int64_t bytes) {
    std::int64_t below = 0;
    std::int64_t time_below = 0;
    for (const Reload& each : kReloads) {
        const std::int64_t time = value_of(model, each.cost);
        if (bytes < each.bytes) {
            // One quotient of what is not negative: rounded down where the table falls, too.
            return (__int128{time_below} * (each.bytes - bytes) + __int128{time} * (bytes - below)) /
                   (each.bytes - below);
        }
        below = each.bytes;
        time_below = time;
    }
    return time_below;
}

}  // namespace

KernelCosts kernel_costs(const CostModel& model) {
    const auto value = [&](std::string_view name) { return value_of(model, name); };
    KernelCosts out;
    out.context_switch = value("context_switch");
    out.migration = value("migration");
    out.ipi = value("ipi");
    out.ipi_send = value("ipi_send");
    out.ipi_receive = value("ipi_receive");
    out.interrupt = value("interrupt");
    out.wake_up = value("wake_up");
    out.stopper = value("stopper");
    out.timer_tick = value("timer_tick");
    out.timer_tick_period = value("timer_tick_period");
    out.rt_mutex_uncontended = value("rt_mutex_uncontended");
    out.rt_mutex_contended = std::max<std::int64_t>(0, value("rt_mutex_contended") - 2 * out.context_switch);
    out.migrate_disable_pair = value("migrate_disable_pair");
    out.migrate_disable_switched = value("migrate_disable_switched");
    return out;
}

std::array<std::int64_t, kCpuDistances> cache_reload(const CostModel& model, std::int64_t bytes) {
    const __int128 from_memory = reload_from_memory(model, bytes);
    const std::int64_t near = value_of(model, "llc_miss");
    const std::int64_t far = value_of(model, "llc_miss_remote");
    const __int128 remote = near == 0 ? from_memory : from_memory * far / near;
    // No run is longer than kTimeLimitNs.
    const auto limited = [](__int128 time) { return static_cast<std::int64_t>(std::min<__int128>(time, kTimeLimitNs)); };
    return {0, limited(from_memory / 5), limited(from_memory), limited(remote)};
}

Problems check_costs(const CostModel& model) {
    const KernelCosts costs = kernel_costs(model);
    Problems problems;
    if (costs.timer_tick_period != 0 && costs.timer_tick >= costs.timer_tick_period) {
        Problem& problem = problems.emplace_back();
        problem.found = fmt::format("a timer tick of {} every {}", to_text(Duration{costs.timer_tick}),
                                    to_text(Duration{costs.timer_tick_period}));
        problem.expected = "`timer_tick` shorter than `timer_tick_period`";
        problem.hint = "a CPU would do nothing else; a period of 0 means no ticks";
    }
    return problems;
}

}  // namespace pinstack
