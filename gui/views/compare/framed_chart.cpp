// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/framed_chart.hpp"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QChart>
#include <QLineSeries>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <utility>

namespace pinstack::gui {

FramedChart::FramedChart(int lines_high, int label_characters, QWidget* parent)
    : QChartView(parent), lines_high_(lines_high), label_characters_(label_characters) {
    setFrameShape(NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    across_ = new QCategoryAxis;
    upwards_ = new QCategoryAxis;
    for (QCategoryAxis* axis : {across_, upwards_}) {
        axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        axis->setLabelsVisible(false);
    }
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
    add_series(series);
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

void FramedChart::add_series(QAbstractSeries* series) {
    chart()->addSeries(series);
    series->attachAxis(across_);
    series->attachAxis(upwards_);
}

void FramedChart::set_across(double to, std::vector<AxisLabel> labels) {
    across_labels_ = std::move(labels);
    set_labels(*across_, 0, to, across_labels_);
    viewport()->update();
}

void FramedChart::set_upwards_range(double from, double to, std::vector<AxisLabel> labels) {
    upwards_labels_ = std::move(labels);
    set_labels(*upwards_, from, to, upwards_labels_);
    viewport()->update();
}

QRectF FramedChart::plot() const { return chart()->plotArea(); }

void FramedChart::restyle() {
    const Theme theme = Theme::of(palette());
    style_chart(*chart(), theme);
    setBackgroundBrush(theme.ground);
    for (QCategoryAxis* axis : {across_, upwards_}) style_axis(*axis, theme);
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
    const double left = metrics.averageCharWidth() * (label_characters_ + 2), right = metrics.averageCharWidth() * 5;
    const double top = metrics.height() * 0.5, bottom = metrics.height() * 1.8;
    chart()->setPlotArea({left, top, std::max(10.0, width() - left - right), std::max(10.0, height() - top - bottom)});
    const int labels = std::max(1, static_cast<int>(plot().height() / (metrics.height() * 1.2)));
    if (labels_) set_upwards_range(0, most_ * 1.1, labels_(most_, labels));
    redraw();
}

void FramedChart::drawForeground(QPainter* painter, const QRectF& rect) {
    QChartView::drawForeground(painter, rect);
    const Theme theme = Theme::of(palette());
    const QFontMetricsF metrics(font());
    const QRectF area = plot();
    painter->setFont(font());
    // Over curves that are 0.
    painter->setPen(QPen(theme.row_line, 1.5));
    painter->drawLine(area.bottomLeft(), area.bottomRight());
    painter->setPen(theme.text);
    const auto share = [](double at, const QCategoryAxis& axis) {
        return (at - axis.min()) / (axis.max() - axis.min());
    };
    double free_from = 0;
    for (const AxisLabel& label : across_labels_) {
        const double width = metrics.horizontalAdvance(label.text);
        const double x = area.left() + share(label.at, *across_) * area.width() - width / 2;
        if (x < free_from || x + width > this->width()) continue;
        painter->drawText(QPointF(x, area.bottom() + metrics.ascent() + metrics.height() * 0.5), label.text);
        free_from = x + width + metrics.averageCharWidth();
    }
    double free_above = area.bottom() + metrics.height();
    for (const AxisLabel& label : upwards_labels_) {
        const double y = area.bottom() - share(label.at, *upwards_) * area.height();
        if (y + metrics.height() / 2 > free_above) continue;
        const QString text = metrics.elidedText(label.text, Qt::ElideMiddle, area.left() - metrics.averageCharWidth());
        const double x = area.left() - metrics.averageCharWidth() - metrics.horizontalAdvance(text);
        painter->drawText(QPointF(x, y + (metrics.ascent() - metrics.descent()) / 2), text);
        free_above = y - metrics.height() / 2;
    }
}

void FramedChart::resizeEvent(QResizeEvent* event) {
    QChartView::resizeEvent(event);
    lay_out();
}

void FramedChart::showEvent(QShowEvent* event) {
    QChartView::showEvent(event);
    lay_out();
}

void FramedChart::wheelEvent(QWheelEvent* event) {
    event->ignore();  // it scrolls what is around
}

void FramedChart::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) restyle();
}

}  // namespace pinstack::gui
