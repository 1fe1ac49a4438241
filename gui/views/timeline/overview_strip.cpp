// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/overview_strip.hpp"

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPaintEngine>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <utility>

#include "gui/models/timeline/overview_columns.hpp"
#include "gui/models/timeline/timeline_index.hpp"
#include "gui/models/timeline/timeline_text.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/timeline/bar_style.hpp"

namespace pinstack::gui {

namespace {

constexpr int kGripWidth = 5;

}  // namespace

OverviewStrip::OverviewStrip(ViewState& view, QWidget* parent) : QWidget(parent), view_(view) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    setAccessibleName(tr("Overview of the whole run"));
    setAccessibleDescription(tr("Load, capacity lost, stack depth and misses; the frame is what is visible above"));
    connect(&view, &ViewState::visible_changed, this, qOverload<>(&QWidget::update));
    connect(&view, &ViewState::selection_changed, this, qOverload<>(&QWidget::update));
    connect(&view, &ViewState::markers_changed, this, qOverload<>(&QWidget::update));
}

void OverviewStrip::show_run(RecordedRunPtr run) {
    run_ = std::move(run);
    is_old_ = true;
    update();
}

void OverviewStrip::set_margin(int left) {
    margin_ = left;
    is_old_ = true;
    update();
}

QSize OverviewStrip::sizeHint() const { return {fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 5 / 2}; }

void OverviewStrip::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    is_old_ = true;
}

int OverviewStrip::x_of(Instant at) const { return margin_ + edges_->column_of(at); }

Instant OverviewStrip::instant_at(int x) const { return edges_->at(std::clamp(x - margin_, 0, edges_->columns())); }

void OverviewStrip::lay_out() {
    const int columns = std::max(1, width() - margin_);
    const Instant end = std::max(view_.end(), Instant{1});
    if (edges_ && edges_->columns() == columns && edges_->map().window().to == end) return;
    edges_.emplace(TimeMap({{0}, end}, columns));
    is_old_ = true;
}

void OverviewStrip::paint_curves(QPainter& painter) const {
    const Theme theme = Theme::of(palette());
    painter.fillRect(rect(), theme.ground);
    painter.setPen(theme.weak_text);
    painter.setFont(font());
    painter.drawText(QRect(6, 0, margin_ - 12, height()), Qt::AlignVCenter | Qt::AlignLeft, tr("whole run"));
    if (run_ == nullptr || run_->timeline == nullptr) return;
    const std::vector<OverviewColumn> columns = overview_columns(*run_, *edges_);
    const int room = height() - 4, most = std::max(1, run_->timeline->max_depth);
    const QColor busy = mixed(theme.ground, theme.anybody, 550);
    QColor steep = theme.text;  // where the depth changes often, its flanks would hide everything else
    steep.setAlpha(70);
    int last_depth_y = -1;
    for (int x = 0; x < edges_->columns(); ++x) {
        const OverviewColumn& column = columns[static_cast<std::size_t>(x)];
        const int at = margin_ + x;
        int bottom = height() - 1;
        const auto stack = [&](int share, const QColor& colour) {
            if (share == 0) return;
            const int tall = std::max(1, share * room / 1000);
            painter.fillRect(at, bottom - tall, 1, tall, colour);
            bottom -= tall;
        };
        stack(column.busy, busy);
        stack(column.stacking_loss, theme.loss);
        stack(column.other_loss, theme.other_loss);
        if (run_->timeline->max_depth > 0) {
            const int y = height() - 2 - column.max_depth * (room - 2) / most;
            const int from = last_depth_y < 0 ? y : std::min(y, last_depth_y);
            const int to = last_depth_y < 0 ? y : std::max(y, last_depth_y);
            painter.fillRect(at, from, 1, to - from + 1, steep);
            painter.fillRect(at, y, 1, 1, theme.text);
            last_depth_y = y;
        }
        if (column.missed) painter.fillRect(at, 0, 2, 6, theme.miss);
    }
    painter.fillRect(margin_, height() - 1, width() - margin_, 1, theme.row_line);
}

