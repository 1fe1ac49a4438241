// SPDX-License-Identifier: GPL-3.0-or-later
//
// Step curves over the visible window of the run, which it shares with all timelines: the wheel zooms it, dragging
// pans it. Curves are made anew, decimated, for each window and width.
#pragma once

#include <QChartView>
#include <functional>
#include <optional>
#include <vector>

#include "gui/models/time_map.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/compare/chart_style.hpp"

class QCategoryAxis;
class QLineSeries;

namespace pinstack::gui {

class TimeChart : public QChartView {
    Q_OBJECT

public:
    /// A line in columns of the map, as step_line() gives it.
    using Line = std::function<std::vector<QPointF>(const TimeMap&)>;
    struct Curve {
        QString name;
        Line line;
        std::function<QColor(const Theme&)> colour;
        bool is_filled = false;  ///< down to 0
    };

    TimeChart(ViewState& view, std::vector<Curve> curves, QWidget* parent = nullptr);

    /// From 0 to at least `most`, with labels for it in so many steps.
    using Labels = std::function<std::vector<AxisLabel>(double most, int steps)>;
    void set_scale(double most, Labels labels, const QString& title);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    /// As drawn, of a curve.
    QList<QPointF> points(std::size_t curve) const;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void restyle();
    void lay_out();
    void draw_curves();
    TimeMap map() const;
    Instant instant_at(double x) const;

    ViewState& view_;
    std::vector<Curve> curves_;
    std::vector<QLineSeries*> lines_, floors_;  // floors_[i] is nullptr where the curve is not filled
    QCategoryAxis* x_ = nullptr;
    QCategoryAxis* y_ = nullptr;
    double most_ = 1;
    Labels labels_ = count_labels;
    std::optional<double> dragged_from_;
};

}  // namespace pinstack::gui
