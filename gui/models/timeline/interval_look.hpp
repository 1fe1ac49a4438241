// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/timeline/segment_lane.hpp"
#include "model/engine/observer.hpp"

namespace pinstack::gui {

/// What is drawn alike in the row of a CPU: the same task in the same state.
inline SegmentLook look_on_cpu(const JobInterval& interval) {
    return {interval.job.task, static_cast<std::uint32_t>(interval.state)};
}

/// In the row of a task: on the same CPU in the same state.
inline SegmentLook look_of_task(const JobInterval& interval) {
    return {static_cast<std::uint32_t>(interval.cpu), static_cast<std::uint32_t>(interval.state)};
}

inline SegmentSigns signs_of(const JobInterval& interval) {
    if (!interval.has_cpu) return interval.state == JobState::pin_wait ? kPinWaitSign : SegmentSigns{0};
    const Protections held = interval.protections;
    const int signs =
        (held.non_preemptible ? kNonPreemptibleSign : 0) | (held.migrate_disabled ? kMigrateDisabledSign : 0);
    return static_cast<SegmentSigns>(signs);
}

}  // namespace pinstack::gui
