// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace pinstack::gui {

/// The Fusion style, so that windows look the same everywhere; with boxes to tick that can be seen on a dark ground
/// too, where Fusion outlines them in near-black.
class WindowStyle : public QProxyStyle {
public:
    WindowStyle() : QProxyStyle("Fusion") {}

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
};

}  // namespace pinstack::gui
