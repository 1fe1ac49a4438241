// SPDX-License-Identifier: GPL-3.0-or-later
//
// All that a run did, kept for drawing: every interval of every job, the stack of every CPU, capacity, releases,
// deadlines, completions. Intervals are half-open. Tasks and CPUs are numbers, in file order and from 0.
//
// Memory is bounded by kMaxIntervals: a run that has more is kept up to `end`, and `cut` says so. Its RunResult is
// of the whole run all the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analyzer/run/series.hpp"
#include "analyzer/run/timeline.hpp"
#include "model/engine/observer.hpp"

namespace pinstack::gui {

/// The stack of one CPU from an instant on: unfinished jobs pinned to it, and CPUs it costs the machine.
struct StackStep {
    Instant at;
    std::int32_t depth = 0;
    std::int32_t lost = 0;
};

/// So many CPUs of the machine, from an instant on.
struct CpuCountStep {
    Instant at;
    std::int32_t cpus = 0;
};

/// What a CPU did in it is not known: of a trace that has gaps.
struct UnknownStretch {
    CpuId cpu = kNoCpu;
    Instant from, to;
};

struct Recording {
    static constexpr std::uint32_t kNoTask = UINT32_MAX;
    static constexpr std::size_t kMaxIntervals = 4'000'000;

    Instant end;                                 ///< of what is kept
    bool cut = false;                            ///< the run went on after `end`
    bool has_rt_throttling = false;  ///< then a CPU to which a throttled job belongs runs nobody; else the job alone waits
    std::vector<JobInterval> intervals;          ///< ascending by start, then task; none is empty
    std::vector<std::vector<StackStep>> stacks;  ///< of each CPU: ascending, only changes, the first at 0
    std::vector<SeriesStep> series;              ///< of the machine: ascending, only changes
    std::vector<CpuCountStep> inversions;        ///< that run a less urgent job than one that waits; as the next
    std::vector<CpuCountStep> overhead;          ///< that serve the kernel: ascending, only changes, the first at 0
    std::vector<Mark> releases;                  ///< ascending by instant, each
    std::vector<Mark> deadlines;                 ///< of jobs released before `end`; may lie after it
    std::vector<Mark> completions;
    std::vector<UnknownStretch> unknown;   ///< ascending by start
    std::uint32_t nobodys_task = kNoTask;  ///< stands for threads that are no tasks: on CPUs, without a row of its own
};

}  // namespace pinstack::gui
