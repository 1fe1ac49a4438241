// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/time_chart.hpp"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QChart>
#include <QLineSeries>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "analyzer/report/chart/time_axis.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

namespace {

// Decimation gives four points a column at most: past this many columns a chart would be too slow.
constexpr int kMostColumns = 1000;

}  // namespace

TimeChart::TimeChart(ViewState& view, std::vector<Curve> curves, QWidget* parent)
    : QChartView(parent), view_(view), curves_(std::move(curves)) {
    setFrameShape(NoFrame);
    setRenderHint(QPainter::Antialiasing, false);
    x_ = new QCategoryAxis;
    y_ = new QCategoryAxis;
    for (QCategoryAxis* axis : {x_, y_}) axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    chart()->addAxis(x_, Qt::AlignBottom);
    chart()->addAxis(y_, Qt::AlignLeft);
    for (const Curve& curve : curves_) {
        auto* line = new QLineSeries;
        lines_.push_back(line);
        floors_.push_back(curve.is_filled ? new QLineSeries : nullptr);
        QXYSeries* const series_line = line;
        QAbstractSeries* series = series_line;
        if (curve.is_filled) {
            line->setParent(this);
            floors_.back()->setParent(this);
            series = new QAreaSeries(line, floors_.back());
        }
        series->setName(curve.name);
        chart()->addSeries(series);
        series->attachAxis(x_);
        series->attachAxis(y_);
    }
    connect(&view, &ViewState::visible_changed, this, [this] {
        if (isVisible()) draw_curves();
    });
    restyle();
}

void TimeChart::set_scale(double most, Labels labels, const QString& title) {
    most_ = std::max(most, 1e-9);
    labels_ = std::move(labels);
    y_->setTitleText(title);
    lay_out();
}

QSize TimeChart::sizeHint() const { return {fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 7}; }
QSize TimeChart::minimumSizeHint() const { return {fontMetrics().averageCharWidth() * 20, fontMetrics().height() * 6}; }

QList<QPointF> TimeChart::points(std::size_t curve) const { return lines_[curve]->points(); }

void TimeChart::restyle() {
    const Theme theme = Theme::of(palette());
    style_chart(*chart(), theme);
    setBackgroundBrush(theme.ground);
    for (QCategoryAxis* axis : {x_, y_}) style_axis(*axis, theme, font());
    for (std::size_t i = 0; i < curves_.size(); ++i) {
        const QColor colour = curves_[i].colour(theme);
        lines_[i]->setPen(QPen(colour, 1.5));
        if (floors_[i] == nullptr) continue;
        auto* area = static_cast<QAreaSeries*>(chart()->series()[static_cast<qsizetype>(i)]);
        QColor fill = colour;
        fill.setAlphaF(0.55F);
        area->setBrush(fill);
        area->setPen(QPen(colour, 1));
    }
}

TimeMap TimeChart::map() const {
    const int width = static_cast<int>(chart()->plotArea().width());
    return {view_.visible(), std::clamp(width, 1, kMostColumns)};
}

void TimeChart::lay_out() {
    const QFontMetrics metrics = fontMetrics();
    const double left = metrics.averageCharWidth() * 13, right = metrics.averageCharWidth() * 4;
    const double top = metrics.height() * 0.6, bottom = metrics.height() * 1.7;
    const QRectF plot(left, top, std::max(10.0, width() - left - right), std::max(10.0, height() - top - bottom));
    chart()->setPlotArea(plot);
    const int steps = std::max(1, static_cast<int>(plot.height() / (metrics.height() * 1.3)));
    set_labels(*y_, 0, most_ * 1.08, labels_(most_, steps));
    draw_curves();
}

void TimeChart::draw_curves() {
    const TimeMap columns = map();
    const double wide = chart()->plotArea().width();
    const int most = std::max(2, static_cast<int>(wide / (fontMetrics().averageCharWidth() * 14)));
    const std::vector<Instant> ticks = ticks_in(columns.window(), most);
    const TickLabels texts = label_ticks(ticks);
    std::vector<AxisLabel> labels;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const bool is_relative = !texts.texts[i].empty() && texts.texts[i].front() == '+';
        const bool has_unit = !texts.texts[i].empty() && std::isalpha(static_cast<unsigned char>(texts.texts[i].back())) != 0;
        QString text = words(texts.texts[i]);
        if (!has_unit && !is_relative) text += ' ' + words(texts.unit);
        const double share = static_cast<double>((ticks[i] - columns.window().from).ns) /
                             static_cast<double>(columns.window().length().ns);
        labels.push_back({share * columns.pixels(), text});
    }
    set_labels(*x_, 0, columns.pixels(), labels);
    for (std::size_t i = 0; i < curves_.size(); ++i) {
        const std::vector<QPointF> line = curves_[i].line(columns);
        lines_[i]->replace(QList<QPointF>(line.begin(), line.end()));
        if (floors_[i] == nullptr) continue;
        QList<QPointF> floor;
        if (!line.empty()) floor << QPointF(line.front().x(), 0) << QPointF(line.back().x(), 0);
        floors_[i]->replace(floor);
    }
}

void TimeChart::resizeEvent(QResizeEvent* event) {
    QChartView::resizeEvent(event);
    lay_out();
}

void TimeChart::showEvent(QShowEvent* event) {
    QChartView::showEvent(event);
    lay_out();
}

void TimeChart::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) restyle();
}

Instant TimeChart::instant_at(double x) const {
    const QRectF plot = chart()->plotArea();
    const double share = std::clamp((x - plot.left()) / plot.width(), 0.0, 1.0);
    const auto length = static_cast<double>(view_.visible().length().ns);
    return view_.visible().from + Duration{std::llround(share * length)};
}

void TimeChart::wheelEvent(QWheelEvent* event) {
    // The plain wheel scrolls the list of charts.
    if (!(event->modifiers() & Qt::ControlModifier)) return event->ignore();
    view_.zoom_around(instant_at(event->position().x()), std::pow(0.8, event->angleDelta().y() / 120.0));
    event->accept();
}

void TimeChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QChartView::mousePressEvent(event);
    dragged_from_ = event->position().x();
}

void TimeChart::mouseMoveEvent(QMouseEvent* event) {
    if (!dragged_from_) return QChartView::mouseMoveEvent(event);
    const double share = (*dragged_from_ - event->position().x()) / std::max(1.0, chart()->plotArea().width());
    dragged_from_ = event->position().x();
    view_.pan(Duration{std::llround(share * static_cast<double>(view_.visible().length().ns))});
}

void TimeChart::mouseReleaseEvent(QMouseEvent* event) {
    dragged_from_.reset();
    QChartView::mouseReleaseEvent(event);
}

}  // namespace pinstack::gui
