// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a lane looks like at a scale: bars of one segment each, and columns that several segments share.
//
// A segment claims the pixel columns [column of its start, column of its end), at least one; a start before the window
// counts as the start of the window. A column that several segments claim is merged: it stands for all of them that
// start in it; the last of these may go on as a bar behind it. So there is at most one item for each column, and the
// cost is O(columns * log(segments in a column)), whatever the number of segments.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>

#include "gui/models/timeline/column_edges.hpp"
#include "gui/models/timeline/segment_lane.hpp"

namespace pinstack::gui {

struct LaneItem {
    int left = 0, right = 0;         ///< columns [left, right)
    std::size_t first = 0, last = 0;  ///< segments [first, last)
    bool is_merged() const { return last - first > 1; }
};

/// Calls visit(item) for those that have a column in [from_column, to_column), by column; items that begin or end
/// outside are whole. REQUIRES: 0 <= from_column < to_column <= columns.
template <class Visit>
void for_each_item(const SegmentLane& lane, const ColumnEdges& edges, int from_column, int to_column, Visit&& visit) {
    std::size_t i = lane.first_after(edges.map().window().from);
    if (from_column > 0) {
        // Who claims the column ends at its first instant or later (where columns are shorter than a nanosecond, several
        // begin at one). All that start in one column belong together.
        const std::size_t near = std::max(i, lane.first_after(edges.at(from_column) - Duration{1}));
        if (near == lane.size()) return;
        const int column = edges.column_of(lane.from(near));
        if (column > 0) i = lane.next_from(edges.at(column), 0);
    }
    while (i < lane.size()) {
        const int column = edges.column_of(lane.from(i));
        if (column >= to_column) return;
        const std::size_t next = lane.next_from(edges.at(column + 1), i + 1);
        const int end = std::max(column + 1, edges.column_of(lane.to(next - 1)));
        if (next - i == 1) {
            if (end > from_column) visit(LaneItem{column, end, i, next});
        } else {
            if (column >= from_column) visit(LaneItem{column, column + 1, i, next});
            if (end > column + 1 && end > from_column && column + 1 < to_column) {
                visit(LaneItem{column + 1, end, next - 1, next});
            }
        }
        i = next;
    }
}

template <class Visit>
void for_each_item(const SegmentLane& lane, const ColumnEdges& edges, Visit&& visit) {
    for_each_item(lane, edges, 0, edges.columns(), visit);
}

/// The item that has the column. REQUIRES: 0 <= column < columns.
inline std::optional<LaneItem> item_at(const SegmentLane& lane, const ColumnEdges& edges, int column) {
    std::optional<LaneItem> found;
    for_each_item(lane, edges, column, column + 1, [&](const LaneItem& item) {
        if (item.left <= column && column < item.right) found = item;
    });
    return found;
}

}  // namespace pinstack::gui
