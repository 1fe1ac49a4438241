// SPDX-License-Identifier: GPL-3.0-or-later
//
// How all charts look: colours of the theme, the lines of variants as in the HTML reports.
#pragma once

#include <QPen>
#include <cstddef>
#include <vector>

#include "analyzer/report/capacity_kinds.hpp"
#include "gui/views/theme.hpp"

class QAbstractAxis;
class QCategoryAxis;
class QChart;

namespace pinstack::gui {

/// Colour and dashes of the variant at this place of the comparison.
QPen variant_pen(std::size_t place, double width = 2);

QColor kind_colour(const CapacityKind& kind, const Theme& theme);

/// Ground, no margins, no legend, no animation.
void style_chart(QChart& chart, const Theme& theme);
void style_axis(QAbstractAxis& axis, const Theme& theme);

struct AxisLabel {
    double at;
    QString text;
};
/// Replaces range and labels, of which the axis itself only draws the grid.
void set_labels(QCategoryAxis& axis, double from, double to, const std::vector<AxisLabel>& labels);
/// Whole numbers from 0 to at least `most`, at most about so many.
std::vector<AxisLabel> count_labels(double most, int labels);

}  // namespace pinstack::gui
