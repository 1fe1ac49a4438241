// SPDX-License-Identifier: Apache-2.0
//
// The tables of the reports, for text and HTML alike. Each has one unit of time, named in its headings or in
// `unit`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/report/table.hpp"
#include "analyzer/run/comparison.hpp"
#include "analyzer/run/outcome.hpp"

namespace pinstack {

struct UnitTable {
    Table table;
    std::string unit;  ///< of the times in it: "ms"
};

/// Names of tasks are cut to so many columns: a terminal has less room than a page.
inline constexpr std::size_t kTextNameColumns = 20, kPageNameColumns = 60;

/// Where the CPU time went. Kinds of loss that did not occur are left out, stacking excepted.
Table capacity_table(const RunResult& result);

/// Response times and counts of these tasks.
UnitTable task_table(const System& system, const Outcome& outcome, bool kept_jobs,
                     const std::vector<std::uint32_t>& tasks, std::size_t name_columns = kTextNameColumns);

/// The CPU time of each kind under each applicable variant. Kinds that occur in none are left out, as above.
UnitTable capacities_table(const Comparison& comparison);

/// The first episodes. REQUIRES: count <= stacking.episodes.size().
UnitTable episode_table(const System& system, const Stacking& stacking, std::size_t count);

/// One row for each variant; what any policy does late, where that was asked for; the worst responses of these tasks. The
/// baseline is marked `*`, a task that misses `!`.
/// `heading_columns`: for the name of a task.
UnitTable comparison_table(const System& system, const Comparison& comparison, const std::vector<std::uint32_t>& tasks,
                           std::size_t heading_columns = 9);

}  // namespace pinstack
