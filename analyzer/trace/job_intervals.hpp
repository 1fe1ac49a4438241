// SPDX-License-Identifier: Apache-2.0
//
// A trace in the shape of a simulated run, for drawings made for that: intervals of jobs, releases, completions.
// Instants count from the start of the window. Tasks are the run's, by their place in it; with `others`, one more
// stands for all threads that are no task.
//
// A job in it is what lies up to the end of a TraceJob; what lies behind the last one is a job of its own. A trace
// tells fewer states apart: a task that waits pinned is in pin_wait, one that waits otherwise in interference, whatever
// it waits for; one that sleeps pinned is suspended.
#pragma once

#include <vector>

#include "analyzer/run/timeline.hpp"
#include "analyzer/trace/trace_run.hpp"

namespace pinstack {

struct TraceDrawing {
    Instant end;                         ///< of what is drawn
    std::vector<JobInterval> intervals;  ///< ascending by start, then task; none is empty
    std::vector<Mark> releases;          ///< ascending by instant, each
    std::vector<Mark> completions;
};

/// O(n log n) in the number of intervals and jobs.
TraceDrawing drawing_of(const TraceRun& run, bool others = false);

}  // namespace pinstack
