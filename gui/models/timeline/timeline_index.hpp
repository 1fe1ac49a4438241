// SPDX-License-Identifier: GPL-3.0-or-later
//
// A Recording sorted into the lanes of a timeline, so that any window of it is drawn in time that depends on the pixels
// and not on the events. Built once for each recording, on whatever thread made it; immutable.
//
// Cost: O(n log n) for n intervals, marks and steps; about 60 bytes for each interval.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gui/models/recording.hpp"
#include "gui/models/timeline/mark_lane.hpp"
#include "gui/models/timeline/migrations.hpp"
#include "gui/models/timeline/pinned_pile.hpp"
#include "gui/models/timeline/segment_lane.hpp"
#include "gui/models/timeline/step_curve.hpp"

namespace pinstack::gui {

struct CpuLanes {
    SegmentLane running;  ///< jobs that have the CPU; ids are positions in Recording::intervals
    PinnedPile pile;
    SegmentLane unused;  ///< see unused_lanes()
    StepCurve depth;     ///< unfinished jobs pinned to it
    StepCurve charged;   ///< CPUs that its stack costs
};

struct TaskLanes {
    SegmentLane jobs;                           ///< of the oldest unfinished job, at each instant; ids as above
    StepCurve queue;                            ///< jobs behind it
    MarkLane releases, deadlines, completions;  ///< ids are positions in the Recording's arrays
};

/// Of the machine.
struct MachineCurves {
    StepCurve unused;  ///< CPUs that idle while nobody waits for them
    StepCurve offline;
    StepCurve stacking_loss, other_loss;
    StepCurve max_depth;
};

/// What is worth going to: a deadline that was missed, or a stacking episode.
struct AttentionPoint {
    enum class Kind : std::uint8_t { episode, miss };
    Window span;  ///< of the episode; from the missed deadline to the completion, or the end
    Kind kind = Kind::miss;
    std::uint32_t which = 0;  ///< a position in the episodes of the RunResult, or in Recording::deadlines
};

/// What occurs anywhere in the run: all that a legend has to explain.
struct OccurringSigns {
    std::bitset<kJobStates> waiting;                                        ///< states of jobs without a CPU
    bool plain = false, migrate_disabled = false, non_preemptible = false;  ///< of running jobs
    bool overhead = false;  ///< the kernel works for a job, or the job spins
    bool pinned_waiting = false;
    std::bitset<8> unused;  ///< UnusedKind
    bool misses = false, migrations = false, stacks = false;
};

struct TimelineIndex {
    std::vector<CpuLanes> cpus;
    std::vector<TaskLanes> tasks;
    MachineCurves machine;
    std::vector<Migration> migrations;        ///< ascending by arrival
    std::vector<std::uint32_t> by_departure;  ///< the same, as positions
    std::vector<AttentionPoint> attention;    ///< ascending by start; of one instant episodes first
    OccurringSigns signs;
    std::uint32_t hidden_task = Recording::kNoTask;  ///< has no row: Recording::nobodys_task
    std::int32_t max_depth = 0;

    TimelineIndex(const Recording& recording, const std::vector<Episode>& episodes, std::size_t task_count);
};

}  // namespace pinstack::gui
