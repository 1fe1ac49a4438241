// SPDX-License-Identifier: Apache-2.0
//
// What a stacking chain comes to: in the long run, and, where it ends in a state in which nothing stacks any more,
// until then. Floating point throughout (Eigen's SparseLU); relative error below 1e-9 as far as the published cases
// tell.
#pragma once

#include <cstddef>
#include <optional>

#include "analyzer/odds/stacking_chain.hpp"

namespace pinstack {

/// In the stationary distribution.
struct LongRun {
    double any_stack = 0;   ///< the probability that a CPU is lost
    double lost_cpus = 0;   ///< expected
    double full_stack = 0;  ///< the probability that all tasks are ready and on one CPU
    double busy_cpus = 0;   ///< expected: how many run a task
    double loss(int cpus) const { return lost_cpus / cpus; }  ///< share of the capacity
};

/// From the start until every task has a CPU of its own.
struct Transient {
    double mean_time = 0;
    double lost_cpu_time = 0;  ///< expected, in all
};

struct StackingOdds {
    std::size_t states = 0;
    LongRun long_run;
    std::optional<Transient> transient;  ///< where wake-ups are sticky and there are at most as many tasks as CPUs
};

/// Fails where the equations cannot be solved.
Result<StackingOdds> solve(const StackingChain& chain);

}  // namespace pinstack
