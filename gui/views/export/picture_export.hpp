// SPDX-License-Identifier: GPL-3.0-or-later
//
// A widget as a picture in a file. The file appears whole or not at all.
#pragma once

#include <QString>

#include "model/system/problem.hpp"

class QWidget;

namespace pinstack::gui {

/// The format is that of the name: .png (in pixels of the screen, so twice as many at 200 %), .svg or .pdf (one page
/// of the size of the widget). The widget is drawn as large as it is, with what lies outside a scroll area left out;
/// one that was never shown as large as it wishes to be. Empty: it went well.
Problems export_picture(QWidget& widget, const QString& file);

/// For a file dialog: "Pictures (*.png *.svg *.pdf)".
QString picture_filter();

}  // namespace pinstack::gui
