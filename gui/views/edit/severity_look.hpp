// SPDX-License-Identifier: GPL-3.0-or-later
//
// How errors and warnings look, wherever they are shown.
#pragma once

#include <QColor>
#include <QIcon>

#include "gui/models/edit/document_problems.hpp"

class QStyle;

namespace pinstack::gui {

struct Theme;

struct SeverityLook {
    QColor text;
    QColor ground;  ///< of a cell
};

/// REQUIRES: severity is not none, as below.
SeverityLook look_of(Severity severity, const Theme& theme);
QIcon icon_of(Severity severity, const QStyle& style);

}  // namespace pinstack::gui
