// SPDX-License-Identifier: Apache-2.0
//
// What stays of an analysis when its tests, tasks and bounds are gone: how many systems are listed side by side, and
// judged by `--fail-on unschedulable`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/bounds/bound_check.hpp"

namespace pinstack {

struct AnalysisSummary {
    std::string variant;                 ///< the system's own: "migrate_disable/shift"
    std::uint64_t applicable = 0;        ///< tests whose bounds hold under it
    std::vector<std::string> proved_by;  ///< of those, the ids that prove it schedulable
    std::vector<std::string> cut_short;  ///< ids of all tests whose budget was used up
    std::uint64_t exceeded = 0;          ///< bounds that a simulation exceeds: defects

    bool is_proved() const { return !proved_by.empty(); }
    friend bool operator==(const AnalysisSummary&, const AnalysisSummary&) = default;
};

AnalysisSummary summary_of(const System& system, const Analysis& analysis, const BoundCheck& check);

/// Empty where a test proves the system's own variant schedulable, else why none does: "none of 5 tests proves it".
std::string why_not_proved(const AnalysisSummary& summary);

}  // namespace pinstack
