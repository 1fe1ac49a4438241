// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/sweep/curve_marker.hpp"

#include <QPainter>

#include "analyzer/report/chart/palette.hpp"
#include "gui/views/compare/chart_style.hpp"

namespace pinstack::gui {

QScatterSeries::MarkerShape marker_of(std::size_t style) {
    switch (style / kLines.size() % 3) {
        case 0:
            return QScatterSeries::MarkerShapeCircle;
        case 1:
            return QScatterSeries::MarkerShapeRectangle;
        default:
            return QScatterSeries::MarkerShapeRotatedRectangle;
    }
}

void draw_marker(QPainter& painter, std::size_t style, const QPointF& at, double size) {
    const QRectF box(at.x() - size / 2, at.y() - size / 2, size, size);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(variant_pen(style).color());
    switch (marker_of(style)) {
        case QScatterSeries::MarkerShapeCircle:
            painter.drawEllipse(box);
            break;
        case QScatterSeries::MarkerShapeRectangle:
            painter.drawRect(box);
            break;
        default:
            painter.drawPolygon(
                QPolygonF({{at.x(), box.top()}, {box.right(), at.y()}, {at.x(), box.bottom()}, {box.left(), at.y()}}));
    }
    painter.restore();
}

}  // namespace pinstack::gui
