// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/window_style.hpp"

#include <QPainter>
#include <QStyleOption>

namespace pinstack::gui {

void WindowStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                const QWidget* widget) const {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool is_box = element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck;
    const bool is_round = element == PE_IndicatorRadioButton;
    if (!is_box && !is_round) return;
    if (option->palette.color(QPalette::Base).lightness() >= 128) return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(option->palette.color(QPalette::PlaceholderText));
    painter->setBrush(Qt::NoBrush);
    const QRectF box = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    if (is_box) {
        painter->drawRoundedRect(box, 2, 2);
    } else {
        painter->drawEllipse(box);
    }
    painter->restore();
}

}  // namespace pinstack::gui
