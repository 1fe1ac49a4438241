// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QString>

namespace pinstack::gui {

/// What a view of the model would show: a line for each row, cells (DisplayRole) separated by " | ", the headings
/// first, children two blanks further in. An empty line of headings is left out.
QString model_text(const QAbstractItemModel& model);

}  // namespace pinstack::gui
