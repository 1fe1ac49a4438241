// SPDX-License-Identifier: Apache-2.0
//
// What the tests of this folder run systems with.
#pragma once

#include "tests/support/catch.hpp"

#include "model/engine/simulation.hpp"

namespace pinstack::test {

inline constexpr const char* kBalancers[] = {"partitioned",   "idle-first",    "wake-previous",   "wake-previous-push",
                                             "shift",         "swap-on-entry", "bounded-stack:2", "linux-rt-nopush",
                                             "linux-rt-5.11", "linux-rt-5.15", "linux-rt-chained"};

inline RunResult run_of(const System& system, const Variant& kernel) {
    RunOptions options;
    options.keep_jobs = true;
    const Result<Simulation> simulation = Simulation::create(system, kernel, options);
    if (!simulation) FAIL(simulation.error().front().found);
    return simulation->run();
}

}  // namespace pinstack::test
