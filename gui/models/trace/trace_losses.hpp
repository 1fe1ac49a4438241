// SPDX-License-Identifier: GPL-3.0-or-later
//
// A trace's losses over time, for drawings: TraceRun has their sums. The rule is that of
// analyzer/trace/loss_account.hpp: with i idle CPUs and w tasks known to wait, min(i, w) CPUs are lost, to the waiting
// tasks in order of urgency; of equals who waits longer comes first.
//
// Left out: a task that was boosted while it waited counts with the priority at which it ran longest. How many CPUs are
// lost does not depend on that; whether to stacking may.
#pragma once

#include <vector>

#include "analyzer/trace/trace_run.hpp"
#include "gui/models/recording.hpp"

namespace pinstack::gui {

struct TraceLosses {
    std::vector<SeriesStep> series;              ///< other losses are balancing losses
    std::vector<std::vector<StackStep>> stacks;  ///< of each CPU, as Recording::stacks
};

/// Instants count from the start of the window. O(n log n + n w): n intervals, w tasks that wait at once.
TraceLosses losses_over_time(const TraceRun& run, std::size_t cpus);

}  // namespace pinstack::gui
