// SPDX-License-Identifier: Apache-2.0
//
// mechanism_figures() as tables: of one run, or of several variants side by side.
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/table.hpp"
#include "analyzer/run/comparison.hpp"

namespace pinstack {

struct MechanismTable {
    std::string heading;
    Table table;
};

/// A row for each figure, a column for each applicable outcome; one table for each mechanism that one of them used.
std::vector<MechanismTable> mechanism_tables(const Comparison& comparison);
std::vector<MechanismTable> mechanism_tables(const RunResult& result);

}  // namespace pinstack
