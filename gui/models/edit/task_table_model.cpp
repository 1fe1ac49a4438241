// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/task_table_model.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "gui/models/edit/task_edit.hpp"

namespace pinstack::gui {

namespace {

std::vector<const Task*> rows_of(const System* system) {
    std::vector<const Task*> rows;
    if (system == nullptr) return rows;
    for (const Task& task : system->tasks) rows.push_back(&task);
    return rows;
}

std::unordered_set<std::string_view> names_of(const std::vector<const Task*>& rows) {
    std::unordered_set<std::string_view> names;
    for (const Task* task : rows) names.insert(task->name);
    return names;
}

}  // namespace

TaskTableModel::TaskTableModel(Document& document, const DocumentProblems& problems, QObject* parent)
    : QAbstractTableModel(parent), document_(document), problems_(problems) {
    start();
    connect(&document, &Document::opened, this, &TaskTableModel::start);
    connect(&problems, &DocumentProblems::changed, this, &TaskTableModel::follow);
}

void TaskTableModel::start() {
    beginResetModel();
    system_ = document_.scenario().system;
    rows_ = rows_of(system_.get());
    endResetModel();
}

void TaskTableModel::follow() {
    const std::shared_ptr<const System> now = document_.scenario().system;
    std::vector<const Task*> rows = rows_of(now.get());
    if (rows.size() != rows_.size()) {
        // Tasks are known by their names: those that are gone go, those that are new come.
        const auto stays = names_of(rows);
        for (std::size_t i = rows_.size(); i-- > 0;) {
            if (stays.contains(rows_[i]->name)) continue;
            beginRemoveRows({}, static_cast<int>(i), static_cast<int>(i));
            rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(i));
            endRemoveRows();
        }
        const auto was = names_of(rows_);
        for (std::size_t i = 0; i < rows.size() && i <= rows_.size(); ++i) {
            if (was.contains(rows[i]->name)) continue;
            beginInsertRows({}, static_cast<int>(i), static_cast<int>(i));
            rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(i), rows[i]);
            endInsertRows();
        }
    }
    // Names that two tasks have tell nothing.
    if (rows.size() != rows_.size()) return start();
    rows_ = std::move(rows);
    system_ = now;
    if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int TaskTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int TaskTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kTaskColumns; }

QVariant TaskTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto column = static_cast<TaskColumn>(index.column());
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
            return text_of(task(index.row()), column);
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter | (is_number(column) ? Qt::AlignRight : Qt::AlignLeft));
        case kBlankRole:
            return column == TaskColumn::affinity ? tr("all") : QString();
        case kChoicesRole:
            return choices_of(column);
        default:
            return cell_data(problems_.at_task(static_cast<std::size_t>(index.row()), column), help_of(column), role);
    }
}

QVariant TaskTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) return role == Qt::DisplayRole ? QVariant(section) : QVariant();
    const auto column = static_cast<TaskColumn>(section);
    if (role == Qt::DisplayRole) return heading_of(column);
    if (role == Qt::ToolTipRole) return help_of(column);
    return {};
}

Qt::ItemFlags TaskTableModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && is_editable(task(index.row()), static_cast<TaskColumn>(index.column()))) {
        flags |= Qt::ItemIsEditable;
    }
    return flags;
}

Problems TaskTableModel::refusal(const QModelIndex& index, const QString& text) const {
    const auto edit =
        edit_task(*system_, static_cast<std::size_t>(index.row()), static_cast<TaskColumn>(index.column()), text);
    return edit ? Problems{} : edit.error();
}

bool TaskTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable)) return false;
    const auto column = static_cast<TaskColumn>(index.column());
    if (value.toString() == text_of(task(index.row()), column)) return true;
    const auto edit = edit_task(*system_, static_cast<std::size_t>(index.row()), column, value.toString());
    if (!edit) return false;
    System changed = *system_;
    (*edit)(changed);
    document_.change(tr("%1 of %2").arg(heading_of(column), text_of(task(index.row()), TaskColumn::name)),
                     std::move(changed));
    return true;
}

int TaskTableModel::add(int row) {
    System changed = *system_;
    add_task(changed, static_cast<std::size_t>(row));
    document_.change(tr("New task"), std::move(changed));
    return row;
}

int TaskTableModel::duplicate(int row) {
    System changed = *system_;
    duplicate_task(changed, static_cast<std::size_t>(row));
    document_.change(tr("Copy of %1").arg(text_of(task(row), TaskColumn::name)), std::move(changed));
    return row + 1;
}

void TaskTableModel::remove(const std::vector<int>& rows) {
    std::vector<int> descending = rows;
    std::sort(descending.begin(), descending.end(), std::greater<>());
    System changed = *system_;
    for (const int row : descending) remove_task(changed, static_cast<std::size_t>(row));
    document_.change(rows.size() == 1 ? tr("%1 removed").arg(text_of(task(rows.front()), TaskColumn::name))
                                      : tr("%n tasks removed", nullptr, static_cast<int>(rows.size())),
                     std::move(changed));
}

int TaskTableModel::move(int row, bool down) {
    const int to = down ? row + 1 : row - 1;
    if (to < 0 || to >= rowCount()) return row;
    System changed = *system_;
    move_task(changed, static_cast<std::size_t>(row), static_cast<std::size_t>(to));
    document_.change(down ? tr("%1 down").arg(text_of(task(row), TaskColumn::name))
                          : tr("%1 up").arg(text_of(task(row), TaskColumn::name)),
                     std::move(changed));
    return to;
}

}  // namespace pinstack::gui
