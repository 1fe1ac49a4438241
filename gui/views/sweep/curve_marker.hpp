// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sign at each point of a curve, as in the HTML reports: a circle, a square or a diamond, which together with
// the seven lines of variant_pen() tell 21 curves apart.
#pragma once

#include <QScatterSeries>

class QPainter;

namespace pinstack::gui {

QScatterSeries::MarkerShape marker_of(std::size_t style);
void draw_marker(QPainter& painter, std::size_t style, const QPointF& at, double size);

}  // namespace pinstack::gui
