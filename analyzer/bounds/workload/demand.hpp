// SPDX-License-Identifier: Apache-2.0
//
// How much of a sporadic task must execute in an interval, whatever the others do: the jobs that are released and due
// inside. Baruah, Mok, Rosier (1990), RTSS.
#pragma once

#include <cstdint>

#include "analyzer/bounds/arithmetic/division.hpp"
#include "analyzer/bounds/arithmetic/enclosure.hpp"
#include "analyzer/bounds/task_set.hpp"

namespace pinstack {

/// dbf(t) = max(0, floor((t - D) / T) + 1) C. Any deadline; times t C / T must be times.
inline std::int64_t demand_bound(const SporadicTask& task, std::int64_t length) {
    return length < task.deadline ? 0 : ((length - task.deadline) / task.period + 1) * task.wcet;
}

/// The last deadline up to `length` of a task that releases as early and often as it can; -1 where there is none.
inline std::int64_t last_deadline(const SporadicTask& task, std::int64_t length) {
    if (length < task.deadline) return -1;
    return length - (length - task.deadline) % task.period;
}

/// Sum of C / T, from its enclosure.
inline Enclosure utilization_of(const TaskSet& set) {
    Enclosure sum(0);
    for (const SporadicTask& task : set.tasks) sum += Enclosure::ratio(task.wcet, task.period);
    return sum;
}

/// Sum of (T - D)^+ C / T, each rounded up: demand is never above this and U t together.
inline Int128 demand_offset(const TaskSet& set) {
    Int128 sum = 0;
    for (const SporadicTask& task : set.tasks) {
        if (task.deadline >= task.period) continue;
        sum += ceil_div(Int128{task.wcet} * (task.period - task.deadline), Int128{task.period});
    }
    return sum;
}

/// At least `work` / `rate`, for an instant beyond which demand cannot catch up; INT64_MAX where none is sure, or none
/// below 2^46.
inline std::int64_t last_instant(Int128 work, Enclosure rate) {
    if (work > INT64_MAX || !surely_less(Enclosure(0), rate)) return INT64_MAX;
    return (Enclosure(static_cast<std::int64_t>(work)) / rate).ceiling().value_or(INT64_MAX);
}

/// How many instants tests that look at them one after another look at before they give up.
inline constexpr int kInstantBudget = 1'000'000;

}  // namespace pinstack
