// SPDX-License-Identifier: Apache-2.0
//
// A run written as a trace while it runs, in bounded memory. Same system, variant and window: same bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/report/sink.hpp"
#include "analyzer/run/timeline.hpp"
#include "model/engine/run_result.hpp"
#include "model/system/system.hpp"

namespace pinstack {

enum class TraceFormat : std::uint8_t { ftrace, perfetto, timehist };

std::string_view name_of(TraceFormat format);
std::optional<TraceFormat> parse_trace_format(std::string_view text);

/// Runs the system and writes what happens, in `window` only where there is one: the run then ends with it. Fails where
/// the system is impossible under the variant; nothing is written then.
Result<RunResult> write_trace(Sink& sink, TraceFormat format, const System& system, const Variant& variant,
                              std::optional<Window> window = {});

}  // namespace pinstack
