// SPDX-License-Identifier: Apache-2.0
//
// The processor demand of sporadic tasks under EDF on one CPU: h(t), the most that jobs released in [0, t) with
// deadlines up to t can ask for, and how long a job with a later deadline can block them. No deadline is missed if, and
// without blocking only if,
//
//     h(t) + B(t) <= t    for every t.
//
// B(t) is the rest of the longest non-preemptible stretch that begins one instant before the interval does, of a task
// with D > t + 1: then its deadline is later than t. (Theory often has D > t, which is the same in continuous time.)
// Release jitter J shortens a task's first deadline to D - J. A task that blocks has no job among those of h(t), so
// with D - J <= t its stretch, at most C long, takes less time than the jobs that h(t) counts: it is left out of B(t).
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "analyzer/bounds/uniprocessor/busy_window.hpp"

namespace pinstack {

/// h(t). REQUIRES: t >= 0.
Int128 demand(const TaskSet& set, std::int64_t t);

/// The largest deadline below t of a job released at 0 or later, or -1.
std::int64_t deadline_before(const TaskSet& set, std::int64_t t);

/// B(t), a function that falls in steps.
class BlockingSteps {
public:
    explicit BlockingSteps(const TaskSet& set);

    struct Step {
        std::int64_t from = 0, end = 0;  ///< holds for t in [from, end)
        std::int64_t blocking = 0;
    };
    /// By increasing t, without gaps, from 0 to the largest number.
    const std::vector<Step>& steps() const { return steps_; }

private:
    std::vector<Step> steps_;
};

/// Every t at which the condition can fail first is below `end`.
struct DemandHorizon {
    bool overloaded = false;          ///< the condition fails somewhere: utilization above 1, or C > D - J
    std::optional<std::int64_t> end;  ///< nothing: not known below kTimeLimitNs, or the budget is used up
};
DemandHorizon demand_horizon(const TaskSet& set, StepBudget& budget);

}  // namespace pinstack
