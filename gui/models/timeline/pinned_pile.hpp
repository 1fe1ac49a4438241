// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "gui/models/recording.hpp"
#include "gui/models/timeline/segment_lane.hpp"
#include "gui/models/timeline/step_curve.hpp"

namespace pinstack::gui {

/// The jobs that are pinned to a CPU and have none, as a pile under it: who came first lies at the bottom, lane 0, and
/// keeps its lane while it waits or sleeps.
struct PinnedPile {
    static constexpr std::size_t kLanes = 3;

    std::vector<SegmentLane> lanes;  ///< at most kLanes; ids are positions in Recording::intervals
    StepCurve more;                  ///< jobs for which there was no lane
};

/// Of each CPU. O(n log n) for n intervals.
std::vector<PinnedPile> pinned_piles(const Recording& recording);

}  // namespace pinstack::gui
