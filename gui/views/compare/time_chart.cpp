// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/time_chart.hpp"

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

constexpr int kLinesHigh = 7;
// Decimation gives four points a column at most: past this many columns a chart would be too slow.
constexpr int kMostColumns = 1000;

}  // namespace

TimeChart::TimeChart(ViewState& view, std::vector<Curve> curves, QWidget* parent)
    : FramedChart(kLinesHigh, kLabelCharacters, parent), view_(view), curves_(std::move(curves)) {
    for (const Curve& curve : curves_) lines_.push_back(add_line(curve.name, QPen(Qt::black, 1), curve.colour, true));
    connect(&view, &ViewState::visible_changed, this, [this] {
        if (isVisible()) redraw();
    });
}

QList<QPointF> TimeChart::points(std::size_t curve) const { return lines_[curve]->points(); }

std::vector<AxisLabel> TimeChart::instants(const TimeMap& map) const {
    const int most = std::max(2, static_cast<int>(plot().width() / (fontMetrics().averageCharWidth() * 14)));
    const std::vector<Instant> ticks = ticks_in(map.window(), most);
    const TickLabels texts = label_ticks(ticks);
    std::vector<AxisLabel> labels;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const std::string& text = texts.texts[i];
        // Late in a long run the first tick has a unit of its own.
        const bool has_unit = !text.empty() && std::isalpha(static_cast<unsigned char>(text.back())) != 0;
        const double share =
            static_cast<double>((ticks[i] - map.window().from).ns) / static_cast<double>(map.window().length().ns);
        labels.push_back({share * map.pixels(), has_unit ? words(text) : words(text) + ' ' + words(texts.unit)});
    }
    return labels;
}

void TimeChart::redraw() {
    const TimeMap map(view_.visible(), std::clamp(static_cast<int>(plot().width()), 1, kMostColumns));
    set_across(map.pixels(), instants(map));
    for (std::size_t i = 0; i < curves_.size(); ++i) set_points(*lines_[i], curves_[i].line(map));
}

Instant TimeChart::instant_at(double x) const {
    const double share = std::clamp((x - plot().left()) / plot().width(), 0.0, 1.0);
    const auto length = static_cast<double>(view_.visible().length().ns);
    return view_.visible().from + Duration{std::llround(share * length)};
}

void TimeChart::wheelEvent(QWheelEvent* event) {
    // The plain wheel scrolls the list of charts.
    if (!(event->modifiers() & Qt::ControlModifier)) return FramedChart::wheelEvent(event);
    view_.zoom_around(instant_at(event->position().x()), std::pow(0.8, event->angleDelta().y() / 120.0));
    event->accept();
}

void TimeChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) dragged_from_ = event->position().x();
}

void TimeChart::mouseMoveEvent(QMouseEvent* event) {
    if (!dragged_from_) return;
    const double share = (*dragged_from_ - event->position().x()) / std::max(1.0, plot().width());
    dragged_from_ = event->position().x();
    view_.pan(Duration{std::llround(share * static_cast<double>(view_.visible().length().ns))});
}

void TimeChart::mouseReleaseEvent(QMouseEvent*) { dragged_from_.reset(); }

}  // namespace pinstack::gui
