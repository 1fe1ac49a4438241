// SPDX-License-Identifier: Apache-2.0
//
// Jobs that are known beforehand but for how late each is released and how long it executes: what a
// schedule-abstraction graph is made of. A stream is the jobs of one task, in the order in which they are served.
//
// Modelled: job k of a stream is due at a known instant, is released up to `jitter` later, and executes for `cost_min`
// to `cost_max` without preemption. Streams are in order of urgency under fp (ties: file order), in file order under
// edf, where the earlier deadline comes first and then the file: the tie rule of the simulator.
//
// Left out: sporadic releases, whose jobs are not known. Times are nanoseconds.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "analyzer/bounds/task_set.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// Closed: both ends can happen.
struct TimeRange {
    std::int64_t min = 0, max = 0;
    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

struct JobStream {
    static constexpr std::uint32_t kEndless = std::numeric_limits<std::uint32_t>::max();

    std::uint32_t file_index = 0;
    std::int64_t deadline = 0;  ///< relative to the due instant
    std::int64_t jitter = 0;
    std::int64_t cost_min = 0, cost_max = 0;
    std::int64_t first = 0, period = 0;  ///< periodic: due at first + k * period. period 0: `instants`
    std::vector<std::int64_t> instants;  ///< due instants, non-decreasing
    std::uint32_t jobs = kEndless;
    std::uint32_t jobs_in_hyperperiod = 0;  ///< 0 where there are finitely many

    /// REQUIRES: k < jobs, and the instant is one of a run (below 2^62).
    std::int64_t due(std::uint32_t k) const {
        return period > 0 ? first + static_cast<std::int64_t>(k) * period : instants[k];
    }
    TimeRange release(std::uint32_t k) const { return {due(k), due(k) + jitter}; }
    /// Job k and those before it are due, and released, at instants of a run.
    bool has_instant(std::uint32_t k) const {
        return period == 0 || static_cast<std::int64_t>(k) <= (kTimeLimitNs - 1 - first - jitter) / period;
    }
};

struct JobSet {
    int cpus = 1;
    Order order = Order::fp;
    std::vector<JobStream> streams;
    std::int64_t hyperperiod = 0;  ///< of the endless streams; 0 where there is none
    std::uint64_t jobs_in_hyperperiod = 0;
};

/// The tasks at these places of make_task_set(system), on `cpus` CPUs. In words why there is no such set: a hyperperiod
/// that is too long. REQUIRES: releases are periodic or explicit.
tl::expected<JobSet, std::string> make_job_set(const System& system, const TaskSet& set,
                                               std::span<const std::uint32_t> places, int cpus);

}  // namespace pinstack
