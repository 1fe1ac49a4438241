// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/mark_painter.hpp"

#include <algorithm>
#include <vector>

namespace pinstack::gui {

namespace {

constexpr int kColumnsForEach = 24;  // that a mark needs, on an average, to be told from its neighbours

/// Of some marks whether the arrow has room for its head.
bool has_room(const std::vector<MarkItem>& items, std::size_t i, int half) {
    const bool left = i == 0 || items[i].column - items[i - 1].column > half;
    const bool right = i + 1 == items.size() || items[i + 1].column - items[i].column > half;
    return left && right;
}

}  // namespace

bool MarkPainter::is_crowded(const MarkLane& lane) {
    const auto [first, last] = lane.in_window(edges_);
    if (static_cast<std::int64_t>(last - first) * kColumnsForEach <= edges_.columns()) return false;
    merged_ += last - first;
    return true;
}

void MarkPainter::arrow(int x, int top, int height, int bar_height, bool up, int half, const QColor& colour, int wide) {
    bars_.fill({x, top, wide, height}, colour);
    // Through the bar, so that one sees before which job it stands.
    QColor through = colour;
    through.setAlpha(wide > 1 ? 255 : 90);
    bars_.fill({x, top + height, wide, bar_height}, through);
    for (int row = 0; row <= half; ++row) {
        bars_.fill({x - row, up ? top + row : top + height - 1 - row, 2 * row + wide, 1}, colour);
    }
}

void MarkPainter::arrows(const MarkLane& lane, int top, int height, int bar_height, bool up) {
    const int half = std::max(2, height / 3);
    if (is_crowded(lane)) {
        for (const int column : lane.missed_columns(edges_)) {
            arrow(left_ + column, top, height, bar_height, up, half, theme_.miss, 2);
        }
        return;
    }
    const std::vector<MarkItem> items = lane.items(edges_);
    for (std::size_t i = 0; i < items.size(); ++i) {
        const MarkItem& item = items[i];
        if (item.last - item.first > 1) merged_ += item.last - item.first;
        const QColor& colour = item.missed ? theme_.miss : up ? theme_.text : theme_.weak_text;
        const int head = item.missed || has_room(items, i, half) ? half : 0;
        arrow(left_ + item.column, top, height, bar_height, up, head, colour, item.missed ? 2 : 1);
    }
}

void MarkPainter::tick(int x, int bottom, int height, const QColor& colour) {
    bars_.fill({x, bottom - height, 1, height + 2}, colour);
    bars_.fill({x - 2, bottom + 1, 5, 1}, colour);
}

void MarkPainter::ticks(const MarkLane& lane, int bottom, int height) {
    if (is_crowded(lane)) {
        for (const int column : lane.missed_columns(edges_)) tick(left_ + column, bottom, height, theme_.miss);
        return;
    }
    for (const MarkItem& item : lane.items(edges_)) {
        if (item.last - item.first > 1) merged_ += item.last - item.first;
        tick(left_ + item.column, bottom, height, item.missed ? theme_.miss : theme_.weak_text);
    }
}

void MarkPainter::paint(const TaskLanes& lanes, int top, int height, int bar_height) {
    ticks(lanes.completions, top + height + bar_height, std::max(3, bar_height / 4));
    arrows(lanes.releases, top, height, bar_height, true);
    arrows(lanes.deadlines, top, height, bar_height, false);
}

}  // namespace pinstack::gui
