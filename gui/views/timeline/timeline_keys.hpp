// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVector>
#include <utility>

namespace pinstack::gui {

/// What keys and the mouse do in a timeline, for the help: how it is pressed, and what happens.
QVector<std::pair<QString, QString>> timeline_keys();

}  // namespace pinstack::gui
