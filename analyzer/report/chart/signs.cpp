// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/signs.hpp"

namespace pinstack {

namespace {

void look_at(const JobInterval& interval, Signs& signs) {
    const Protections& held = interval.protections;
    if (interval.has_cpu && interval.state != JobState::running) {
        signs.overhead = true;
    } else if (interval.has_cpu) {
        signs.non_preemptible |= held.non_preemptible;
        signs.migrate_disabled |= held.migrate_disabled && !held.non_preemptible;
        signs.plain |= !held.non_preemptible && !held.migrate_disabled;
    } else if (held.migrate_disabled && interval.cpu != kNoCpu) {
        signs.sleeps_pinned |= interval.state == JobState::suspended;
        signs.waits_pinned |= interval.state != JobState::suspended;
    }
}

}  // namespace

Signs signs_in(const std::vector<Timeline>& timelines) {
    Signs signs;
    for (const Timeline& timeline : timelines) {
        for (const JobInterval& interval : timeline.intervals) {
            look_at(interval, signs);
            signs.throttled |= timeline.has_rt_throttling && interval.state == JobState::throttled;
        }
        for (const CapacitySpan& span : timeline.capacity) {
            signs.idle |= span.idle > 0;
            signs.stacking_loss |= span.stacking_loss > 0;
            signs.other_loss |= span.other_loss > 0;
        }
    }
    return signs;
}

}  // namespace pinstack
