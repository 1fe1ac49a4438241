// SPDX-License-Identifier: Apache-2.0
//
// A trace file, read and accounted for: the front door. It is read twice (trace_survey.hpp says why), line by line;
// memory holds what is kept of it: intervals, jobs and sections, each up to a limit.
#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "analyzer/trace/trace_reader.hpp"
#include "analyzer/trace/trace_run.hpp"

namespace pinstack {

struct TraceOptions {
    ReadOptions read;
    std::optional<Instant> from, to;  ///< what to account for; of the trace's clock
    std::vector<CpuId> cpus;          ///< those to look at; empty = all
    std::vector<std::string> tasks;   ///< patterns of names ('*', '?') of what is a task; empty = by their priority
    bool kernel_threads = false;      ///< without patterns: real-time kernel threads are tasks, too
    std::size_t keep_intervals = 4'000'000;
    std::size_t keep_jobs = 100'000;  ///< of each task; so for its sections
    std::size_t keep_episodes = 1000;
    /// Times without a loss, up to so long, do not end a stacking episode: the timer tick keeps a CPU from idling for
    /// some 50 us every few ms.
    Duration episode_gap = microseconds(200);
};

/// "-" is standard input. The progress counts both readings. Stopping gives a problem, as what was read is not whole.
Result<TraceRun> read_trace(const std::string& file, const TraceOptions& options = {},
                            const TraceProgress& progress = {}, const std::stop_token& stop = {});

/// Linux's priority of a task from the kernel's of a trace: 99 - it for real-time threads, 0 for fair ones, 100 for
/// SCHED_DEADLINE.
int linux_priority(int kernel_priority);

}  // namespace pinstack
