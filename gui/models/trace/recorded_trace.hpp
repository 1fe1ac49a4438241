// SPDX-License-Identifier: GPL-3.0-or-later
//
// The trace of a kernel in the shape of a recorded run, so that a timeline draws it: instants count from the start of
// what was accounted for. Its tasks are the trace's; one more stands for all other threads, and has no row.
//
// A trace has no deadlines and says less of why a job waits: RecordedRun::trace tells a view that. What is not known of
// a CPU is in Recording::unknown.
#pragma once

#include "analyzer/trace/against.hpp"
#include "analyzer/trace/trace_run.hpp"
#include "gui/models/recorded_run.hpp"

namespace pinstack::gui {

/// O(n log n) for n intervals of the trace.
RecordedRunPtr recorded_trace(std::shared_ptr<const TraceRun> run);

/// A simulated run on the time of a trace: an instant t of it lies at start + scale * t of the trace's clock; what lies
/// outside of the trace is left out. Its tasks are the trace's, by name, so that colours and selections mean the same
/// in both, and behind them those that only it has. REQUIRES: trace.trace is set, the run's variant is possible.
RecordedRunPtr on_time_of_trace(const RecordedRun& run, const RecordedRun& trace, Instant start, double scale);

}  // namespace pinstack::gui
