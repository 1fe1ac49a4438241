// SPDX-License-Identifier: Apache-2.0
//
// Non-preemptive job sets by brute force: every release and every execution time of every job, each run simulated by a
// list scheduler that steps through time. Written from the rules of scheduling, without states or ranges.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include "analyzer/bounds/job_sets/job_set.hpp"

namespace pinstack::test {

struct SlowJob {
    std::uint32_t stream = 0, number = 0;
    TimeRange release, cost;
    std::int64_t deadline = 0;  ///< absolute
};

/// The first `jobs` of the set, in order of streams; of endless ones those due before `until`.
std::vector<SlowJob> slow_jobs(const JobSet& set, std::int64_t until);

/// The completion of each job in one run.
std::vector<std::int64_t> completions(const JobSet& set, const std::vector<SlowJob>& jobs,
                                      const std::vector<std::int64_t>& releases,
                                      const std::vector<std::int64_t>& costs);

/// The earliest and latest completion of each job over all runs. Nothing where there are more than `most` runs.
std::optional<std::vector<TimeRange>> slow_completions(const JobSet& set, const std::vector<SlowJob>& jobs,
                                                       std::uint64_t most);

struct RandomJobSetOptions {
    int cpus = 1;
    Order order = Order::fp;
    int streams_from = 1, streams_to = 4;
    int most_jobs = 3;  ///< of a stream
    int longest = 8;    ///< execution
    int most_jitter = 3, most_variation = 3;
    bool endless = false;  ///< periodic, for ever, of short hyperperiods; load below the CPUs
};
JobSet random_job_set(std::uint64_t seed, const RandomJobSetOptions& options);

}  // namespace pinstack::test
