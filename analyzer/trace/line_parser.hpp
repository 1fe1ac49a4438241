// SPDX-License-Identifier: Apache-2.0
//
// The syntax of a line, before its event is understood:
//
//     comm-pid  [tgid]  [cpu]  flags  time: event: fields       the kernel's /sys/kernel/tracing/trace, trace-cmd
//     report comm-pid  CPUflags  time: event: fields                   trace-cmd report -l CPU:n [LOST k EVENTS] CPU:n
//     [k EVENTS DROPPED]       events are missing here
//     ##### CPU n buffer started ####                           before it nothing of that CPU is in the trace
//
// The name of a thread may hold blanks, dashes, slashes and brackets: the first place where the whole rest of a line
// fits the syntax ends it. Times are seconds with a fraction of 1 to 9 digits, or ticks without one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/platform/cpu_set.hpp"

namespace pinstack {

struct EventLine {
    std::string_view comm;
    std::int32_t pid = 0;
    CpuId cpu = kNoCpu;
    std::string_view flags;  ///< empty where there are none
    std::int64_t time = 0;   ///< ns, or ticks
    bool is_ticks = false;
    std::string_view event;  ///< its name; of the function tracer the function
    std::string_view fields;
};

/// Linux's PID_MAX_LIMIT.
inline constexpr std::int32_t kMaxPid = 4 * 1024 * 1024;

/// Nothing where the line is no event. Numbers beyond what a kernel has (CPUs, pids, times from 2^62 ns) are none.
std::optional<EventLine> parse_event_line(std::string_view line);

struct LostNotice {
    CpuId cpu = kNoCpu;
    std::optional<std::uint64_t> events;  ///< nothing = unknown how many
};
std::optional<LostNotice> parse_lost_notice(std::string_view line);

/// A decimal number and nothing else in the text, within limits.
std::optional<std::int64_t> parse_decimal(std::string_view text, std::int64_t min, std::int64_t max);

}  // namespace pinstack
