// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "gui/models/recording.hpp"
#include "gui/models/timeline/segment_lane.hpp"

namespace pinstack::gui {

enum class LostKind : std::uint32_t { stacking, other };

/// Where lost capacity is drawn: for each CPU the stretches in which it counts as lost; ids are LostKind. The model
/// counts lost CPUs and does not say which of the idle ones they are. As in the reports, they are the lowest-numbered
/// ones on which no job is, stacking first.
/// O(n log m + c * m / 64): n intervals, m CPUs, c instants at which something changes.
std::vector<SegmentLane> lost_lanes(const Recording& recording);

}  // namespace pinstack::gui
