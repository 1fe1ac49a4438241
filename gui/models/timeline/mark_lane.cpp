// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/mark_lane.hpp"

#include <algorithm>

namespace pinstack::gui {

void MarkLane::add(Instant at, std::uint32_t id, bool missed) {
    at_.push_back(at.ns);
    id_.push_back(id);
    missed_.push_back(missed_.back() + (missed ? 1 : 0));
    if (missed) missed_at_.push_back(at.ns);
}

std::size_t MarkLane::next_from(Instant at) const {
    return static_cast<std::size_t>(std::lower_bound(at_.begin(), at_.end(), at.ns) - at_.begin());
}

std::pair<std::size_t, std::size_t> MarkLane::in_window(const ColumnEdges& edges) const {
    return {next_from(edges.at(0)), next_from(edges.at(edges.columns()) + Duration{1})};
}

std::vector<MarkItem> MarkLane::items(const ColumnEdges& edges) const {
    std::vector<MarkItem> items;
    const auto [first, end] = in_window(edges);
    for (std::size_t i = first; i < end;) {
        // A mark at the end of the whole run must be seen, so the last column is closed.
        const int column = std::min(edges.column_of(at(i)), edges.columns() - 1);
        std::size_t next = end;
        if (column + 1 < edges.columns()) {
            const auto begin = at_.begin();
            next = static_cast<std::size_t>(std::lower_bound(begin + static_cast<std::ptrdiff_t>(i),
                                                             begin + static_cast<std::ptrdiff_t>(end),
                                                             edges.at(column + 1).ns) -
                                            begin);
        }
        items.push_back({column, i, next, missed_between(i, next) > 0});
        i = next;
    }
    return items;
}

std::vector<int> MarkLane::missed_columns(const ColumnEdges& edges) const {
    std::vector<int> columns;
    auto mark = std::lower_bound(missed_at_.begin(), missed_at_.end(), edges.at(0).ns);
    while (mark != missed_at_.end() && *mark <= edges.at(edges.columns()).ns) {
        const int column = std::min(edges.column_of({*mark}), edges.columns() - 1);
        columns.push_back(column);
        if (column + 1 == edges.columns()) break;
        mark = std::lower_bound(mark, missed_at_.end(), edges.at(column + 1).ns);
    }
    return columns;
}

}  // namespace pinstack::gui
