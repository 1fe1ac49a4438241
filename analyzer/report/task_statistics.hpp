// SPDX-License-Identifier: Apache-2.0
//
// The figures reported of a task's response times and latencies. Minimum, mean and maximum are exact. Percentiles
// are nearest-rank: exact over the jobs where the run kept them, else from the histogram (at most 1/128 too large).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/engine/run_result.hpp"

namespace pinstack {

struct DurationFigures {
    std::int64_t min = 0;
    double mean = 0;
    std::int64_t p50 = 0, p95 = 0, p99 = 0;
    std::int64_t max = 0;
};

struct TaskFigures {
    std::optional<DurationFigures> response;  ///< nothing where no job completed
    std::optional<DurationFigures> latency;   ///< release to first run
};

/// One for each task, in file order. `kept_jobs`: the run was made with RunOptions::keep_jobs.
std::vector<TaskFigures> figures_of(const RunResult& result, bool kept_jobs);

}  // namespace pinstack
