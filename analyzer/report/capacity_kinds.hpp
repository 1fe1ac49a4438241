// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "model/engine/run_result.hpp"

namespace pinstack {

/// One of the kinds that a capacity is divided into, as the reports show it.
struct CapacityKind {
    const char* name;  ///< "stacking loss"
    std::int64_t CapacitySplit::*part;
    const char* meaning;  ///< "idle while a pinned job waits elsewhere"
    const char* fill;     ///< class of the charts' style sheet
    bool is_loss = false;
    bool always = false;  ///< shown even where there is none of it
};

/// Its meaning, in runs among which there is `throttled` ns of RT throttling: that is overhead.
const char* meaning_of(const CapacityKind& kind, std::int64_t throttled);

/// In the order of CapacitySplit; without the total, which is their sum.
std::span<const CapacityKind> capacity_kinds();

}  // namespace pinstack
