// SPDX-License-Identifier: Apache-2.0
//
// Reads the events of a trace one after the other, in memory that does not depend on their number.
//
// Time: the file is in order but for what clocks of CPUs differ (kClockSkew): such a line counts as simultaneous with
// the latest before. A line that is earlier than that is passed over, and its CPU is told as lost: what ran there is
// not known.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>

#include "analyzer/trace/line_source.hpp"
#include "analyzer/trace/trace_event.hpp"
#include "analyzer/trace/trace_input.hpp"

namespace pinstack {

class TraceSink {
public:
    virtual ~TraceSink() = default;
    /// Instants do not decrease.
    virtual void event(const TraceEvent& event) = 0;
    /// Events of this CPU are missing between its last one and its next one.
    virtual void lost(CpuId cpu) = 0;
};

struct ReadOptions {
    std::optional<std::int64_t> tick_hz;  ///< how many ticks of times without a fraction are a second
};

using TraceProgress = std::function<void(std::uint64_t bytes_done, std::uint64_t bytes)>;

inline constexpr Duration kClockSkew = microseconds(100);

/// From where the source stands to its end, or until stopped. Problems where the file is no trace: then the sink may
/// have been told events nevertheless.
Result<TraceInput> read_events(LineSource& source, const std::string& file, const ReadOptions& options, TraceSink& sink,
                               const TraceProgress& progress = {}, const std::stop_token& stop = {});

}  // namespace pinstack
