// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/locks_model.hpp"

#include <algorithm>
#include <utility>

#include "gui/models/edit/lock_edit.hpp"

namespace pinstack::gui {

namespace {

std::vector<Lock> locks_of(const Document& document) {
    return document.is_open() ? document.system().locks : std::vector<Lock>{};
}

QString help_of(LocksModel::Column column) {
    switch (column) {
        case LocksModel::Column::name:
            return LocksModel::tr("A name that no other lock has");
        case LocksModel::Column::kind:
            return LocksModel::tr(
                "spinlock, raw_spinlock, mutex or local_lock, as in the kernel; PREEMPT_RT decides what "
                "taking it does");
        case LocksModel::Column::users:
            return LocksModel::tr("The tasks that take it");
    }
    return {};
}

}  // namespace

LocksModel::LocksModel(Document& document, const DocumentProblems& problems, QObject* parent)
    : QAbstractTableModel(parent), document_(document), problems_(problems), locks_(locks_of(document)) {
    connect(&problems, &DocumentProblems::changed, this, &LocksModel::follow);
}

void LocksModel::follow() {
    std::vector<Lock> locks = locks_of(document_);
    const auto [old_end, new_end] = std::mismatch(locks_.begin(), locks_.end(), locks.begin(), locks.end());
    const int first = static_cast<int>(new_end - locks.begin());
    const int more = static_cast<int>(locks.size()) - static_cast<int>(locks_.size());
    // Some that came or went in one place; else it is another list.
    if (more > 0 && std::equal(old_end, locks_.end(), new_end + more, locks.end())) {
        beginInsertRows({}, first, first + more - 1);
        locks_ = std::move(locks);
        endInsertRows();
    } else if (more < 0 && std::equal(old_end - more, locks_.end(), new_end, locks.end())) {
        beginRemoveRows({}, first, first - more - 1);
        locks_ = std::move(locks);
        endRemoveRows();
    } else if (more != 0) {
        beginResetModel();
        locks_ = std::move(locks);
        endResetModel();
    }
    if (more == 0) locks_ = std::move(locks);
    if (!locks_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

int LocksModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(locks_.size());
}

int LocksModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant LocksModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto place = static_cast<std::size_t>(index.row());
    const Lock& lock = locks_[place];
    const auto column = static_cast<Column>(index.column());
    if (role == Qt::DisplayRole || role == Qt::EditRole) {
        if (column == Column::name) return QString::fromStdString(lock.name);
        if (column == Column::users) return users_of_lock(document_.system(), place).join(", ");
        const std::string_view kind = name_of(lock.kind);
        return QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size()));
    }
    if (role == kChoicesRole) return column == Column::kind ? lock_kinds() : QStringList();
    return cell_data(column == Column::users ? DocumentProblems::At{} : problems_.at_lock(place), help_of(column),
                     role);
}

QVariant LocksModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    const auto column = static_cast<Column>(section);
    if (role == Qt::ToolTipRole) return help_of(column);
    if (role != Qt::DisplayRole) return {};
    return column == Column::name ? tr("Lock") : column == Column::kind ? tr("Kind") : tr("Taken by");
}

Qt::ItemFlags LocksModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() && static_cast<Column>(index.column()) != Column::users ? flags | Qt::ItemIsEditable : flags;
}

Result<SystemEdit> LocksModel::edit(const QModelIndex& index, const QString& text) const {
    const auto place = static_cast<std::size_t>(index.row());
    return static_cast<Column>(index.column()) == Column::name ? rename_lock(document_.system(), place, text)
                                                               : set_lock_kind(document_.system(), place, text);
}

Problems LocksModel::refusal(const QModelIndex& index, const QString& text) const {
    const auto change = edit(index, text);
    return change ? Problems{} : change.error();
}

bool LocksModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable)) return false;
    if (value.toString() == index.data(Qt::EditRole).toString()) return true;
    const auto change = edit(index, value.toString());
    if (!change) return false;
    System changed = document_.system();
    (*change)(changed);
    document_.change(tr("Lock %1").arg(value.toString()), std::move(changed));
    return true;
}

int LocksModel::add() {
    System changed = document_.system();
    add_lock(changed);
    document_.change(tr("New lock"), std::move(changed));
    return rowCount() - 1;
}

Problems LocksModel::remove(int row) {
    const auto change = remove_lock(document_.system(), static_cast<std::size_t>(row));
    if (!change) return change.error();
    System changed = document_.system();
    (*change)(changed);
    document_.change(tr("Lock removed"), std::move(changed));
    return {};
}

}  // namespace pinstack::gui
