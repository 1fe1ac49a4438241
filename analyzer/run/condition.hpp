// SPDX-License-Identifier: Apache-2.0
//
// What makes a run a failure for --fail-on: "miss" (a deadline is missed), "loss>5%" (of the capacity is lost to
// stacking, affinity and balancing), "depth>2" (more unfinished jobs than that pinned to one CPU). "unschedulable" is
// of a system, not of a run: no schedulability test proves its own variant (AnalysisSummary).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "analyzer/run/run_summary.hpp"
#include "model/system/problem.hpp"

namespace pinstack {

struct AnyMiss {};
struct LossAbove {
    std::int64_t percent_e9 = 0;  ///< percent * 10^9: a limit of 5.1 % is exactly that
};
struct DepthAbove {
    int depth = 0;
};
struct Unschedulable {};

struct Condition {
    std::variant<AnyMiss, LossAbove, DepthAbove, Unschedulable> what;
    std::string text;  ///< as the user wrote it
};

Result<Condition> parse_condition(std::string_view text);

/// Does it need an analysis, and nothing of a run?
bool is_of_analysis(const Condition& condition);

/// Empty where the condition does not hold, else what was measured: "6 deadlines missed".
/// REQUIRES: !is_of_analysis(condition).
std::string why_it_holds(const Condition& condition, const RunSummary& run);

}  // namespace pinstack
