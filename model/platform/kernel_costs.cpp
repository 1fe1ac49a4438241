// SPDX-License-Identifier: Apache-2.0
#include "model/platform/kernel_costs.hpp"

#include <algorithm>
#include <string_view>

#include <boost/multiprecision/cpp_int.hpp>
#include <fmt/format.h>

#include "model/time/text.hpp"

namespace pinstack {

namespace {

std::int64_t value_of(const CostModel& model, std::string_view name) {
    const Cost* cost = model.find(name);
    return cost == nullptr ? 0 : cost->value.ns;
}

std::int64_t per_cpu_of(const CostModel& model, std::string_view name) {
    const Cost* cost = model.find(name);
    return cost == nullptr ? 0 : cost->per_cpu.ns;
}

using Integer = boost::multiprecision::int256_t;  // the product of a time, a working set and a factor

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

/// In ns.
struct Fraction {
    Integer numerator;
    Integer denominator;
};

Fraction reload_from_memory(const CostModel& model, std::int64_t bytes) {
    std::int64_t below = 0;
    std::int64_t time_below = 0;
    for (const Reload& each : kReloads) {
        const std::int64_t time = value_of(model, each.cost);
        if (bytes < each.bytes) {
            return {Integer(time_below) * (each.bytes - bytes) + Integer(time) * (bytes - below), each.bytes - below};
        }
        below = each.bytes;
        time_below = time;
    }
    return {time_below, 1};
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
    if (const Cost* cost = model.find("stop_machine"); cost != nullptr) {
        out.stop_machine = cost->value.ns;
        out.stop_machine_per_cpu = cost->overridden ? 0 : cost->per_cpu.ns;
    }
    out.rt_mutex_contended = std::max<std::int64_t>(0, value("rt_mutex_contended") - 2 * out.context_switch);
    out.migrate_disable_pair = value("migrate_disable_pair");
    out.migrate_disable_switched = value("migrate_disable_switched");
    out.page_fault_minor = value("page_fault_minor");
    out.llc_miss = value("llc_miss");
    out.llc_miss_remote = value("llc_miss_remote");
    out.llc_miss_contended = value("llc_miss_contended");
    out.cache_line_transfer = value("cache_line_transfer");
    out.tlb_flush_local = value("tlb_flush_local");
    out.cache_line_transfer = value("cache_line_transfer");
    out.cache_hit = value("cache_hit");
    out.kmap_pte = value("kmap_pte");
    out.page_directory_copy = value("page_directory_copy");
    out.page_fault_minor = value("page_fault_minor");
    out.hypercall = value("hypercall");
    out.tlbi_broadcast = value("tlbi_broadcast");
    out.tlbi_broadcast_per_cpu = per_cpu_of(model, "tlbi_broadcast");
    out.call_send = per_cpu_of(model, "tlb_shootdown");
    out.call_acknowledge = std::max<std::int64_t>(0, value("tlb_shootdown") - out.ipi);
    out.call_finish = std::max<std::int64_t>(0, out.ipi_receive + out.tlb_flush_local - out.call_acknowledge);
    return out;
}

std::array<std::int64_t, kCpuDistances> cache_reload(const CostModel& model, std::int64_t bytes) {
    const Fraction from_memory = reload_from_memory(model, bytes);
    const std::int64_t near = value_of(model, "llc_miss");
    const std::int64_t far = value_of(model, "llc_miss_remote");
    const auto times = [&](std::int64_t factor, std::int64_t divisor) {
        const Integer time = from_memory.numerator * factor / (from_memory.denominator * divisor);
        return static_cast<std::int64_t>(time < kTimeLimitNs ? time : Integer(kTimeLimitNs));  // no run is longer
    };
    return {0, times(1, 5), times(1, 1), near == 0 ? times(1, 1) : times(far, near)};
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
