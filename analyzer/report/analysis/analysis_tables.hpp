// SPDX-License-Identifier: Apache-2.0
//
// The tables of an analysis, for text and pages alike.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/outcome_tables.hpp"

namespace pinstack {

/// "migrate_disable/shift": the variant that the bounds of a test which applies hold under.
std::string covered_text(const AnalysisReport& report, std::size_t test);

/// Does any test apply?
bool applies_at_all(const AnalysisReport& report);

/// A row for each test that applies: what it proves, under which variant.
Table verdict_table(const AnalysisReport& report);
/// Where they were published.
Table citation_table(const AnalysisReport& report);

/// The system's own variant: the simulated maximum, the best bound and its test. Names of tasks are cut to so many
/// columns here and below.
UnitTable best_bound_table(const AnalysisReport& report, const std::vector<std::uint32_t>& tasks,
                           std::size_t name_columns);

/// The system's own variant: the bounds of each test that proves any.
UnitTable test_bound_table(const AnalysisReport& report, const std::vector<std::uint32_t>& tasks,
                           std::size_t name_columns);
/// Is there more in it than in best_bound_table()?
bool have_bounds_to_compare(const AnalysisReport& report);

/// The tests of a family that assumes variants of its own (pinned, placement): each one's bound; where there is room
/// for `all`, beside it where the task is placed, or else the simulated maximum.
UnitTable family_bound_table(const AnalysisReport& report, TestFamily family, const std::vector<std::uint32_t>& tasks,
                             std::size_t name_columns, bool all);

/// Which tests apply whose bounds hold under the system's own variant, or are of a family.
std::vector<std::size_t> own_tests(const AnalysisReport& report);
std::vector<std::size_t> tests_of(const AnalysisReport& report, TestFamily family);
/// Of those the ones that bound the response of some task. family_bound_table() shows them.
std::vector<std::size_t> bounding_tests(const AnalysisReport& report, TestFamily family);

/// Why tests do not apply: each reason with its tests, in the order of the first of them.
struct ReasonAgainst {
    std::vector<std::size_t> tests;
    std::string reason;
};
std::vector<ReasonAgainst> reasons_against(const AnalysisReport& report);
Table reason_table(const AnalysisReport& report);

/// Ids in one phrase: "gfb, bak, bcl".
std::string test_list(const AnalysisReport& report, const std::vector<std::size_t>& tests);

}  // namespace pinstack
