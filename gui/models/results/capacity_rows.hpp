// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gui/models/results/share_table.hpp"
#include "model/engine/run_result.hpp"

namespace pinstack::gui {

/// Where the CPU time went: the kinds as the reports show them, overhead by its own kinds, and the total.
/// `knows_inversions`: false where all inversion is counted as inversion_np, whatever its reason.
std::vector<ShareTable::Row> capacity_rows(const CapacitySplit& capacity, bool knows_inversions = true);

}  // namespace pinstack::gui
