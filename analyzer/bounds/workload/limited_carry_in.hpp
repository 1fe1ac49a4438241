// SPDX-License-Identifier: Apache-2.0
//
// How much more urgent tasks execute while a job is unfinished, if at most m - 1 of them carry in a job: the interval
// can be made longer until an instant before which some CPU had no more urgent work, so that at most m - 1 of them had
// a job then. Baruah (2007), RTSS; for responses under fixed priorities N. Guan, M. Stigge, W. Yi, G. Yu (2009): New
// response time bounds for fixed priority multiprocessor scheduling, RTSS, equations 5 to 9.
//
// It holds where a CPU is never idle while a job waits: not under pins (docs/bounds-under-pins.md).
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "analyzer/bounds/arithmetic/division.hpp"
#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/workload/interference.hpp"

namespace pinstack {

/// In an interval of `length` from a release on, without carry-in.
inline Growth synchronous_workload(const SporadicTask& task, std::int64_t length) {
    const std::int64_t jobs = length / task.period;
    const std::int64_t last = length - jobs * task.period;
    return {jobs * task.wcet + std::min(task.wcet, last), positive(task.wcet - last)};
}

/// With carry-in, in an interval that ends as a job of the task does: one that has executed for 1 at least before the
/// interval, if no response of the task is longer than `response`.
/// REQUIRES: wcet <= response <= period; wcet >= 1.
inline Growth limited_carry_in_workload(const SporadicTask& task, std::int64_t response, std::int64_t length) {
    const std::int64_t before = positive(length - task.wcet);
    const std::int64_t jobs = before / task.period;
    const std::int64_t carried_in = before - jobs * task.period - (task.period - response);
    const std::int64_t most = task.wcet - 1;
    const std::int64_t rising = length >= task.wcet && carried_in >= 0 ? positive(most - carried_in) : 0;
    return {(jobs + 1) * task.wcet + std::clamp<std::int64_t>(carried_in, 0, most), rising};
}

/// The more urgent tasks of one under analysis, and how long each responds.
class LimitedCarryIn {
public:
    explicit LimitedCarryIn(const TaskSet& set);

    void clear() { tasks_.clear(); }
    void add(const SporadicTask& task, std::int64_t response) { tasks_.push_back({&task, response}); }

    /// Sets the terms of `others`: what they do in `length`, clipped to `waiting`: the m - 1 of them that gain most by
    /// it carry in.
    void fill(Interference& others, std::int64_t length, std::int64_t waiting);

    /// The least R = C + floor(sum / m); the deadline + 1 where that is longer.
    std::int64_t response(Interference& others, const SporadicTask& task);

private:
    struct MoreUrgent {
        const SporadicTask* task;
        std::int64_t response;
    };
    struct Choice {
        std::int64_t gain;  ///< by carrying in
        Growth with, without;
    };
    std::size_t carriers_;
    std::vector<MoreUrgent> tasks_;
    std::vector<Choice> choices_;
};

}  // namespace pinstack
