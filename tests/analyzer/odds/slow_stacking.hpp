// SPDX-License-Identifier: Apache-2.0
//
// The rules of StackingChain played out event by event, with a queue for each CPU and a clock for each task: written
// from the words of its header, and sharing nothing with it but the specification.
#pragma once

#include <cstdint>

#include "analyzer/odds/stacking_chain.hpp"

namespace pinstack {

struct Estimate {
    double mean = 0;
    double error = 0;  ///< standard error of the mean
};

struct SlowStacking {
    Estimate lost_cpus, any_stack, busy_cpus;
};

/// `batches` batches of so many events each; the first one is not counted.
SlowStacking simulate_stacking(const ChainSpec& spec, int events, int batches, std::uint64_t seed);

}  // namespace pinstack
