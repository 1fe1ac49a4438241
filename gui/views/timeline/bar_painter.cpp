// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/bar_painter.hpp"

#include <QImage>
#include <QPaintDevice>
#include <QPaintEngine>
#include <algorithm>
#include <cmath>
#include <utility>

namespace pinstack::gui {

namespace {

constexpr int kRoomBesideLabel = 3;
constexpr int kMergedSign = 120;   // alpha of what somebody in a merged column is inside
constexpr int kLeastForSigns = 3;  // a narrower bar has no room for what it is inside

int hatch_spacing(bool light) { return light ? 7 : 5; }
// In device pixels.
int hatch_spacing(bool light, qreal ratio) { return static_cast<int>(hatch_spacing(light) * ratio + 0.5); }
int hatch_thickness(qreal ratio) { return std::max(1, static_cast<int>(1.2 * ratio)); }

/// Diagonal lines, made of device pixels so that they are sharp at every scale.
QBrush hatch_brush(const QColor& colour, qreal ratio, bool light) {
    const int size = hatch_spacing(light, ratio);
    const int thickness = hatch_thickness(ratio);
    QImage tile(size, size, QImage::Format_ARGB32_Premultiplied);
    tile.fill(Qt::transparent);
    for (int y = 0; y < size; ++y) {
        for (int i = 0; i < thickness; ++i) tile.setPixelColor((size - 1 - y + i) % size, y, colour);
    }
    QBrush brush(tile);
    brush.setTransform(QTransform::fromScale(1 / ratio, 1 / ratio));
    return brush;
}

/// The same as strokes: an SVG file has no textures, and Qt's clips nothing.
void stroke_hatch(QPainter& painter, const QRectF& area, const QColor& colour, bool light) {
    painter.save();
    painter.setPen(QPen(colour, 1.2));
    const int spacing = hatch_spacing(light);
    // Lines on which x + y is a multiple of the spacing, from their lower left end to the upper right one.
    const double first = std::ceil((area.left() + area.top()) / spacing) * spacing;
    for (double sum = first; sum < area.right() + area.bottom(); sum += spacing) {
        const double left = std::max(area.left(), sum - area.bottom());
        const double right = std::min(area.right(), sum - area.top());
        if (left < right) painter.drawLine(QPointF(left, sum - left), QPointF(right, sum - right));
    }
    painter.restore();
}

}  // namespace

BarPainter::BarPainter(QPainter& painter, const BarStyle& style, const QRect& clip)
    : painter_(painter), sheet_(painter), style_(style), clip_(clip) {}

const QBrush& BarPainter::hatch(const QColor& colour, bool light) {
    const auto [place, is_new] = hatches_.try_emplace({colour.rgba(), light});
    if (is_new) place->second = hatch_brush(colour, painter_.device()->devicePixelRatioF(), light);
    return place->second;
}

void BarPainter::hatched(const QRect& area, const QColor& colour, bool light) {
    const QRect shown = area & clip_;
    if (shown.isEmpty()) return;
    if (painter_.paintEngine()->type() == QPaintEngine::SVG) return stroke_hatch(painter_, shown, colour, light);
    if (sheet_.is_usable()) {
        return sheet_.hatch(shown, colour, hatch_spacing(light, sheet_.scale()), hatch_thickness(sheet_.scale()));
    }
    painter_.fillRect(shown, hatch(colour, light));
}

void BarPainter::unused(const QRect& area, UnusedKind kind) {
    QColor colour = unused_colour(kind, style_.theme());
    if (kind == UnusedKind::kernel) return fill(area, colour);
    fill(area, mixed(style_.theme().ground, colour, 120));
    colour.setAlpha(150);
    hatched(area, colour, true);
}

void BarPainter::frame(const QRect& bar, const QColor& colour, int thickness) {
    const int sides = std::min(thickness, bar.width() / 2);
    fill({bar.left(), bar.top(), bar.width(), thickness}, colour);
    fill({bar.left(), bar.bottom() - thickness + 1, bar.width(), thickness}, colour);
    fill({bar.left(), bar.top(), sides, bar.height()}, colour);
    fill({bar.right() - sides + 1, bar.top(), sides, bar.height()}, colour);
}

void BarPainter::sections(const QRect& bar, Protections held, const QColor& colour) {
    const bool has_room = bar.width() >= kLeastForSigns;
    if (held.non_preemptible && has_room) {
        QColor lines = colour;
        lines.setAlpha(150);
        hatched(bar, lines, false);
    }
    if (!held.migrate_disabled) return;
    const int band = std::max(1, bar.height() / 9);
    if (bar.width() > 2 * kLeastForSigns) {
        // A rim of its own colour remains: white on a dark colour would melt into the ground.
        frame(bar.adjusted(1, 1, -1, -1), colour, band);
    } else {
        fill({bar.left(), bar.top(), bar.width(), band}, colour);
        fill({bar.left(), bar.bottom() - band + 1, bar.width(), band}, colour);
    }
}

void BarPainter::running(const QRect& bar, const JobInterval& interval, RowKind row, bool begins_job) {
    const Fill look = style_.running(interval, row);
    fill(bar, look.colour);
    sections(bar, interval.protections, look.text);
    // Two jobs of one task that follow each other would look like one.
    if (begins_job && bar.width() >= kLeastForSigns)
        fill({bar.left(), bar.top(), 1, bar.height()}, style_.theme().ground);
    if (style_.is_selected(interval.job)) {
        fill({bar.left(), bar.bottom() + 1, bar.width(), 2}, style_.theme().selection);
    }
}

void BarPainter::waiting(const QRect& bar, const JobInterval& interval, RowKind row) {
    const Fill look = style_.waiting(interval, row);
    if (interval.state == JobState::suspended) {
        const int middle = bar.center().y();
        if (interval.protections.migrate_disabled) fill(bar, look.text);
        fill({bar.left(), middle, bar.width(), 2}, look.colour);
        fill({bar.left(), middle - 2, 1, 6}, look.colour);
        fill({bar.right(), middle - 2, 1, 6}, look.colour);
    } else {
        fill(bar, look.text);
        frame(bar, look.colour, interval.protections.migrate_disabled && row == RowKind::task ? 2 : 1);
    }
    if (style_.is_selected(interval.job)) {
        fill({bar.left(), bar.bottom() + 1, bar.width(), 1}, style_.theme().selection);
    }
}

void BarPainter::label(const QRect& bar, TaskLabels& labels, std::uint32_t task, const QColor& colour,
                       const QColor* ground) {
    const QRect visible = bar & clip_;
    if (visible.width() < 2 * kRoomBesideLabel) return;
    const TaskLabels::Label& label = labels.of(task);
    if (label.width + 2 * kRoomBesideLabel > visible.width()) return;
    const int x = visible.left() + (visible.width() - label.width) / 2;
    const int y = bar.top() + (bar.height() - label.height) / 2;
    if (ground != nullptr) fill({x - 2, bar.top() + 2, label.width + 4, bar.height() - 4}, *ground);
    painter_.setFont(labels.font());
    painter_.setPen(colour);
    painter_.drawStaticText(x, y, label.text);
}

bool BarPainter::text(const QRect& area, const QFont& font, const QString& text, const QColor& colour,
                      const QColor* ground) {
    const QRect visible = area & clip_;
    const int width = QFontMetrics(font).horizontalAdvance(text);
    if (width + 2 * kRoomBesideLabel > visible.width()) return false;
    if (ground != nullptr) {
        fill({visible.center().x() - width / 2 - 2, area.top() + 2, width + 4, area.height() - 4}, *ground);
    }
    painter_.setFont(font);
    painter_.setPen(colour);
    painter_.drawText(QRect(visible.left(), area.top(), visible.width(), area.height()),
                      Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, text);
    return true;
}

void BarPainter::column(const QRect& column, const QColor& colour, SegmentSigns signs) {
    if (!columns_.empty()) {
        Columns& last = columns_.back();
        const bool goes_on = column.left() == last.area.right() + 1 && colour == last.colour && signs == last.signs &&
                             column.top() == last.area.top() && column.height() == last.area.height();
        if (goes_on) return last.area.setRight(column.right());
    }
    columns_.push_back({column, colour, signs});
}

/// A line of pixels that is repeated: one column after the other would touch every line of the picture again. False:
/// they are not all of one height.
bool BarPainter::draw_strip() {
    const QRect& first = columns_.front().area;
    const int left = first.left();
    line_.assign(static_cast<std::size_t>(columns_.back().area.right() + 1 - left), 0);
    for (const Columns& each : columns_) {
        if (each.area.top() != first.top() || each.area.height() != first.height()) return false;
        std::fill_n(line_.begin() + (each.area.left() - left), each.area.width(), each.colour.rgba());
    }
    const QRect whole(left, first.top(), static_cast<int>(line_.size()), first.height());
    sheet_.fill_rows(whole & clip_, left, line_);
    return true;
}

void BarPainter::draw_signs() {
    QColor lines = style_.theme().outline;
    lines.setAlpha(kMergedSign);
    for (std::size_t i = 0; i < columns_.size();) {
        // Neighbours with the same signs at once, whatever their colours.
        const SegmentSigns signs = columns_[i].signs;
        QRect area = columns_[i].area;
        for (++i; i < columns_.size(); ++i) {
            const Columns& next = columns_[i];
            if (next.signs != signs || next.area.left() != area.right() + 1 || next.area.top() != area.top() ||
                next.area.height() != area.height()) {
                break;
            }
            area.setRight(next.area.right());
        }
        const int band = std::max(1, area.height() / 9);
        const QRect foot(area.left(), area.bottom() + 1 - band, area.width(), band);
        if ((signs & kNonPreemptibleSign) != 0) hatched(area, lines, false);
        if ((signs & kMigrateDisabledSign) != 0) {
            fill({area.left(), area.top(), area.width(), band}, lines);
            fill(foot, lines);
        }
        if ((signs & kPinWaitSign) != 0) fill(foot.adjusted(0, -band, 0, 0), style_.theme().loss);
    }
}

void BarPainter::end_columns() {
    constexpr std::size_t kWorthAPicture = 32;
    if (columns_.size() < kWorthAPicture || !sheet_.is_usable() || !draw_strip()) {
        for (const Columns& each : columns_) fill(each.area, each.colour);
    }
    draw_signs();
    columns_.clear();
}

}  // namespace pinstack::gui
