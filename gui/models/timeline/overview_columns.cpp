// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/overview_columns.hpp"

#include <algorithm>

#include "gui/models/timeline/timeline_index.hpp"

namespace pinstack::gui {

namespace {

int thousandths(__int128 part, __int128 whole) {
    if (part <= 0) return 0;
    return std::max(1, static_cast<int>((part * 2000 + whole) / (2 * whole)));
}

}  // namespace

std::vector<OverviewColumn> overview_columns(const RecordedRun& run, const ColumnEdges& edges) {
    const TimelineIndex& index = *run.timeline;
    const MachineCurves& machine = index.machine;
    std::vector<OverviewColumn> columns(static_cast<std::size_t>(edges.columns()));
    for (int x = 0; x < edges.columns(); ++x) {
        OverviewColumn& column = columns[static_cast<std::size_t>(x)];
        // A column without a whole nanosecond shows the one before it.
        const Instant from = std::min(edges.at(x), edges.at(x + 1) - Duration{1}), to = edges.at(x + 1);
        const __int128 whole =
            static_cast<__int128>(index.cpus.size()) * (to - from).ns - machine.offline.integral(from, to);
        const __int128 stacking = machine.stacking_loss.integral(from, to);
        const __int128 other = machine.other_loss.integral(from, to);
        column.busy = thousandths(whole - stacking - other - machine.unused.integral(from, to), whole);
        column.stacking_loss = thousandths(stacking, whole);
        column.other_loss = thousandths(other, whole);
        const std::size_t end = machine.max_depth.steps_until(to - Duration{1});
        const std::size_t begin = std::min(machine.max_depth.steps_until(from), end);
        column.max_depth = machine.max_depth.max_in(begin == 0 ? 0 : begin - 1, end);
    }
    for (const AttentionPoint& point : index.attention) {
        if (point.kind != AttentionPoint::Kind::miss) continue;
        const int x = std::min(edges.column_of(point.span.from), edges.columns() - 1);
        columns[static_cast<std::size_t>(x)].missed = true;
    }
    return columns;
}

}  // namespace pinstack::gui
