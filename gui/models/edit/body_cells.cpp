// SPDX-License-Identifier: GPL-3.0-or-later
//
// BodyModel: what stands in its cells, and how they are edited.
#include <utility>

#include "analyzer/report/body_text.hpp"
#include "gui/models/edit/body_model.hpp"

namespace pinstack::gui {

namespace {

QString help_of(BodyModel::Column column, const Operation& operation) {
    switch (column) {
        case BodyModel::Column::operation:
            return BodyModel::tr(
                "What the job does. Brackets hold other operations; a neutral section is protected as "
                "the kernel's setting says");
        case BodyModel::Column::length:
            if (operation.kind == OperationKind::run) {
                return BodyModel::tr(
                    "How long it runs: 2ms; one that varies: 1ms..2ms uniform, constant or log-uniform");
            }
            if (operation.kind == OperationKind::suspend)
                return BodyModel::tr("How long it sleeps, such as 2ms, or until_woken");
            if (operation.kind == OperationKind::mmap_write) return BodyModel::tr("How long the change takes");
            if (!is_bracket(operation.kind)) return {};
            return BodyModel::tr("The worst-case execution time inside");
        case BodyModel::Column::lock:
            return operation.kind == OperationKind::lock ? BodyModel::tr("One of the locks that the system declares")
                                                         : QString();
    }
    return {};
}

QStringList lock_names(const System& system) {
    QStringList names;
    for (const Lock& lock : system.locks) names << QString::fromStdString(lock.name);
    return names;
}

}  // namespace

Duration BodyModel::length_of(const Node& node) {
    Body body;
    for (const auto& child : node.children) {
        body.push_back(child->own);
        // A run of that length stands for what is inside.
        if (is_bracket(child->own.kind)) {
            const Duration inside = length_of(*child);
            body.back() = {OperationKind::run, {inside, inside, Distribution::constant}, {}};
        }
    }
    return worst_case_execution_time(body);
}

QString BodyModel::length_text(const Node& node) {
    if (is_bracket(node.own.kind)) return QString::fromStdString(to_text(length_of(node)));
    if (node.own.until_woken) return tr("until_woken");
    if (is_timed(node.own.kind)) return QString::fromStdString(variable_text(node.own.time));
    return node.own.kind == OperationKind::page_fault ? QString::number(node.own.count) : QString();
}

QString BodyModel::text_of(const Node& node, Column column) {
    switch (column) {
        case Column::operation:
            return node.own.kind == OperationKind::wake ? word_of(node.own.kind) + " " + node.name
                                                        : word_of(node.own.kind);
        case Column::length:
            return length_text(node);
        case Column::lock:
            return node.own.kind == OperationKind::lock ? node.name : QString();
    }
    return {};
}

QVariant BodyModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Node& shown = node(index);
    const auto column = static_cast<Column>(index.column());
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
            return text_of(shown, column);
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter | (column == Column::length ? Qt::AlignRight : Qt::AlignLeft));
        case kChoicesRole:
            if (column == Column::operation) return kind_choices(shown.own);
            return column == Column::lock ? lock_names(document_.system()) : QStringList();
        default: {
            // A problem has no column: the first cell shows it.
            const auto at =
                column == Column::operation ? problems_.at_body(*task_, path_of(index)) : DocumentProblems::At{};
            return cell_data(at, help_of(column, shown.own), role);
        }
    }
}

Qt::ItemFlags BodyModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    if (!index.isValid()) return flags;
    const OperationKind kind = node(index).own.kind;
    const auto column = static_cast<Column>(index.column());
    const bool can_edit = (column == Column::operation && kind <= OperationKind::kmap) || (column == Column::length && is_timed(kind)) ||
                          (column == Column::lock && kind == OperationKind::lock);
    return can_edit ? flags | Qt::ItemIsEditable : flags;
}

Result<SystemEdit> BodyModel::edit(const QModelIndex& index, const QString& text) const {
    const OperationPlace place{*task_, path_of(index)};
    switch (static_cast<Column>(index.column())) {
        case Column::operation:
            return edit_kind(document_.system(), place, text);
        case Column::length:
            return edit_length(document_.system(), place, text);
        case Column::lock:
            break;
    }
    return edit_lock(document_.system(), place, text);
}

Problems BodyModel::refusal(const QModelIndex& index, const QString& text) const {
    const auto change = edit(index, text);
    return change ? Problems{} : change.error();
}

bool BodyModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable)) return false;
    if (value.toString() == index.data(Qt::EditRole).toString()) return true;
    const auto change = edit(index, value.toString());
    if (!change) return false;
    System changed = document_.system();
    (*change)(changed);
    const QString what = headerData(index.column(), Qt::Horizontal).toString();
    const QString task = QString::fromStdString(changed.tasks[*task_].name);
    document_.change(tr("%1 in %2").arg(what, task), std::move(changed));
    return true;
}

}  // namespace pinstack::gui
