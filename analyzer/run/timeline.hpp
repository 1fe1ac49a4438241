// SPDX-License-Identifier: Apache-2.0
//
// What happened in a window of a run, for drawings: who ran where, who waited or slept pinned where, who was throttled
// where, releases, deadlines, completions, lost CPUs. Other jobs that wait without a pin are nowhere, and not in it. Intervals are half-open
// and clipped to the window; instants in it are those from `window.from` up to and including `window.to`.
//
// Memory is bounded by `max_bars`: a window that holds more (or more instants of release) is cut short, and says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/engine/observer.hpp"
#include "model/system/system.hpp"

namespace pinstack {

struct Window {
    Instant from;
    Instant to;
    Duration length() const { return to - from; }
    bool contains(Instant at) const { return from <= at && at <= to; }
};

struct Mark {
    Instant at;
    JobId job;
    bool missed = false;  ///< of a deadline: the job was not complete then. Of a completion: it came too late
};

/// CPUs by what kept them idle, while nothing happened.
struct CapacitySpan {
    Instant from, to;
    int stacking_loss = 0;
    int other_loss = 0;  ///< affinity and balancing
    int idle = 0;        ///< nobody waited for them
    int max_depth = 0;   ///< most unfinished jobs pinned to one CPU
};

struct Timeline {
    Window window;
    bool cut = false;                    ///< there was more to draw: window.to is earlier than asked for
    bool has_rt_throttling = false;      ///< then the CPU of a throttled job runs nobody; else the job alone waits
    std::vector<JobInterval> intervals;  ///< by start; of one start the oldest pin first
    std::vector<CapacitySpan> capacity;  ///< ascending, without gaps while the run lasts
    std::vector<Mark> releases;          ///< ascending, each
    std::vector<Mark> deadlines;
    std::vector<Mark> completions;
};

/// Runs the system again up to the end of the window. REQUIRES: the variant is applicable, window.from < window.to.
Timeline record_timeline(const System& system, const Variant& variant, Window window, std::size_t max_bars);

}  // namespace pinstack
