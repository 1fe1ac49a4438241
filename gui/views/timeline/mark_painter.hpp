// SPDX-License-Identifier: GPL-3.0-or-later
//
// Releases, deadlines and completions of a task, over its bar: arrows up and down, ticks.
#pragma once

#include <cstdint>

#include "gui/models/timeline/timeline_index.hpp"
#include "gui/views/theme.hpp"
#include "gui/views/timeline/bar_painter.hpp"

namespace pinstack::gui {

class MarkPainter {
public:
    MarkPainter(BarPainter& bars, const Theme& theme, const ColumnEdges& edges, int left)
        : bars_(bars), theme_(theme), edges_(edges), left_(left) {}

    /// `top` and `height` are of the band above the bar. Where marks stand closer than their arrows are wide, arrows
    /// lose their heads; where there are too many to be told apart, misses are arrows and the others a comb or a line.
    void paint(const TaskLanes& lanes, int top, int height, int bar_height);
    /// Marks that are not drawn, or share a column.
    std::uint64_t merged() const { return merged_; }

private:
    void arrows(const MarkLane& lane, int top, int height, int bar_height, bool up);
    void arrow(int x, int top, int height, int bar_height, bool up, int half, const QColor& colour, int wide);
    void comb(const MarkLane& lane, int top, int height, bool up);
    bool has_room_for(const MarkLane& lane, int columns) const;
    void ticks(const MarkLane& lane, int bottom, int height);
    void tick(int x, int bottom, int height, const QColor& colour);
    /// Are there too many in the window? Then they count as merged.
    bool is_crowded(const MarkLane& lane);

    BarPainter& bars_;
    const Theme& theme_;
    const ColumnEdges& edges_;
    int left_;
    std::uint64_t merged_ = 0;
};

}  // namespace pinstack::gui
