// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/column_edges.hpp"

namespace pinstack::gui {

ColumnEdges::ColumnEdges(const TimeMap& map) : map_(map) {
    edges_.reserve(static_cast<std::size_t>(map.pixels()) + 1);
    for (int column = 0; column <= map.pixels(); ++column) edges_.push_back(map.instant_of(column));
}

int ColumnEdges::column_of(Instant instant) const {
    if (instant <= map_.window().from) return 0;
    if (instant >= map_.window().to) return columns();
    return map_.pixel_of(instant);
}

}  // namespace pinstack::gui
