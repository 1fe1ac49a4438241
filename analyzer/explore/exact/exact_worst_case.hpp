// SPDX-License-Identifier: Apache-2.0
//
// The exact worst case as `explore` reports it: the figures of all tasks, and of the objective a witness with its run.
#pragma once

#include "analyzer/explore/exact/exploration.hpp"
#include "analyzer/explore/objective.hpp"

namespace pinstack {

struct ExactWorstCase {
    ExactResult exact;
    System witness;  ///< what was run: `simulate` replays it
    RunResult run;   ///< of the witness
    Score own;       ///< of the file's own releases, in the window of a search
    /// Of the run. Exact where exact.is_exact(); else some job overruns in it, and its response has no exact worst case
    /// here.
    Score worst;
};

/// Why there is no exact worst case of this; empty where there may be one.
std::string why_not_exact(const System& system, const Objective& objective, Duration unit);

/// REQUIRES: the system passes its checks. Fails where why_not_exact() says so, where a limit is reached, and where it
/// was stopped.
Result<ExactWorstCase> exact_worst_case(const System& system, const Objective& objective, const ExactSpec& spec,
                                        const std::stop_token& stop = {}, const ExactProgress& progress = {});

}  // namespace pinstack
