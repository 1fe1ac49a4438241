// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/sweep/sweep_chart.hpp"

#include <QAreaSeries>
#include <QChart>
#include <QHelpEvent>
#include <QLineSeries>
#include <QMouseEvent>
#include <QPainter>
#include <QScatterSeries>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <utility>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/sweep/sweep_chart.hpp"
#include "analyzer/report/time_scale.hpp"
#include "gui/views/sweep/curve_marker.hpp"

namespace pinstack::gui {

namespace {

constexpr int kLinesHigh = 14;  // of text
// Markers at the edges are drawn whole.
constexpr double kSide = 0.03, kBelow = 0.02, kAbove = 0.03;

}  // namespace

SweepChart::SweepChart(QWidget* parent) : FramedChart(kLinesHigh, kLabelCharacters, parent) {
    setRenderHint(QPainter::Antialiasing);
}

double SweepChart::across(std::size_t at) const { return kSide + (1 - 2 * kSide) * places_[at]; }

double SweepChart::upwards(double value) const { return std::clamp(value, scale_.from, scale_.to); }

double SweepChart::marker_size() const { return fontMetrics().height() * 0.5; }

void SweepChart::clear() {
    chart()->removeAllSeries();
    curves_.clear();
    shown_.clear();
    chosen_.reset();
}

void SweepChart::show_curves(const SweepPlot& plot, const PlotScale& scale, std::vector<PlotCurve> curves,
                             std::vector<bool> shown) {
    clear();
    unit_ = plot.unit;
    axis_ = plot.axis;
    scale_ = scale;
    places_ = places_on(axis_);
    curves_ = std::move(curves);
    shown_ = std::move(shown);
    // The first ones last: where lines coincide the reader sees the baseline, solid.
    for (std::size_t i = curves_.size(); i-- > 0;) {
        if (shown_[i]) add_curve(curves_[i]);
    }
    redraw();
    viewport()->update();
}

void SweepChart::add_curve(const PlotCurve& curve) {
    const QString name = words(printable(curve.name));
    const QPen pen = variant_pen(curve.style);
    auto* markers = new QScatterSeries;
    const auto has_point = [&](std::size_t at) { return at < curve.points.size() && curve.points[at].has_value(); };
    for (std::size_t at = 0; at < curve.points.size();) {
        if (!has_point(at)) {
            ++at;
            continue;
        }
        auto* line = new QLineSeries;
        line->setName(name);
        line->setPen(pen);
        const std::size_t from = at;
        for (; has_point(at); ++at) line->append(across(at), curve.points[at]->value);
        markers->append(line->points());
        if (intervals_ == Intervals::bands) add_band(curve, from, at);
        add_series(line);
    }
    markers->setName(name);
    markers->setMarkerShape(marker_of(curve.style));
    markers->setMarkerSize(marker_size());
    markers->setColor(pen.color());
    markers->setBorderColor(Qt::transparent);
    add_series(markers);
}

void SweepChart::add_band(const PlotCurve& curve, std::size_t from, std::size_t to) {
    auto* area = new QAreaSeries;
    auto* low = new QLineSeries(area);
    auto* high = new QLineSeries(area);
    for (std::size_t at = from; at < to; ++at) {
        low->append(across(at), upwards(curve.points[at]->low));
        high->append(across(at), upwards(curve.points[at]->high));
    }
    area->setUpperSeries(high);
    area->setLowerSeries(low);
    QColor ground = variant_pen(curve.style).color();
    ground.setAlphaF(0.18F);
    area->setPen(Qt::NoPen);
    area->setBrush(ground);
    add_series(area);
}

void SweepChart::set_intervals(Intervals intervals) {
    if (intervals_ == intervals) return;
    intervals_ = intervals;
    const auto chosen = chosen_;
    const SweepPlot plot{.id = {}, .title = {}, .about = {}, .unit = unit_, .axis = axis_, .panels = {}};
    auto curves = std::move(curves_);
    auto shown = std::move(shown_);
    show_curves(plot, scale_, std::move(curves), std::move(shown));
    choose(chosen);
}

void SweepChart::choose(std::optional<ChartPoint> point) {
    chosen_ = point;
    viewport()->update();
}

void SweepChart::redraw() {
    std::vector<AxisLabel> across_labels;
    for (std::size_t at = 0; at < places_.size(); ++at)
        across_labels.push_back({across(at), words(printable(axis_.words[at]))});
    // An experiment may have its values in any order.
    std::sort(across_labels.begin(), across_labels.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    set_across(1, std::move(across_labels));
    std::vector<AxisLabel> labels;
    const auto steps = static_cast<int>(std::lround((scale_.to - scale_.from) / scale_.step));
    for (int i = 0; i <= steps; ++i) {
        const double value = scale_.from + i * scale_.step;
        labels.push_back({value, words(value_text(unit_, value))});
    }
    const double range = scale_.to - scale_.from;
    set_upwards_range(scale_.from - kBelow * range, scale_.to + kAbove * range, std::move(labels));
}

QPointF SweepChart::place_of(const ChartPoint& point) const {
    const QRectF area = plot();
    const double range = scale_.to - scale_.from, from = scale_.from - kBelow * range;
    const double up = (upwards(point_of(point).value) - from) / (range * (1 + kBelow + kAbove));
    return {area.left() + across(point.at) * area.width(), area.bottom() - up * area.height()};
}

std::vector<ChartPoint> SweepChart::points_at(const QPointF& place) const {
    const double reach = fontMetrics().height() * 0.8;
    std::vector<std::pair<double, ChartPoint>> near;
    for (std::size_t curve = 0; curve < curves_.size(); ++curve) {
        for (std::size_t at = 0; shown_[curve] && at < curves_[curve].points.size(); ++at) {
            if (!curves_[curve].points[at]) continue;
            const double distance = QLineF(place, place_of({curve, at})).length();
            if (distance <= reach) near.emplace_back(distance, ChartPoint{curve, at});
        }
    }
    std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<ChartPoint> points;
    for (const auto& [distance, point] : near) points.push_back(point);
    return points;
}

QString SweepChart::text_of(const std::vector<ChartPoint>& points) const {
    QStringList lines;
    std::optional<std::size_t> at;
    for (const ChartPoint& each : points) {
        if (at != each.at && !axis_.key.empty()) {
            lines << QString("%1 = %2").arg(words(axis_text(axis_.key)), words(printable(axis_.words[each.at])));
        }
        at = each.at;
        const PlotPoint& point = point_of(each);
        const auto value = [&](double of) { return words(value_text(unit_, of)); };
        lines << tr("%1: %2, 95 % of %3 to %4, %5")
                     .arg(words(printable(curves_[each.curve].name)), value(point.value), value(point.low),
                          value(point.high), words(counted(point.sets, "set")));
    }
    return lines.join('\n');
}

void SweepChart::drawForeground(QPainter* painter, const QRectF& rect) {
    FramedChart::drawForeground(painter, rect);
    const QRectF area = plot();
    const double range = (scale_.to - scale_.from) * (1 + kBelow + kAbove);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const double cap = marker_size() * 0.5;
    for (std::size_t curve = intervals_ == Intervals::bars ? curves_.size() : 0; curve-- > 0;) {
        if (!shown_[curve]) continue;
        painter->setPen(QPen(variant_pen(curves_[curve].style).color(), 1));
        for (std::size_t at = 0; at < curves_[curve].points.size(); ++at) {
            const auto& point = curves_[curve].points[at];
            if (!point || point->high <= point->low) continue;
            const QPointF middle = place_of({curve, at});
            const double unit = area.height() / range, value = upwards(point->value);
            const double low = middle.y() + (value - upwards(point->low)) * unit;
            const double high = middle.y() - (upwards(point->high) - value) * unit;
            painter->drawLine(QPointF(middle.x(), low), QPointF(middle.x(), high));
            for (const double y : {low, high})
                painter->drawLine(QPointF(middle.x() - cap, y), QPointF(middle.x() + cap, y));
        }
    }
    if (chosen_ && shown_[chosen_->curve]) {
        const double radius = marker_size();
        painter->setPen(QPen(Theme::of(palette()).selection, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawEllipse(place_of(*chosen_), radius, radius);
    }
    painter->restore();
}

void SweepChart::mousePressEvent(QMouseEvent* event) {
    const std::vector<ChartPoint> points = points_at(event->position());
    if (event->button() == Qt::LeftButton && !points.empty()) emit point_chosen(points.front());
}

bool SweepChart::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const std::vector<ChartPoint> points = points_at(help->pos());
        if (points.empty()) {
            QToolTip::hideText();
        } else {
            const QString lines = text_of(points).toHtmlEscaped().replace('\n', "<br>");
            QToolTip::showText(help->globalPos(), "<p style='white-space:pre'>" + lines + "</p>", this);
        }
        return true;
    }
    return FramedChart::viewportEvent(event);
}

}  // namespace pinstack::gui
