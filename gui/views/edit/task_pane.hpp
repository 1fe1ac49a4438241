// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of tasks, and what can be done with its rows.
#pragma once

#include <QWidget>

#include "gui/models/edit/task_table_model.hpp"

class QAction;
class QTableView;

namespace pinstack::gui {

class MessageLine;

class TaskPane : public QWidget {
    Q_OBJECT

public:
    TaskPane(TaskTableModel& model, MessageLine& line, QWidget* parent = nullptr);

    int current_row() const;  ///< -1: none
    void set_current(int row, TaskColumn column);
    /// Keeps the column.
    void set_current_row(int row);
    /// So that an icon stands beside the text.
    void make_room(int row, TaskColumn column);
    QTableView& table() { return *table_; }

signals:
    void current_row_changed(int row);

private:
    void build_actions();
    void fit_columns();
    void update_actions();

    TaskTableModel& model_;
    QTableView* table_;
    QAction *add_ = nullptr, *duplicate_ = nullptr, *remove_ = nullptr, *up_ = nullptr, *down_ = nullptr;
};

}  // namespace pinstack::gui
