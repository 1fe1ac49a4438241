// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/sweep/curve_list.hpp"

#include <algorithm>
#include <utility>

#include "analyzer/report/display_text.hpp"

namespace pinstack::gui {

void CurveList::show(std::vector<PlotCurve> curves) {
    const auto looks_alike = [](const PlotCurve& a, const PlotCurve& b) {
        return a.name == b.name && a.style == b.style;
    };
    if (std::equal(curves.begin(), curves.end(), curves_.begin(), curves_.end(), looks_alike)) {
        // The list keeps its place while a sweep runs.
        curves_ = std::move(curves);
    } else {
        beginResetModel();
        curves_ = std::move(curves);
        endResetModel();
    }
    emit changed();
}

int CurveList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(curves_.size());
}

QVariant CurveList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const auto row = static_cast<std::size_t>(index.row());
    switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole:
            return QString::fromStdString(printable(curves_[row].name));
        case Qt::CheckStateRole:
            return QVariant::fromValue(is_shown(row) ? Qt::Checked : Qt::Unchecked);
        case kStyleRole:
            return static_cast<int>(curves_[row].style);
        default:
            return {};
    }
}

bool CurveList::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid)) return false;
    const std::string& name = curves_[static_cast<std::size_t>(index.row())].name;
    if (value.toInt() == Qt::Unchecked) {
        hidden_.insert(name);
    } else {
        hidden_.erase(name);
    }
    emit dataChanged(index, index, {Qt::CheckStateRole});
    emit changed();
    return true;
}

Qt::ItemFlags CurveList::flags(const QModelIndex& index) const {
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren : Qt::NoItemFlags;
}

}  // namespace pinstack::gui
