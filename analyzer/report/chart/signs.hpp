// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "analyzer/run/timeline.hpp"

namespace pinstack {

/// What a legend has to explain: only what occurs in the drawings.
struct Signs {
    bool plain = false;
    bool migrate_disabled = false;
    bool non_preemptible = false;
    bool overhead = false;  ///< of a CPU that has a job
    bool waits_pinned = false;
    bool sleeps_pinned = false;
    bool throttled = false;  ///< of a CPU
    bool idle = false;
    bool stacking_loss = false;
    bool other_loss = false;
};

Signs signs_in(const std::vector<Timeline>& timelines);

}  // namespace pinstack
