// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happened in a window of a recorded run. Exact: over the whole of an uncut recording the capacity is that of the
// RunResult, but for the kinds of overhead, and a job's split is that of its response.
//
// O(intervals that begin before the end of the window).
#pragma once

#include <cstdint>
#include <optional>

#include "gui/models/recorded_run.hpp"

namespace pinstack::gui {

struct WindowFigures {
    Window window;           ///< clipped to the recording
    CapacitySplit capacity;  ///< of all CPUs; inversion_np holds all inversion, overhead is not split by kind
    int max_depth = 0;       ///< most unfinished jobs pinned to one CPU
    int max_lost = 0;        ///< most CPUs lost at once, to whatever
    std::uint64_t released = 0, completed = 0;  ///< at instants of the window, its end excluded but for a run's end
    std::uint64_t missed = 0;                   ///< deadlines in it
};

/// REQUIRES: run.outcome.applicable().
WindowFigures figures_in(const RecordedRun& run, Window window);

/// How long the jobs of the task, or one of them, were in each state in the window.
ResponseSplit states_in(const RecordedRun& run, Window window, std::uint32_t task, std::optional<std::uint64_t> job);

}  // namespace pinstack::gui
