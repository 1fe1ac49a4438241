// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/edit/system_pane.hpp"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "gui/views/edit/cell_delegate.hpp"
#include "gui/views/edit/message_line.hpp"
#include "gui/views/edit/pane.hpp"

namespace pinstack::gui {

namespace {

QTableView* table_of(QAbstractItemModel& model, const QString& name) {
    auto* view = new QTableView;
    view->setObjectName(name);
    view->setModel(&model);
    view->setWordWrap(false);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(CellDelegate::row_height(view->fontMetrics()));
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setStretchLastSection(true);
    return view;
}

QVBoxLayout* column_of(QWidget& pane) {
    auto* layout = new QVBoxLayout(&pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    return layout;
}

}  // namespace

SystemPane::SystemPane(SettingsModel& settings, LocksModel& locks, MessageLine& line, QWidget* parent)
    : QWidget(parent), settings_(settings), locks_(locks) {
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(build_settings(line));
    splitter->addWidget(build_locks(line));
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    column_of(*this)->addWidget(splitter);
}

QWidget* SystemPane::build_settings(MessageLine& line) {
    auto* pane = new QWidget;
    QVBoxLayout* layout = column_of(*pane);
    layout->addLayout(heading_row(tr("System, platform, kernel")));
    settings_view_ = table_of(settings_, "settings");
    settings_view_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    new CellDelegate(*settings_view_, line);
    layout->addWidget(settings_view_, 1);
    return pane;
}

QWidget* SystemPane::build_locks(MessageLine& line) {
    auto* pane = new QWidget;
    QVBoxLayout* layout = column_of(*pane);
    QHBoxLayout* row = heading_row(tr("Locks"));
    layout->addLayout(row);
    QAction* add = add_button(*pane, *row, "add_lock", tr("Add"), tr("A new lock"), QKeySequence(Qt::Key_Insert));
    QAction* remove = add_button(*pane, *row, "remove_lock", tr("Remove"), tr("Take the current lock out"),
                                 QKeySequence(Qt::CTRL | Qt::Key_Delete));
    locks_view_ = table_of(locks_, "locks");
    new CellDelegate(*locks_view_, line);
    layout->addWidget(locks_view_, 1);
    connect(add, &QAction::triggered, this, [this] { show_lock(locks_.add()); });
    connect(remove, &QAction::triggered, this, [this, &line] {
        const int current = locks_view_->currentIndex().row();
        if (current < 0) return;
        const Problems refused = locks_.remove(current);
        if (!refused.empty()) line.show_problem(problem_text(refused.front()), Severity::error);
    });
    return pane;
}

void SystemPane::show_setting(std::size_t setting) {
    const QModelIndex index = settings_.index(settings_.row_of(setting), 1);
    settings_view_->setCurrentIndex(index);
    settings_view_->scrollTo(index);
    settings_view_->setFocus();
}

void SystemPane::show_lock(int row) {
    const QModelIndex index = locks_.index(row, 0);
    locks_view_->setCurrentIndex(index);
    locks_view_->scrollTo(index);
    locks_view_->setFocus();
}

}  // namespace pinstack::gui
