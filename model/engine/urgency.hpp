// SPDX-License-Identifier: Apache-2.0
//
// The total order of ready jobs. A task has at most one ready job, so the task's place in the plan breaks ties.
#pragma once

#include <cstdint>
#include <limits>

namespace pinstack {

using TaskIndex = std::int32_t;  ///< place in Plan::tasks
inline constexpr TaskIndex kNoTask = -1;

/// Smaller is more urgent. Under fp the key is the task's place, under edf the absolute deadline.
struct Urgency {
    std::int64_t key = std::numeric_limits<std::int64_t>::max();
    TaskIndex task = std::numeric_limits<TaskIndex>::max();

    friend bool operator==(Urgency, Urgency) = default;
};

/// Without branches: which of two jobs is more urgent is what no predictor can know.
constexpr bool more_urgent(Urgency a, Urgency b) { return (a.key < b.key) | ((a.key == b.key) & (a.task < b.task)); }

/// `other` if it takes the place of `one`. Arithmetic, since of `?:` GCC makes a branch here.
constexpr Urgency replaced(Urgency one, Urgency other, bool takes) {
    const std::int64_t mask = -std::int64_t{takes};
    return {one.key ^ ((one.key ^ other.key) & mask), one.task ^ ((one.task ^ other.task) & static_cast<TaskIndex>(mask))};
}
constexpr Urgency more_urgent_of(Urgency a, Urgency b) { return replaced(a, b, more_urgent(b, a)); }
constexpr Urgency less_urgent_of(Urgency a, Urgency b) { return replaced(a, b, more_urgent(a, b)); }

/// Less urgent than every job: what an idle CPU runs.
inline constexpr Urgency kIdle{};

}  // namespace pinstack
