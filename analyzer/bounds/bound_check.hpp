// SPDX-License-Identifier: Apache-2.0
//
// Bounds beside simulation: the system is run once under each variant that some test's bounds cover, and no response in
// it may exceed a bound. One that does is a defect of the program, and reports say so. The other way round nothing
// follows: a run is one of many, and how far a bound is above it is no measure of how pessimistic the bound is.
//
// From it come also the best bound of each task under the system's own variant, and which tests prove that variant
// schedulable.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/bounds/analysis.hpp"
#include "analyzer/run/outcome.hpp"

namespace pinstack {

/// The longest responses of one run, counted from the due instants, as bounds are.
struct SimulatedResponses {
    System system;                                     ///< what was run
    std::string why_not;                               ///< why it could not be. Empty where it was
    std::vector<std::optional<std::int64_t>> longest;  ///< in file order; nothing where no job completed
    std::vector<bool> missed;                          ///< in file order: a deadline, by jobs that completed or not

    bool is_run() const { return why_not.empty(); }
};

/// What is known of one test, beside its TestOutcome.
struct TestCheck {
    bool covers_own = false;         ///< the test applies, and its bounds hold under the system's own variant
    std::optional<std::size_t> run;  ///< in BoundCheck::runs. Nothing where the test does not apply, or no run shows it
};

struct BestBound {
    std::optional<std::int64_t> bound;         ///< the smallest; nothing where no test proves one
    const SchedulabilityTest* test = nullptr;  ///< the first with that bound
};

struct ExceededBound {
    std::size_t test = 0;  ///< in Analysis::tests
    std::size_t task = 0;  ///< in file order
};

struct BoundCheck {
    std::vector<SimulatedResponses> runs;
    std::vector<TestCheck> tests;        ///< as Analysis::tests
    std::optional<std::size_t> own_run;  ///< in `runs`
    std::vector<BestBound> best;         ///< by task, under the system's own variant
    std::vector<std::size_t> proved_by;  ///< in Analysis::tests: those that prove the system's own variant schedulable
    std::vector<ExceededBound> exceeded;
    std::vector<std::size_t> cut_short;  ///< in Analysis::tests: those whose budget was used up

    /// Nothing where the test's variant was not run, or no job of the task completed in it.
    std::optional<std::int64_t> longest(std::size_t test, std::size_t task) const;
    bool is_exceeded(std::size_t test, std::size_t task) const;
};

/// What to simulate. Outcomes at hand are used in place of a run where they show the same.
struct BoundCheckRequest {
    std::span<const Outcome> at_hand{};  ///< of this system
    bool placements = true;              ///< run the placements too
};

/// REQUIRES: analysis = analyze(system).
BoundCheck check_bounds(const System& system, const Analysis& analysis, const BoundCheckRequest& request = {});

}  // namespace pinstack
