// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/settings_model.hpp"

#include <algorithm>
#include <utility>

#include "gui/models/edit/setting.hpp"

namespace pinstack::gui {

SettingsModel::SettingsModel(Document& document, const DocumentProblems& problems, QObject* parent)
    : QAbstractTableModel(parent), document_(document), problems_(problems), is_open_(document.is_open()) {
    for (std::size_t i = 0; i < settings().size(); ++i) {
        if (i == 0 || settings()[i].group != settings()[i - 1].group) rows_.push_back({settings()[i].group, {}});
        rows_.push_back({{}, i});
    }
    connect(&problems, &DocumentProblems::changed, this, [this] {
        if (is_open_ != document_.is_open()) {
            beginResetModel();
            is_open_ = document_.is_open();
            endResetModel();
        } else if (is_open_) {
            emit dataChanged(index(0, 1), index(rowCount() - 1, 1));
        }
    });
}

int SettingsModel::row_of(std::size_t setting) const {
    const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Row& each) { return each.setting == setting; });
    return static_cast<int>(row - rows_.begin());
}

int SettingsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !is_open_ ? 0 : static_cast<int>(rows_.size());
}

int SettingsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : 2; }

QVariant SettingsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !document_.is_open()) return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    if (!row.setting) {
        if (role == kHeadingRole) return true;
        return role == Qt::DisplayRole && index.column() == 0 ? row.heading : QVariant();
    }
    const Setting& setting = settings()[*row.setting];
    if (index.column() == 0) {
        if (role == Qt::DisplayRole) return setting.label;
        return cell_data({}, setting.help, role);
    }
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
            return setting.text(document_.system());
        case kChoicesRole:
            return setting.choices;
        case kBlankRole:
            return setting.blank;
        case kFreeTextRole:
            return setting.form == Setting::Form::either;
        default:
            return cell_data(problems_.at_setting(*row.setting), setting.help, role);
    }
}

QVariant SettingsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == 0 ? tr("Setting") : tr("Value");
}

Qt::ItemFlags SettingsModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    if (!rows_[static_cast<std::size_t>(index.row())].setting) return Qt::ItemIsEnabled;
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == 1 ? flags | Qt::ItemIsEditable : flags;
}

Problems SettingsModel::refusal(const QModelIndex& index, const QString& text) const {
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    const auto edit = edit_setting(document_.system(), settings()[*row.setting], text);
    return edit ? Problems{} : edit.error();
}

bool SettingsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable)) return false;
    if (value.toString() == index.data(Qt::EditRole).toString()) return true;
    const Setting& setting = settings()[*rows_[static_cast<std::size_t>(index.row())].setting];
    const auto edit = edit_setting(document_.system(), setting, value.toString());
    if (!edit) return false;
    System changed = document_.system();
    (*edit)(changed);
    document_.change(setting.label, std::move(changed));
    return true;
}

}  // namespace pinstack::gui
