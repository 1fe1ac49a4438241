// SPDX-License-Identifier: Apache-2.0
//
// What a run of the reference scheduler measured: slice by slice the capacity and the episodes, at the end the
// statistics of all jobs.
#pragma once

#include <optional>
#include <vector>

#include "model/engine/run_result.hpp"
#include "model/engine/simulation.hpp"
#include "tests/support/reference_accounting.hpp"

namespace pinstack::test {

class ReferenceRecord {
public:
    ReferenceRecord(const System& system, const RunOptions& options);

    /// Counts of events are added here as they happen.
    RunResult result;

    /// Accounts for [from, to).
    void add(const Measure& current, std::int64_t from, std::int64_t to);
    void add_deadlock(std::int64_t now, const std::vector<WaitFor>& circle);
    /// The rest of the result. `end` is the horizon; nothing = the run was drained.
    void finish(const std::vector<ReferenceJob>& jobs, std::int64_t now, std::optional<std::int64_t> end);

private:
    void extend_episode(std::size_t cpu, const Measure& current, std::int64_t from, std::int64_t to);
    void close_episode(std::size_t cpu);
    void keep_first_episodes();
    void add_to_statistics(const ReferenceJob& job, bool missed);

    const RunOptions& options_;
    int cpus_;
    std::vector<std::optional<Episode>> open_;  // of each CPU
};

}  // namespace pinstack::test
