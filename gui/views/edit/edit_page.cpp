// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/edit/edit_page.hpp"

#include <QFileInfo>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/models/session.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/edit/body_pane.hpp"
#include "gui/views/edit/message_line.hpp"
#include "gui/views/edit/problems_view.hpp"
#include "gui/views/edit/system_pane.hpp"
#include "gui/views/edit/task_pane.hpp"

namespace pinstack::gui {

EditPage::EditPage(Session& session, ViewState& view, QWidget* parent)
    : Page(parent),
      session_(session),
      view_(view),
      problems_(session.document()),
      tasks_(session.document(), problems_),
      body_(session.document(), problems_),
      settings_(session.document(), problems_),
      locks_(session.document(), problems_),
      line_(new MessageLine),
      task_pane_(new TaskPane(tasks_, *line_)),
      body_pane_(new BodyPane(session.document(), body_, *line_)),
      system_pane_(new SystemPane(settings_, locks_, *line_)),
      problems_view_(new ProblemsView(session, view)) {
    build();
    connect(task_pane_, &TaskPane::current_row_changed, this, &EditPage::follow_row);
    connect(&view, &ViewState::selection_changed, this, &EditPage::follow_selection);
    connect(&problems_, &DocumentProblems::changed, this, &EditPage::show_problems);
    connect(&session.document(), &Document::refused, this, &EditPage::show_refused);
    connect(problems_view_, &ProblemsView::place_activated, this, &EditPage::show_place);
    // Something is to be seen of another system: its first task, which is not selected for that.
    connect(&session.document(), &Document::changed, this, [this] {
        setEnabled(session_.document().is_open());
        if (task_pane_->current_row() < 0 && tasks_.rowCount() > 0) body_pane_->set_task(0);
        follow_selection();
    });
    setEnabled(session.document().is_open());
    line_->show_help(
        tr("Double-click a cell, press F2 on it or just type to change it: 2ms, 150us, 0-3, as in a system "
           "file. All changes can be undone."));
    show_problems();
}

void EditPage::build() {
    auto* upper = new QSplitter(Qt::Horizontal);
    upper->setChildrenCollapsible(false);
    upper->addWidget(task_pane_);
    upper->addWidget(body_pane_);
    upper->setStretchFactor(0, 3);
    upper->setStretchFactor(1, 2);
    auto* all = new QSplitter(Qt::Vertical);
    all->setChildrenCollapsible(false);
    all->addWidget(upper);
    all->addWidget(system_pane_);
    all->setStretchFactor(0, 3);
    all->setStretchFactor(1, 2);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(all, 1);
    layout->addWidget(line_);
    layout->addWidget(problems_view_);
    problems_view_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void EditPage::follow_row(int row) {
    if (row < 0) return;
    body_pane_->set_task(static_cast<std::size_t>(row));
    const auto task = static_cast<std::uint32_t>(row);
    if (view_.selection().task == task) return;
    Selection selection;
    selection.task = task;
    view_.select(selection);
}

void EditPage::follow_selection() {
    const auto task = view_.selection().task;
    if (!task || static_cast<int>(*task) >= tasks_.rowCount()) return;
    if (task_pane_->current_row() != static_cast<int>(*task)) task_pane_->set_current_row(static_cast<int>(*task));
    body_pane_->set_task(*task);
}

void EditPage::show_problems() {
    problems_view_->model().set_problems(problems_.errors(), problems_.warnings(),
                                         session_.document().scenario().system);
    const int rows = problems_view_->model().rowCount();
    problems_view_->setVisible(rows > 0);
    constexpr int kSeenAtOnce = 20;
    for (int row = 0; row < std::min(rows, kSeenAtOnce); ++row) {
        const EditPlace place = place_of(problems_view_->model().problem(row), session_.document().system());
        if (place.part == EditPlace::Part::task) {
            task_pane_->make_room(static_cast<int>(place.index), place.column);
        } else if (place.part == EditPlace::Part::body) {
            task_pane_->make_room(static_cast<int>(place.index), TaskColumn::wcet);
        }
    }
}

// Until the document changes: then its own problems are of interest again.
void EditPage::show_refused(const QString& file, const Problems& problems) {
    problems_view_->model().set_problems(problems, {});
    problems_view_->setVisible(true);
    line_->show_help(tr("%1 was not opened; its problems are listed below.").arg(QFileInfo(file).fileName()));
}

void EditPage::show_place(const EditPlace& place) {
    switch (place.part) {
        case EditPlace::Part::file:
            return;
        case EditPlace::Part::setting:
            return system_pane_->show_setting(place.index);
        case EditPlace::Part::lock:
            return system_pane_->show_lock(static_cast<int>(place.index));
        case EditPlace::Part::task:
            task_pane_->set_current(static_cast<int>(place.index), place.column);
            return task_pane_->table().setFocus();
        case EditPlace::Part::body:
            task_pane_->set_current(static_cast<int>(place.index), TaskColumn::wcet);
            // The only operation of a body without brackets is the cell of its execution time.
            return place.path.empty() ? task_pane_->table().setFocus() : body_pane_->set_current(place.path);
    }
}

}  // namespace pinstack::gui
