// SPDX-License-Identifier: GPL-3.0-or-later
//
// Step curves over the visible window of the run, which it shares with all timelines: Ctrl and the wheel zooms it,
// dragging pans it. Curves are made anew, decimated, for each window and width.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "gui/models/time_map.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/compare/framed_chart.hpp"

namespace pinstack::gui {

class TimeChart : public FramedChart {
    Q_OBJECT

public:
    struct Curve {
        QString name;
        Colour colour;
        /// In columns of the map, as step_line() gives it.
        std::function<std::vector<QPointF>(const TimeMap&)> line;
    };

    TimeChart(ViewState& view, std::vector<Curve> curves, QWidget* parent = nullptr);

    /// As drawn.
    QList<QPointF> points(std::size_t curve) const;

protected:
    void redraw() override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    std::vector<AxisLabel> instants(const TimeMap& map) const;
    Instant instant_at(double x) const;

    ViewState& view_;
    std::vector<Curve> curves_;
    std::vector<QLineSeries*> lines_;
    std::optional<double> dragged_from_;
};

}  // namespace pinstack::gui
