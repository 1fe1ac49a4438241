// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/problems_model.hpp"

#include <utility>

#include "gui/models/edit/cells.hpp"

namespace pinstack::gui {

void ProblemsModel::set_problems(Problems problems, Problems warnings, std::shared_ptr<const System> system) {
    beginResetModel();
    errors_ = std::move(problems);
    warnings_ = std::move(warnings);
    system_ = std::move(system);
    endResetModel();
}

const Problem& ProblemsModel::problem(int row) const {
    const auto at = static_cast<std::size_t>(row);
    return at < errors_.size() ? errors_[at] : warnings_[at - errors_.size()];
}

int ProblemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(errors_.size() + warnings_.size());
}

int ProblemsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant ProblemsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Problem& row = problem(index.row());
    const bool warns = is_warning(index.row());
    if (role == kSeverityRole) return static_cast<int>(warns ? Severity::warning : Severity::error);
    // As the command line prints it: to be read in full, and copied.
    if (role == Qt::ToolTipRole) return QString::fromStdString(to_text(row, warns ? "warning" : "error")).trimmed();
    if (role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(index.column())) {
        case Column::severity:
            return warns ? tr("warning") : tr("error");
        case Column::place:
            return place_text(row, system_.get());
        case Column::found:
            return QString::fromStdString(row.found);
        case Column::expected:
            return QString::fromStdString(row.expected);
        case Column::hint:
            return QString::fromStdString(row.hint);
    }
    return {};
}

QVariant ProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
        case Column::severity:
            return tr("Severity");
        case Column::place:
            return tr("Place");
        case Column::found:
            return tr("Found");
        case Column::expected:
            return tr("Expected");
        case Column::hint:
            return tr("Hint");
    }
    return {};
}

}  // namespace pinstack::gui
