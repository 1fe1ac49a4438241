// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole run in a strip: load, loss, stack depth and misses, with the visible window as a brush. Dragging the brush
// moves it, its edges resize it, elsewhere a drag makes a new one; a click elsewhere brings it there; a double click
// shows the whole run.
#pragma once

#include <QPixmap>
#include <QWidget>
#include <optional>

#include "gui/models/recorded_run.hpp"
#include "gui/models/timeline/column_edges.hpp"

namespace pinstack::gui {

class ViewState;

class OverviewStrip : public QWidget {
    Q_OBJECT

public:
    explicit OverviewStrip(ViewState& view, QWidget* parent = nullptr);

    void show_run(RecordedRunPtr run);
    /// Columns left of the strip, so that it stands under the plot of a timeline.
    void set_margin(int left);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    enum class Grip : std::uint8_t { none, outside, new_window, inside, left, right };

    void lay_out();
    void paint_curves(QPainter& painter) const;
    void paint_brush(QPainter& painter) const;
    Grip grip_at(int x) const;
    int x_of(Instant at) const;
    Instant instant_at(int x) const;

    ViewState& view_;
    RecordedRunPtr run_;
    int margin_ = 0;
    std::optional<ColumnEdges> edges_;  // of the whole run
    QPixmap picture_;
    bool is_old_ = true;
    Grip grip_ = Grip::none;
    int pressed_x_ = 0, last_x_ = 0;
};

}  // namespace pinstack::gui
