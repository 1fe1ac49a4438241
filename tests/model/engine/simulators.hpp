// SPDX-License-Identifier: Apache-2.0
//
// The two schedulers under test: what holds must hold for the engine and for the reference.
#pragma once

#include <string>
#include <vector>

#include "model/engine/simulation.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/print_difference.hpp"
#include "tests/support/reference_scheduler.hpp"
#include "tests/support/rounds.hpp"

namespace pinstack::test {

/// One run of the engine.
inline RunResult simulate(const System& system, const Variant& variant, const RunOptions& options = {},
                          Observer* observer = nullptr) {
    const Result<Simulation> simulation = Simulation::create(system, variant, options);
    INFO(describe(system, variant, options));
    if (!simulation) FAIL(to_text(simulation.error()));
    return simulation->run(observer);
}

inline RunResult simulate_by_reference(const System& system, const Variant& variant, const RunOptions& options = {}) {
    return reference_simulate(system, variant, options);
}

struct Simulator {
    const char* name;
    RunResult (*run)(const System&, const Variant&, const RunOptions&);
};

inline const std::vector<Simulator>& simulators() {
    static const std::vector<Simulator> both = {
        {"engine", [](const System& s, const Variant& v, const RunOptions& o) { return simulate(s, v, o); }},
        {"reference", simulate_by_reference},
    };
    return both;
}

}  // namespace pinstack::test
