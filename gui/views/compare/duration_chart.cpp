// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/duration_chart.hpp"

#include <algorithm>

#include "analyzer/report/time_scale.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

DurationChart::DurationChart(int lines_high, const DurationAxis& axis, QWidget* parent)
    : FramedChart(lines_high, kLabelCharacters, parent), axis_(axis) {}

void DurationChart::add(const QString& name, const QPen& pen, Colour colour, bool is_filled,
                        const std::vector<QPointF>& points) {
    set_points(*add_line(name, pen, std::move(colour), is_filled), points);
}

void DurationChart::mark(const QString& name, std::int64_t ns, const QPen& pen, Colour colour, double most) {
    const double x = axis_.x_of(ns);
    add(name, pen, std::move(colour), false, {{x, 0}, {x, most}});
}

void DurationChart::redraw() {
    const int most = std::max(2, static_cast<int>(plot().width() / (fontMetrics().averageCharWidth() * 12)));
    std::vector<AxisLabel> labels;
    for (const std::int64_t tick : axis_.ticks(most)) labels.push_back({axis_.x_of(tick), words(time_text(tick))});
    set_across(axis_.width(), labels);
}

}  // namespace pinstack::gui
