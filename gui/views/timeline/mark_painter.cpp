// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/mark_painter.hpp"

#include <algorithm>
#include <vector>

namespace pinstack::gui {

namespace {

// Columns that a mark has, on an average.
constexpr int kForArrows = 24;  // fewer, and arrows cannot be told from their neighbours
constexpr int kForComb = 3;     // fewer, and neither can ticks

/// Of some marks whether the arrow has room for its head.
bool has_room(const std::vector<MarkItem>& items, std::size_t i, int half) {
    const bool left = i == 0 || items[i].column - items[i - 1].column > half;
    const bool right = i + 1 == items.size() || items[i + 1].column - items[i].column > half;
    return left && right;
}

}  // namespace

bool MarkPainter::has_room_for(const MarkLane& lane, int columns) const {
    const auto [first, last] = lane.in_window(edges_);
    return static_cast<std::int64_t>(last - first) * columns <= edges_.columns();
}

bool MarkPainter::is_crowded(const MarkLane& lane) {
    if (has_room_for(lane, kForArrows)) return false;
    const auto [first, last] = lane.in_window(edges_);
    merged_ += last - first;
    return true;
}

// What stands for arrows too many to be drawn: a tick for each, without a stem through the bar; in place of ticks that
// would touch, a line from the first one to the last one.
void MarkPainter::comb(const MarkLane& lane, int top, int height, bool up) {
    const int tall = std::max(2, height / 3), y = up ? top + height - tall : top;
    if (has_room_for(lane, kForComb)) {
        for (const MarkItem& item : lane.items(edges_)) bars_.fill({left_ + item.column, y, 1, tall}, theme_.weak_text);
        return;
    }
    const auto [first, last] = lane.in_window(edges_);
    const int from = edges_.column_of(lane.at(first)), to = edges_.column_of(lane.at(last - 1));
    bars_.fill({left_ + from, up ? top + height - 1 : top, to - from + 1, 1}, theme_.weak_text);
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
        comb(lane, top, height, up);
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