void OverviewStrip::paint_brush(QPainter& painter) const {
    const Theme theme = Theme::of(palette());
    const Window& visible = view_.visible();
    const int left = x_of(visible.from), right = std::max(left + 2, x_of(visible.to));
    QColor veil = theme.ground;
    veil.setAlpha(150);
    painter.fillRect(margin_, 0, left - margin_, height(), veil);
    painter.fillRect(right, 0, width() - right, height(), veil);
    if (const auto& span = view_.selection().span) {
        const int from = x_of(span->from);
        QColor colour = theme.selection;
        colour.setAlpha(110);
        painter.fillRect(from, 0, std::max(2, x_of(span->to) - from), height(), colour);
    }
    for (const Marker which : {Marker::a, Marker::b}) {
        const auto at = view_.marker(which);
        if (at) painter.fillRect(x_of(*at), 0, 1, height(), which == Marker::a ? theme.marker_a : theme.marker_b);
    }
    painter.fillRect(left, 0, right - left, 1, theme.selection);
    painter.fillRect(left, height() - 1, right - left, 1, theme.selection);
    for (const int x : {left, right - 2}) painter.fillRect(x, 0, 2, height(), theme.selection);
}

void OverviewStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    lay_out();
    if (painter.paintEngine()->type() != QPaintEngine::Raster) {
        paint_curves(painter);
    } else {
        const qreal ratio = painter.device()->devicePixelRatioF();
        const QSize pixels = (QSizeF(size()) * ratio).toSize();
        if (is_old_ || picture_.size() != pixels) {
            picture_ = QPixmap(pixels);
            picture_.setDevicePixelRatio(ratio);
            QPainter drawing(&picture_);
            paint_curves(drawing);
            is_old_ = false;
        }
        painter.drawPixmap(0, 0, picture_);
    }
    if (run_ != nullptr && run_->timeline != nullptr) paint_brush(painter);
}

OverviewStrip::Grip OverviewStrip::grip_at(int x) const {
    const int left = x_of(view_.visible().from), right = x_of(view_.visible().to);
    if (x < margin_) return Grip::none;
    // Where the brush is narrow there must be room to take hold of it.
    const int reach = std::min(kGripWidth, std::max(1, (right - left) / 4));
    if (x >= left - kGripWidth && x < left + reach) return Grip::left;
    if (x >= right - reach && x <= right + kGripWidth) return Grip::right;
    const bool is_whole = view_.visible().from.ns == 0 && view_.visible().to >= view_.end();
    return left <= x && x < right && !is_whole ? Grip::inside : Grip::outside;
}

void OverviewStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !edges_) return;
    pressed_x_ = last_x_ = event->pos().x();
    grip_ = grip_at(pressed_x_);
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event) {
    if (!edges_) return;
    const int x = event->pos().x();
    if (grip_ == Grip::none) {
        const Grip under = grip_at(x);
        setCursor(under == Grip::left || under == Grip::right ? Qt::SizeHorCursor
                  : under == Grip::inside                     ? Qt::OpenHandCursor
                                                              : Qt::ArrowCursor);
        return;
    }
    const Window visible = view_.visible();
    const Instant here = instant_at(x);
    switch (grip_) {
        case Grip::outside:
            if (std::abs(x - pressed_x_) >= QApplication::startDragDistance()) grip_ = Grip::new_window;
            break;
        case Grip::inside: {
            const int by = std::abs(x - last_x_);
            const Duration length = edges_->map().length_of(by);
            view_.pan(x < last_x_ ? Duration{} - length : length);
            break;
        }
        case Grip::left:
            view_.move_to({std::min(here, visible.to - ViewState::kShortest), visible.to});
            break;
        case Grip::right:
            view_.move_to({visible.from, std::max(here, visible.from + ViewState::kShortest)});
            break;
        case Grip::new_window:
        case Grip::none:
            break;
    }
    if (grip_ == Grip::new_window) {
        const Instant start = instant_at(pressed_x_);
        if (start != here) view_.move_to({std::min(start, here), std::max(start, here)});
    }
    last_x_ = x;
}

void OverviewStrip::mouseReleaseEvent(QMouseEvent* event) {
    if (std::exchange(grip_, Grip::none) != Grip::outside || !edges_) return;
    const Window visible = view_.visible();
    const Instant from = instant_at(event->pos().x()) - Duration{visible.length().ns / 2};
    view_.zoom_to({from, from + visible.length()});
}

void OverviewStrip::mouseDoubleClickEvent(QMouseEvent*) { view_.show_all(); }

bool OverviewStrip::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && edges_ && run_ != nullptr && run_->timeline != nullptr) {
        const auto& help = static_cast<QHelpEvent&>(*event);
        const int column = help.pos().x() - margin_;
        if (column < 0 || column >= edges_->columns()) return true;
        QToolTip::showText(help.globalPos(),
                           overview_text(overview_columns(*run_, *edges_)[static_cast<std::size_t>(column)],
                                         edges_->at(column)),
                           this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace pinstack::gui
