// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/framed_chart.hpp"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QChart>
#include <QLineSeries>
#include <algorithm>
#include <utility>

namespace pinstack::gui {

FramedChart::FramedChart(int lines_high, QWidget* parent) : QChartView(parent), lines_high_(lines_high) {
    setFrameShape(NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    across_ = new QCategoryAxis;
    upwards_ = new QCategoryAxis;
    for (QCategoryAxis* axis : {across_, upwards_}) axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    chart()->addAxis(across_, Qt::AlignBottom);
    chart()->addAxis(upwards_, Qt::AlignLeft);
    restyle();
}

void FramedChart::set_upwards(double most, Labels labels) {
    most_ = std::max(most, 1e-9);
    labels_ = std::move(labels);
    lay_out();
}

QSize FramedChart::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 60, fontMetrics().height() * lines_high_};
}

QSize FramedChart::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 30, fontMetrics().height() * lines_high_};
}

QLineSeries* FramedChart::add_line(const QString& name, QPen pen, Colour colour, bool is_filled) {
    auto* line = new QLineSeries;
    QLineSeries* floor = nullptr;
    QAbstractSeries* series = line;
    if (is_filled) {
        line->setParent(this);
        floor = new QLineSeries(line);
        series = new QAreaSeries(line, floor);
    }
    series->setName(name);
    chart()->addSeries(series);
    series->attachAxis(across_);
    series->attachAxis(upwards_);
    lines_.push_back({line, floor, series, std::move(pen), std::move(colour)});
    restyle();
    return line;
}

void FramedChart::set_points(QLineSeries& line, const std::vector<QPointF>& points) {
    line.replace(QList<QPointF>(points.begin(), points.end()));
    auto* floor = line.findChild<QLineSeries*>();
    if (floor == nullptr) return;
    QList<QPointF> ground;
    if (!points.empty()) ground << QPointF(points.front().x(), 0) << QPointF(points.back().x(), 0);
    floor->replace(ground);
}

void FramedChart::set_across(double to, const std::vector<AxisLabel>& labels) { set_labels(*across_, 0, to, labels); }

QRectF FramedChart::plot() const { return chart()->plotArea(); }

void FramedChart::restyle() {
    const Theme theme = Theme::of(palette());
    style_chart(*chart(), theme);
    setBackgroundBrush(theme.ground);
    for (QCategoryAxis* axis : {across_, upwards_}) style_axis(*axis, theme, font());
    for (const Line& line : lines_) {
        QPen pen = line.pen;
        pen.setColor(line.colour(theme));
        if (line.floor == nullptr) {
            line.line->setPen(pen);
            continue;
        }
        QColor ground = pen.color();
        ground.setAlphaF(0.5F);
        auto* area = static_cast<QAreaSeries*>(line.series);
        area->setBrush(ground);
        area->setPen(pen);
    }
}

void FramedChart::lay_out() {
    const QFontMetrics metrics = fontMetrics();
    const double left = metrics.averageCharWidth() * 12, right = metrics.averageCharWidth() * 5;
    const double top = metrics.height() * 0.5, bottom = metrics.height() * 1.6;
    chart()->setPlotArea({left, top, std::max(10.0, width() - left - right), std::max(10.0, height() - top - bottom)});
    const int labels = std::max(1, static_cast<int>(plot().height() / (metrics.height() * 1.5)));
    set_labels(*upwards_, 0, most_ * 1.1, labels_(most_, labels));
    redraw();
}

void FramedChart::resizeEvent(QResizeEvent* event) {
    QChartView::resizeEvent(event);
    lay_out();
}

void FramedChart::showEvent(QShowEvent* event) {
    QChartView::showEvent(event);
    lay_out();
}

void FramedChart::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) restyle();
}

}  // namespace pinstack::gui
