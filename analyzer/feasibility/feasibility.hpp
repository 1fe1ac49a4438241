// SPDX-License-Identifier: Apache-2.0
//
// A reference that no policy can beat: what is done late of the jobs of a run whatever the scheduler decides, be it
// with the pins of that run. demand.hpp says what is modelled and what is proved; late_work.hpp how.
#pragma once

#include <optional>

#include "model/system/system.hpp"

namespace pinstack {

struct Feasibility {
    std::optional<Duration> late;  ///< at least so much work is done after its deadline; nothing = too large to tell
    bool some_miss = false;        ///< some deadline is missed, even where `late` is 0
    bool has_pins = false;         ///< with those that the run made
    bool is_exact = false;         ///< some schedule does no more than that late; if it is 0, it meets all deadlines
};

/// With the pins of a run under the variant. Simulates once. REQUIRES: the system is possible under the variant.
Feasibility feasibility_of(const System& system, const Variant& variant);

}  // namespace pinstack
