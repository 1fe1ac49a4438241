// SPDX-License-Identifier: GPL-3.0-or-later
//
// The system beside its tasks: settings on the left, locks on the right.
#pragma once

#include <QWidget>

#include "gui/models/edit/locks_model.hpp"
#include "gui/models/edit/settings_model.hpp"

class QTableView;

namespace pinstack::gui {

class MessageLine;

class SystemPane : public QWidget {
    Q_OBJECT

public:
    SystemPane(SettingsModel& settings, LocksModel& locks, MessageLine& line, QWidget* parent = nullptr);

    void show_setting(std::size_t setting);
    void show_lock(int row);

private:
    QWidget* build_settings(MessageLine& line);
    QWidget* build_locks(MessageLine& line);

    SettingsModel& settings_;
    LocksModel& locks_;
    QTableView *settings_view_ = nullptr, *locks_view_ = nullptr;
};

}  // namespace pinstack::gui
