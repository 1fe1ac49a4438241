// SPDX-License-Identifier: GPL-3.0-or-later
//
// Releases, deadlines and completions of a task, over its bar: arrows up and down, ticks.
#pragma once

#include <QPainter>
#include <cstdint>

#include "gui/models/timeline/timeline_index.hpp"
#include "gui/views/theme.hpp"

namespace pinstack::gui {

class MarkPainter {
public:
    MarkPainter(QPainter& painter, const Theme& theme, const ColumnEdges& edges, int left)
        : painter_(painter), theme_(theme), edges_(edges), left_(left) {}

    /// `top` and `height` are of the band above the bar. Where marks stand closer than their arrows are wide, arrows
    /// lose their heads; where they stand at almost every column, only misses are drawn.
    void paint(const TaskLanes& lanes, int top, int height, int bar_height);
    /// Marks that are not drawn, or share a column.
    std::uint64_t merged() const { return merged_; }

private:
    void arrows(const MarkLane& lane, int top, int height, int bar_height, bool up);
    void ticks(const MarkLane& lane, int top, int bar_height);

    QPainter& painter_;
    const Theme& theme_;
    const ColumnEdges& edges_;
    int left_;
    std::uint64_t merged_ = 0;
};

}  // namespace pinstack::gui
