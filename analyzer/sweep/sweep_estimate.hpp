// SPDX-License-Identifier: Apache-2.0
//
// What an experiment will cost, measured on some of its sets: they are spread evenly over the cells, evaluated on one
// thread and written to a database in memory.
#pragma once

#include "analyzer/sweep/sweep_run.hpp"

namespace pinstack {

struct SweepEstimate {
    std::uint64_t sampled = 0;   ///< sets that were measured
    double seconds_per_set = 0;  ///< of one core
    double bytes_per_set = 0;    ///< in the database
};

/// Takes about `seconds`, but measures at least one set and at most as many as there are.
tl::expected<SweepEstimate, std::string> estimate_sweep(const SweepSpec& spec, double seconds);

}  // namespace pinstack
