// SPDX-License-Identifier: Apache-2.0
//
// The system itself, for the pages: what was simulated, not what came of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/report/table.hpp"
#include "analyzer/run/comparison.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// Platform, kernel options, horizon, seed: a name and a value in each row.
Table platform_table(const System& system);

/// Parameters of these tasks, exact, each time with its unit. Columns in which all are blank are left out.
/// `order`: decides what urgency the table shows.
Table parameter_table(const System& system, Order order, const std::vector<std::uint32_t>& tasks);

/// "Total utilization 1.85 on 4 CPUs (46.25 % of the capacity)", and how many tasks it leaves out.
std::string utilization_text(const System& system);

/// "20ms simulated"; under drain the variants of a comparison may end at different instants.
std::string span_text(const Comparison& runs);

}  // namespace pinstack
