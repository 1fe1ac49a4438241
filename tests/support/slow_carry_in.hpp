// SPDX-License-Identifier: Apache-2.0
//
// Workload and response bounds of Bertogna and Cirinei, slowly and by their words: a second opinion for the tests of
// what builds on them.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "analyzer/bounds/task_set.hpp"

namespace pinstack::test {

/// The most a task executes in any interval of this length if no response is longer than `response`, instant by
/// instant: its first job runs as late as it may, the following ones at once.
inline std::int64_t slow_workload(const SporadicTask& task, std::int64_t response, std::int64_t length) {
    const auto runs_at = [&](std::int64_t t) {
        if (t < task.period) return t >= response - task.wcet && t < response;
        return t % task.period < task.wcet;
    };
    std::int64_t most = 0;
    for (std::int64_t from = 0; from <= task.period; ++from) {
        std::int64_t done = 0;
        for (std::int64_t t = from; t < from + length; ++t) done += runs_at(t);
        most = std::max(most, done);
    }
    return most;
}

/// What a task executes with deadlines in (0, deadline] if its last job's deadline is that and each finishes by its
/// response; `jobs`, if any: how many do so.
inline std::int64_t slow_edf_workload(const SporadicTask& it, std::int64_t response, std::int64_t deadline,
                                      std::int64_t* jobs = nullptr) {
    std::int64_t done = 0;
    for (std::int64_t due = deadline; due > 0; due -= it.period) {
        const std::int64_t release = due - it.deadline, before = done;
        for (std::int64_t c = 0; c < it.wcet; ++c) done += release + response - it.wcet + c >= 0;
        if (jobs != nullptr) *jobs += done > before;
    }
    return done;
}

/// As carry_in_response.hpp, with R = C, C + 1, ... in turn; nothing where R > D.
/// `work(i, R)` says what task i does while the job is unfinished for R.
template <class Work>
std::optional<std::int64_t> slow_response(const SporadicTask& task, int cpus, std::size_t others, Work work) {
    for (std::int64_t r = task.wcet; r <= task.deadline; ++r) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < others; ++i) sum += std::min(work(i, r), r - task.wcet + 1);
        if (task.wcet + sum / cpus <= r) return r;
    }
    return std::nullopt;
}

}  // namespace pinstack::test
