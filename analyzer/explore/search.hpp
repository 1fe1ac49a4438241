// SPDX-License-Identifier: Apache-2.0
//
// A search for a bad release plan: restarts from random plans and from chains, each followed by hill climbing. What it
// finds can happen; that nothing worse can is not said. Restarts matter more than climbing (theory.md section 5), so a
// restart is short.
//
// The same result for the same seed and budget, on any number of threads: a restart depends on its number only, and of
// equal scores the earlier restart's counts. A time limit makes the number of restarts depend on the machine.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>

#include "analyzer/explore/objective.hpp"
#include "analyzer/explore/release_plan.hpp"

namespace pinstack {

struct SearchSpec {
    Objective objective;
    std::uint64_t evaluations = 20'000;  ///< runs, at most
    Duration window;                     ///< in which jobs are released; 0 = twice the longest distance
    std::uint64_t seed = 1;
    std::chrono::nanoseconds time{0};    ///< on the clock, at most about so long; 0: no limit
};

struct SearchResult {
    System witness;  ///< what was run: `simulate` replays it
    RunResult run;   ///< of the witness
    Score own;       ///< of the file's own releases in the window
    Score worst;
    std::uint64_t evaluations = 0;
    std::uint64_t restarts = 0;
    std::uint64_t found_by = 0;  ///< number of the restart, from 0
    bool stopped = false;        ///< before the budget of runs was used up
};

/// Twice the longest distance of releases; 0 where all releases are given.
Duration default_window(const System& system);

/// The run of a plan. REQUIRES: the system is possible under its own variant.
RunResult run_plan(const System& system, const ReleasePlan& plan);

/// How many of how many runs are done. Called from one thread at a time, not always the same one.
using SearchProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// REQUIRES: the system passes its checks. Fails where its own variant is impossible.
Result<SearchResult> search_worst_case(const System& system, const SearchSpec& spec, const std::stop_token& stop = {},
                                       const SearchProgress& progress = {});

}  // namespace pinstack
