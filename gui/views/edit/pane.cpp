// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/edit/pane.hpp"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace pinstack::gui {

QHBoxLayout* heading_row(const QString& text) {
    auto* row = new QHBoxLayout;
    row->setSpacing(2);
    auto* label = new QLabel(text);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    label->setObjectName("heading");
    row->addWidget(label, 1);
    return row;
}

QAction* add_button(QWidget& pane, QHBoxLayout& row, const QString& name, const QString& text, const QString& tip,
                    const QKeySequence& shortcut) {
    auto* action = new QAction(text, &pane);
    action->setObjectName(name);
    action->setShortcut(shortcut);
    // The same keys do the like in other panes.
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    const QString keys = shortcut.toString(QKeySequence::NativeText);
    action->setToolTip(keys.isEmpty() ? tip : tip + " (" + keys + ")");
    pane.addAction(action);
    auto* button = new QToolButton;
    button->setObjectName(name);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setAutoRaise(true);
    row.addWidget(button);
    return action;
}

}  // namespace pinstack::gui
