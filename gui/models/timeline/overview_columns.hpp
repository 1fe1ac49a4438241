// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gui/models/recorded_run.hpp"
#include "gui/models/timeline/column_edges.hpp"

namespace pinstack::gui {

/// The machine in one pixel column: shares of its CPU time in thousandths, rounded; a share above 0 is at least 1.
struct OverviewColumn {
    int busy = 0, stacking_loss = 0, other_loss = 0;
    int max_depth = 0;
    bool missed = false;
};

/// O(columns * log n). REQUIRES: run.timeline is set.
std::vector<OverviewColumn> overview_columns(const RecordedRun& run, const ColumnEdges& edges);

}  // namespace pinstack::gui
