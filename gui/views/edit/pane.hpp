// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the panes of the editor are made of.
#pragma once

#include <QKeySequence>
#include <QString>

class QAction;
class QHBoxLayout;
class QWidget;

namespace pinstack::gui {

/// A heading, behind which buttons come: see add_button(). `name` is for tests and style sheets.
QHBoxLayout* heading_row(const QString& text);

/// An action of the pane, and a button for it at the end of the row.
QAction* add_button(QWidget& pane, QHBoxLayout& row, const QString& name, const QString& text, const QString& tip,
                    const QKeySequence& shortcut = {});

}  // namespace pinstack::gui
