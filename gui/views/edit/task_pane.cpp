// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/edit/task_pane.hpp"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/views/edit/cell_delegate.hpp"
#include "gui/views/edit/pane.hpp"

namespace pinstack::gui {

TaskPane::TaskPane(TaskTableModel& model, MessageLine& line, QWidget* parent)
    : QWidget(parent), model_(model), table_(new QTableView) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    build_actions();
    table_->setObjectName("tasks");
    table_->setModel(&model);
    table_->setAlternatingRowColors(true);
    table_->setWordWrap(false);
    table_->setSelectionBehavior(QAbstractItemView::SelectItems);
    table_->verticalHeader()->setDefaultSectionSize(CellDelegate::row_height(fontMetrics()));
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setHighlightSections(false);
    layout->addWidget(table_, 1);
    new CellDelegate(*table_, line);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) { emit current_row_changed(now.row()); });
    connect(table_->selectionModel(), &QItemSelectionModel::currentChanged, this, &TaskPane::update_actions);
    connect(&model, &QAbstractItemModel::modelReset, this, &TaskPane::fit_columns);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(&model, signal, this, &TaskPane::update_actions);
    }
    fit_columns();
}

void TaskPane::build_actions() {
    QHBoxLayout* row = heading_row(tr("Tasks"));
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    add_ = add_button(*this, *row, "add_task", tr("Add"), tr("A new task behind the current one"),
                      QKeySequence(Qt::Key_Insert));
    duplicate_ = add_button(*this, *row, "duplicate_task", tr("Duplicate"), tr("A copy of the current task"),
                            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D));
    remove_ = add_button(*this, *row, "remove_task", tr("Remove"), tr("Take the selected tasks out"),
                         QKeySequence(Qt::CTRL | Qt::Key_Delete));
    up_ = add_button(*this, *row, "task_up", tr("Up"), tr("Before the one above: of equal tasks the first one wins"),
                     QKeySequence(Qt::ALT | Qt::Key_Up));
    down_ = add_button(*this, *row, "task_down", tr("Down"), tr("Behind the one below"),
                       QKeySequence(Qt::ALT | Qt::Key_Down));
    connect(add_, &QAction::triggered, this, [this] { set_current_row(model_.add(current_row() + 1)); });
    connect(duplicate_, &QAction::triggered, this, [this] { set_current_row(model_.duplicate(current_row())); });
    connect(up_, &QAction::triggered, this, [this] { set_current_row(model_.move(current_row(), false)); });
    connect(down_, &QAction::triggered, this, [this] { set_current_row(model_.move(current_row(), true)); });
    connect(remove_, &QAction::triggered, this, [this] {
        std::vector<int> rows;
        for (const QModelIndex& index : table_->selectionModel()->selectedIndexes()) rows.push_back(index.row());
        if (rows.empty()) rows.push_back(current_row());
        std::sort(rows.begin(), rows.end());
        rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
        model_.remove(rows);
    });
}

void TaskPane::fit_columns() {
    // A list of a thousand releases is not shown at length.
    const int most = fontMetrics().averageCharWidth() * 28;
    table_->resizeColumnsToContents();
    for (int column = 0; column < kTaskColumns; ++column) {
        if (table_->columnWidth(column) > most) table_->setColumnWidth(column, most);
    }
    update_actions();
}

void TaskPane::update_actions() {
    const int row = current_row();
    for (QAction* action : {duplicate_, remove_}) action->setEnabled(row >= 0);
    up_->setEnabled(row > 0);
    down_->setEnabled(row >= 0 && row + 1 < model_.rowCount());
}

void TaskPane::make_room(int row, TaskColumn column) {
    const int section = static_cast<int>(column);
    const int width = table_->sizeHintForIndex(model_.index(row, section)).width();
    if (table_->columnWidth(section) < width) table_->setColumnWidth(section, width);
}

int TaskPane::current_row() const { return table_->currentIndex().row(); }

void TaskPane::set_current(int row, TaskColumn column) {
    const QModelIndex index = model_.index(row, static_cast<int>(column));
    table_->setCurrentIndex(index);
    table_->scrollTo(index);
}

void TaskPane::set_current_row(int row) {
    set_current(row, static_cast<TaskColumn>(std::max(0, table_->currentIndex().column())));
}

}  // namespace pinstack::gui
