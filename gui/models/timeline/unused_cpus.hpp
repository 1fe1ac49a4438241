// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "gui/models/recording.hpp"
#include "gui/models/timeline/segment_lane.hpp"

namespace pinstack::gui {

/// Why a CPU on which no job is does not simply idle.
enum class UnusedKind : std::uint32_t {
    stacking,     ///< lost to stacking
    other,        ///< lost to masks or the balancer
    throttled,    ///< RT throttling: jobs are queued on it, and none may run
    kernel,       ///< the kernel works there, for no job
    some_kernel,  ///< the kernel works on some of the CPUs of this kind, for no job
    unknown,      ///< of a trace: what it did is not known
};

/// For each CPU the stretches without a job in which it does not simply idle; ids and keys are UnusedKind.
///
/// The model counts lost CPUs and does not say which of the idle ones they are. As in the reports, they are the
/// lowest-numbered ones on which no job is, stacking first. Of CPUs that serve the kernel without a job a recording has
/// the number as well: where all that are left do, they are known; else the kernel is on some of them.
/// O(n log m + c * m / 64): n intervals, m CPUs, c instants at which something changes.
std::vector<SegmentLane> unused_lanes(const Recording& recording);

}  // namespace pinstack::gui
