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
    int left = 0, right = 0;          ///< columns [left, right)
    std::size_t first = 0, last = 0;  ///< segments [first, last)
    bool is_merged() const { return last - first > 1; }
};

/// Calls visit(item) for those that have a column in [from_column, to_column), by column; items that begin or end
/// outside are whole. REQUIRES: 0 <= from_column < to_column <= columns.
template <class Visit>
void for_each_item(const SegmentLane& lane, const ColumnEdges& edges, int from_column, int to_column, Visit&& visit) {
    std::size_t i = lane.first_after(edges.map().window().from);
    if (from_column > 0) {
        // Who claims the column ends at its first instant or later (where columns are shorter than a nanosecond,
        // several begin at one). All that start in one column belong together.
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

/// What may be said of a merged column.
struct ColumnSummary {
    SegmentLook look;  ///< of the first segment in it
    bool same_key = true, same_state = true;
    int busy = 0;            ///< thousandths of the column's time in busy segments
    SegmentSigns signs = 0;  ///< of any
};

inline int thousandths(Duration part, Duration whole) {
    return static_cast<int>(static_cast<__int128>(part.ns) * 1000 / whole.ns);
}

/// REQUIRES: item.is_merged().
inline ColumnSummary summary_of(const SegmentLane& lane, const ColumnEdges& edges, const LaneItem& item) {
    // Only its first and last segment can cross the edges of a merged column.
    const Instant from = edges.at(item.left), to = edges.at(item.right);
    const std::size_t first = lane.from(item.first) < from ? item.first + 1 : item.first;
    const Duration busy = lane.busy_between(from, first, to, item.last);
    return {lane.look(item.first), lane.same_key(item.first, item.last), lane.same_state(item.first, item.last),
            thousandths(busy, to - from), lane.signs(item.first, item.last)};
}

/// The same items as for_each_item(), for drawing: bar(item) for those of one segment, merged(item, summary) for the
/// others. Where columns hold many segments, a segment may be taken for one of the column before, if less than half a
/// column separates it from that: the cost is then O(columns), and what is read lies next to each other.
template <class Bar, class Merged>
void for_each_drawn(const SegmentLane& lane, const ColumnEdges& edges, Bar&& bar, Merged&& merged) {
    const TimeMap& map = edges.map();
    const LaneLevel* level = lane.level_for({map.window().length().ns / map.pixels()});
    if (level == nullptr) {
        for_each_item(lane, edges, [&](const LaneItem& item) {
            if (item.is_merged()) {
                merged(item, summary_of(lane, edges, item));
            } else {
                bar(item);
            }
        });
        return;
    }
    const std::size_t begin = lane.first_after(map.window().from);
    const auto last_knot = static_cast<std::int64_t>(level->knots.size()) - 1;
    // The first knot in the column or after it. There may be none so early or so late: there is nothing either.
    const auto knot_from = [&](int column) {
        const std::int64_t width = std::int64_t{1} << level->shift;
        return (edges.at(column).ns - level->origin + width - 1) >> level->shift;
    };
    const auto knot = [&](std::int64_t number) -> const LaneKnot& {
        return level->knots[static_cast<std::size_t>(std::clamp(number, std::int64_t{0}, last_knot))];
    };
    // A bar ends where the next segment is drawn, be it a column early.
    std::optional<LaneItem> open;
    const auto close = [&](int column) {
        if (open) {
            open->right = std::min(open->right, column);
            if (open->left < open->right) bar(*open);
        }
        open.reset();
    };
    const LaneKnot window_end = lane.knot_at(map.window().to);
    std::int64_t to = knot_from(1);
    for (int column = 0; column < edges.columns(); ++column) {
        const bool is_edge = column == 0 || column + 1 == edges.columns();
        const std::int64_t from = to;
        if (column > 0 && !is_edge) to = knot_from(column + 1);
        const LaneKnot& left = knot(from);
        const LaneKnot& right = column + 1 == edges.columns() ? window_end : knot(to);
        const std::size_t first = column == 0 ? begin : left.first, last = right.first;
        if (first >= last) continue;
        close(column);
        const int end = std::max(column + 1, edges.column_of({right.last_to}));
        if (last - first == 1) {
            open = LaneItem{column, end, first, last};
            continue;
        }
        const LaneItem item{column, column + 1, first, last};
        if (is_edge) {
            // The window begins and ends between knots.
            const Instant begins = edges.at(column), ends = edges.at(column + 1);
            merged(item,
                   ColumnSummary{lane.look(first), lane.same_key(first, last), lane.same_state(first, last),
                                 thousandths(lane.busy_between(begins, ends), ends - begins), lane.signs(first, last)});
        } else {
            SegmentSigns signs = 0;
            for (std::int64_t i = std::max(from, std::int64_t{0}); i < std::min(to, last_knot); ++i)
                signs |= level->signs[static_cast<std::size_t>(i)];
            merged(item,
                   ColumnSummary{{left.key, left.state},
                                 left.keys == right.keys - right.changes_key,
                                 left.states == right.states - right.changes_state,
                                 thousandths({right.busy_before - left.busy_before}, {(to - from) << level->shift}),
                                 signs});
        }
        if (end > column + 1) open = LaneItem{column + 1, end, last - 1, last};
    }
    close(edges.columns());
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
