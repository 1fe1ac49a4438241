// SPDX-License-Identifier: Apache-2.0
//
// A Gantt chart before it has a medium: what stands in the row of each CPU and under it. Text and SVG are two
// drawings of the same layout.
//
// Under a CPU stand the jobs that are pinned to it and do not run, one lane each, as a pile: who came first lies
// at the bottom (lane 0). The losses of an instant are counts, not places; they are drawn on the lowest-numbered
// idle CPUs, stacking first.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/run/timeline.hpp"

namespace pinstack {

struct GanttBar {
    Instant from, to;
    JobId job;
    Protections protections;
    bool suspended = false;    ///< of a pinned job: it sleeps, others wait
    int lane = 0;              ///< of a pinned job
    bool is_overhead = false;  ///< of a job on the CPU: it spins, or the kernel works for it
};

/// Throttled: RT throttling keeps the CPU from a job that is queued there.
enum class IdleKind : std::uint8_t { unused, lost_to_stacking, lost_otherwise, throttled };

struct IdleBar {
    Instant from, to;
    IdleKind kind = IdleKind::unused;
};

struct CpuTrack {
    CpuId cpu = 0;
    std::vector<GanttBar> running;  ///< of the jobs that have the CPU, ascending
    std::vector<GanttBar> pinned;   ///< by start
    int lanes = 0;
    std::vector<IdleBar> idle;  ///< ascending; of several jobs throttled there, together
};

struct GanttLayout {
    std::vector<CpuTrack> tracks;  ///< by CPU
    int hidden_cpus = 0;           ///< left out: the least eventful ones beyond the limit
};

GanttLayout lay_out(const Timeline& timeline, int cpus, int max_tracks);

/// The tasks that have a bar or a mark in one of the timelines, in file order.
std::vector<std::uint32_t> tasks_in(const std::vector<Timeline>& timelines);

}  // namespace pinstack
