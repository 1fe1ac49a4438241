// SPDX-License-Identifier: Apache-2.0
//
// One system run under one variant: what was measured, or why the variant is impossible for the system. Reports
// are made from Outcomes and never run anything themselves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "analyzer/feasibility/feasibility.hpp"
#include "analyzer/run/series.hpp"
#include "analyzer/run/tie_check.hpp"
#include "model/engine/run_result.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// What to measure beyond the figures every run gives.
struct RunRequest {
    bool jobs = false;             ///< keep every job; percentiles are then exact
    bool all_episodes = false;     ///< keep every stacking episode, not the first 1000
    bool series = false;           ///< depth and loss over time
    std::uint64_t tie_orders = 0;  ///< other tie orders to try; 0 = do not check ties
    bool feasibility = false;      ///< what any policy does late
};

struct Outcome {
    Variant variant;
    std::optional<RunResult> result;  ///< nothing where the variant is impossible
    Problems why_not;                 ///< then: why. Empty otherwise
    std::optional<Series> series;
    std::optional<TieCheck> ties;
    std::optional<Feasibility> feasibility{};

    bool applicable() const { return result.has_value(); }
};

/// REQUIRES: the system came out of load_system() or passes its checks.
Outcome run_variant(const System& system, const Variant& variant, const RunRequest& request = {});

/// The problems in one line: "/tasks/0/body/1: found ..., expected ...; and 2 more".
std::string why_not_text(const Problems& problems);

}  // namespace pinstack
