// SPDX-License-Identifier: GPL-3.0-or-later
//
// The open document to be edited: tasks, the body of the current one, settings and locks, and what is wrong with them.
// The current task is the one that is selected everywhere.
#pragma once

#include "gui/models/edit/body_model.hpp"
#include "gui/models/edit/locks_model.hpp"
#include "gui/models/edit/settings_model.hpp"
#include "gui/models/edit/task_table_model.hpp"
#include "gui/views/page.hpp"

namespace pinstack::gui {

class BodyPane;
class MessageLine;
class ProblemsView;
class Session;
class SystemPane;
class TaskPane;
class ViewState;

class EditPage : public Page {
    Q_OBJECT

public:
    EditPage(Session& session, ViewState& view, QWidget* parent = nullptr);

    QAbstractItemModel* table() override { return &tasks_; }
    /// Makes the cell the current one.
    void show_place(const EditPlace& place);

private:
    void build();
    void follow_selection();
    void follow_row(int row);
    void show_problems();
    void show_refused(const QString& file, const Problems& problems);

    Session& session_;
    ViewState& view_;
    DocumentProblems problems_;  // first: the models look into it when the document changes
    TaskTableModel tasks_;
    BodyModel body_;
    SettingsModel settings_;
    LocksModel locks_;
    MessageLine* line_;
    TaskPane* task_pane_;
    BodyPane* body_pane_;
    SystemPane* system_pane_;
    ProblemsView* problems_view_;
};

}  // namespace pinstack::gui
