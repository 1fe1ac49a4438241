// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/mark_painter.hpp"

#include <algorithm>
#include <vector>

namespace pinstack::gui {

namespace {

constexpr int kColumnsForEach = 4;  // that a mark needs, on an average, to be told from its neighbours

/// Of some marks whether the arrow has room for its head.
bool has_room(const std::vector<MarkItem>& items, std::size_t i, int half) {
    const bool left = i == 0 || items[i].column - items[i - 1].column > half;
    const bool right = i + 1 == items.size() || items[i + 1].column - items[i].column > half;
    return left && right;
}

}  // namespace

void MarkPainter::arrows(const MarkLane& lane, int top, int height, int bar_height, bool up) {
    const std::vector<MarkItem> items = lane.items(edges_);
    const bool only_misses = static_cast<int>(items.size()) * kColumnsForEach > edges_.columns();
    const int half = std::max(2, height / 3);
    for (std::size_t i = 0; i < items.size(); ++i) {
        const MarkItem& item = items[i];
        const std::size_t count = item.last - item.first;
        if (count > 1 || only_misses) merged_ += count;
        if (only_misses && !item.missed) continue;
        const QColor& colour = item.missed ? theme_.miss : up ? theme_.text : theme_.weak_text;
        const int x = left_ + item.column, wide = item.missed ? 2 : 1;
        painter_.fillRect(x, top, wide, height, colour);
        // Through the bar, so that one sees before which job it stands.
        QColor through = colour;
        through.setAlpha(item.missed ? 255 : 90);
        painter_.fillRect(x, top + height, wide, bar_height, through);
        if (!item.missed && !has_room(items, i, half)) continue;
        for (int row = 0; row <= half; ++row) {
            const int y = up ? top + row : top + height - 1 - row;
            painter_.fillRect(x - row, y, 2 * row + wide, 1, colour);
        }
    }
}

void MarkPainter::ticks(const MarkLane& lane, int top, int bar_height) {
    const std::vector<MarkItem> items = lane.items(edges_);
    const bool only_misses = static_cast<int>(items.size()) * kColumnsForEach > edges_.columns();
    for (const MarkItem& item : items) {
        if (item.last - item.first > 1 || only_misses) merged_ += item.last - item.first;
        if (only_misses && !item.missed) continue;
        const QColor& colour = item.missed ? theme_.miss : theme_.text;
        const int x = left_ + item.column, tall = std::max(3, bar_height / 4);
        painter_.fillRect(x - 1, top + bar_height - tall, 2, tall + 2, colour);
        painter_.fillRect(x - 3, top + bar_height + 1, 6, 1, colour);
    }
}

void MarkPainter::paint(const TaskLanes& lanes, int top, int height, int bar_height) {
    ticks(lanes.completions, top + height, bar_height);
    arrows(lanes.releases, top, height, bar_height, true);
    arrows(lanes.deadlines, top, height, bar_height, false);
}

}  // namespace pinstack::gui
