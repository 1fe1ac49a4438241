// SPDX-License-Identifier: Apache-2.0
//
// What was read from a trace: how much of it, what was passed over, what is missing. A report says it all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "analyzer/trace/flag_columns.hpp"
#include "model/platform/cpu_set.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

/// So many lines of a kind, and where the first one is.
struct LineCount {
    std::uint64_t count = 0;
    std::uint64_t first_line = 0;
    void add(std::uint64_t line) {
        if (count++ == 0) first_line = line;
    }
};

/// What the kernel rig (docs/kernel-rig.md) says of its traces: a run of a system file begins at `begin` and is `scale`
/// times as slow.
struct RigHeader {
    std::int64_t scale = 1;
    Instant begin;
};

struct TraceInput {
    std::uint64_t lines = 0;
    std::uint64_t events = 0;          ///< lines that are one
    std::uint64_t unknown_events = 0;  ///< of which nothing is used but where the thread of the line runs
    LineCount damaged;                 ///< neither an event nor anything else that stands in a trace
    LineCount out_of_order;            ///< earlier than a line before, by more than clocks of CPUs differ: passed over
    std::uint64_t clamped = 0;         ///< earlier by less: taken for simultaneous
    LineCount lost;                    ///< places where events are missing
    std::uint64_t lost_events = 0;     ///< as far as their number is known
    bool overwritten = false;          ///< the header says that the buffer had lost its beginning
    FlagColumns flags;
    int declared_cpus = 0;                         ///< "#P:4"; 0 = the header does not say
    std::optional<std::uint64_t> declared_events;  ///< "entries-in-buffer"
    std::optional<RigHeader> rig;

    /// The header says how many events there were, and they are all here: before its first event, nothing happened on a
    /// CPU.
    bool is_complete() const {
        return declared_events && !overwritten && *declared_events == events && out_of_order.count == 0 &&
               lost.count == 0 && damaged.count == 0 && end_error.empty();
    }
    Instant first, last;    ///< events
    std::string end_error;  ///< why the file ended early; empty where it did not
};

}  // namespace pinstack
