// SPDX-License-Identifier: GPL-3.0-or-later
//
// A TimeMap with the first instant of every column at hand: a drawing asks for them for each lane again.
#pragma once

#include <vector>

#include "gui/models/time_map.hpp"

namespace pinstack::gui {

class ColumnEdges {
public:
    explicit ColumnEdges(const TimeMap& map);

    const TimeMap& map() const { return map_; }
    int columns() const { return map_.pixels(); }
    /// The first instant of the column; that of columns() is the end of the window.
    Instant at(int column) const { return edges_[static_cast<std::size_t>(column)]; }
    /// The column of the instant, kept to [0, columns()].
    int column_of(Instant instant) const;

private:
    TimeMap map_;
    std::vector<Instant> edges_;
};

}  // namespace pinstack::gui
