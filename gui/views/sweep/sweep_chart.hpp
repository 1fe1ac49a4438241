// SPDX-License-Identifier: GPL-3.0-or-later
//
// A panel of a sweep's figure: curves with a marker at each point and the interval around it. Where a curve has no
// point its line is broken. A point is chosen by a click; what lies below the mouse is told in a tooltip.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analyzer/report/sweep/plot_scale.hpp"
#include "gui/models/sweep/point_table.hpp"
#include "gui/views/compare/framed_chart.hpp"

namespace pinstack::gui {

class SweepChart : public FramedChart {
    Q_OBJECT

public:
    enum class Intervals : std::uint8_t { bars, bands, none };

    explicit SweepChart(QWidget* parent = nullptr);

    /// Curves that are not `shown` are not drawn.
    void show_curves(const SweepPlot& plot, const PlotScale& scale, std::vector<PlotCurve> curves,
                     std::vector<bool> shown);
    void clear();
    void set_intervals(Intervals intervals);
    /// Marks it. Nothing: no point.
    void choose(std::optional<ChartPoint> point);

    /// Drawn points within reach of the place, nearest first.
    std::vector<ChartPoint> points_at(const QPointF& place) const;
    /// Where in the widget it is drawn.
    QPointF place_of(const ChartPoint& point) const;
    /// As a tooltip says them.
    QString text_of(const std::vector<ChartPoint>& points) const;

signals:
    void point_chosen(const ChartPoint& point);

protected:
    void redraw() override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void add_curve(const PlotCurve& curve);
    void add_band(const PlotCurve& curve, std::size_t from, std::size_t to);
    double across(std::size_t at) const;
    double upwards(double value) const;
    double marker_size() const;
    const PlotPoint& point_of(const ChartPoint& point) const { return *curves_[point.curve].points[point.at]; }

    PlotUnit unit_ = PlotUnit::share;
    SweepAxis axis_;
    PlotScale scale_;
    std::vector<double> places_;
    std::vector<PlotCurve> curves_;
    std::vector<bool> shown_;
    Intervals intervals_ = Intervals::bars;
    std::optional<ChartPoint> chosen_;
};

}  // namespace pinstack::gui
