// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/mark_lane.hpp"

#include <algorithm>

namespace pinstack::gui {

void MarkLane::add(Instant at, std::uint32_t id, bool missed) {
    at_.push_back(at.ns);
    id_.push_back(id);
    missed_.push_back(missed_.back() + (missed ? 1 : 0));
}

std::size_t MarkLane::next_from(Instant at) const {
    return static_cast<std::size_t>(std::lower_bound(at_.begin(), at_.end(), at.ns) - at_.begin());
}

std::vector<MarkItem> MarkLane::items(const ColumnEdges& edges) const {
    std::vector<MarkItem> items;
    const int last_column = edges.columns() - 1;
    std::size_t i = next_from(edges.at(0));
    while (i < size() && at(i) <= edges.at(edges.columns())) {
        const int column = std::min(edges.column_of(at(i)), last_column);
        // A mark at the end of the whole run must be seen, so the last column is closed.
        const Instant end = column == last_column ? edges.at(edges.columns()) + Duration{1} : edges.at(column + 1);
        const std::size_t next = next_from(end);
        items.push_back({column, i, next, missed_between(i, next) > 0});
        i = next;
    }
    return items;
}

}  // namespace pinstack::gui
