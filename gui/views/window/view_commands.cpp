// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/window/view_commands.hpp"

#include <QActionGroup>
#include <QApplication>
#include <QMenu>
#include <QSettings>

#include "gui/models/view_state.hpp"
#include "gui/views/theme.hpp"

namespace pinstack::gui {

ViewCommands::ViewCommands(ViewState& view, QSettings& settings, QObject* parent)
    : QObject(parent), view_(view), settings_(settings) {
    rows_ = new QActionGroup(this);
    choice(*rows_, tr("Rows of &CPUs and tasks"), static_cast<int>(Rows::both));
    choice(*rows_, tr("Rows of CPUs"), static_cast<int>(Rows::cpus));
    choice(*rows_, tr("Rows of &tasks"), static_cast<int>(Rows::tasks));
    colouring_ = new QActionGroup(this);
    choice(*colouring_, tr("Colour CPUs by task, tasks by CPU"), static_cast<int>(Colouring::by_other));
    choice(*colouring_, tr("Colour by &state"), static_cast<int>(Colouring::by_state));
    dark_ = new QAction(tr("&Dark"), this);
    dark_->setCheckable(true);
    back_ = new QAction(tr("Zoom &back"), this);
    back_->setShortcut(Qt::ALT | Qt::Key_Left);
    forward_ = new QAction(tr("Zoom &forward"), this);
    forward_->setShortcut(Qt::ALT | Qt::Key_Right);

    connect(rows_, &QActionGroup::triggered, this,
            [this](const QAction* action) { view_.set_rows(static_cast<Rows>(action->data().toInt())); });
    connect(colouring_, &QActionGroup::triggered, this,
            [this](const QAction* action) { view_.set_colouring(static_cast<Colouring>(action->data().toInt())); });
    connect(dark_, &QAction::toggled, this, &ViewCommands::set_dark);
    connect(back_, &QAction::triggered, &view_, &ViewState::go_back);
    connect(forward_, &QAction::triggered, &view_, &ViewState::go_forward);
    connect(&view_, &ViewState::appearance_changed, this, &ViewCommands::follow);
    connect(&view_, &ViewState::history_changed, this, &ViewCommands::follow);
    restore();
    follow();
}

QAction* ViewCommands::choice(QActionGroup& group, const QString& text, int value) {
    auto* action = new QAction(text, &group);
    action->setCheckable(true);
    action->setData(value);
    return action;
}

void ViewCommands::fill(QMenu& menu) {
    menu.addActions(rows_->actions());
    menu.addSeparator();
    menu.addActions(colouring_->actions());
    menu.addSeparator();
    menu.addActions({back_, forward_});
    menu.addSeparator();
    menu.addAction(dark_);
}

void ViewCommands::set_dark(bool dark) {
    dark_->setChecked(dark);
    settings_.setValue("dark", dark);
    QApplication::setPalette(dark ? dark_palette() : light_palette());
}

void ViewCommands::restore() {
    // What the settings hold may be from another version.
    view_.set_rows(static_cast<Rows>(std::clamp(settings_.value("rows", 0).toInt(), 0, 2)));
    view_.set_colouring(static_cast<Colouring>(std::clamp(settings_.value("colouring", 0).toInt(), 0, 1)));
    set_dark(settings_.value("dark", false).toBool());
}

void ViewCommands::follow() {
    rows_->actions()[static_cast<int>(view_.rows())]->setChecked(true);
    colouring_->actions()[static_cast<int>(view_.colouring())]->setChecked(true);
    back_->setEnabled(view_.can_go_back());
    forward_->setEnabled(view_.can_go_forward());
    settings_.setValue("rows", static_cast<int>(view_.rows()));
    settings_.setValue("colouring", static_cast<int>(view_.colouring()));
}

}  // namespace pinstack::gui
