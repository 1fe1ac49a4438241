// SPDX-License-Identifier: Apache-2.0
//
// The figures by which a run is judged, and by which many runs are listed side by side: what stays of a RunResult when
// its tasks, jobs and episodes are gone.
#pragma once

#include <cstdint>

#include "model/engine/run_result.hpp"

namespace pinstack {

struct RunSummary {
    std::int64_t span_ns = 0;
    CapacitySplit capacity;  ///< ns
    std::uint64_t jobs = 0;  ///< released
    std::uint64_t deadline_misses = 0;
    std::uint64_t tasks_missing = 0;  ///< tasks with a missed deadline
    int max_depth = 0;
    int max_simultaneous_loss = 0;  ///< CPUs
    std::uint64_t episodes = 0;

    friend bool operator==(const RunSummary&, const RunSummary&) = default;
};

RunSummary summary_of(const RunResult& result);

}  // namespace pinstack
