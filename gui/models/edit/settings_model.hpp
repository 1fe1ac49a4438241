// SPDX-License-Identifier: GPL-3.0-or-later
//
// The values of the open document beside tasks and locks: a heading for each group, then a name and a value in each
// row.
#pragma once

#include <QAbstractTableModel>
#include <optional>
#include <vector>

#include "gui/models/edit/cells.hpp"

namespace pinstack::gui {

class SettingsModel : public QAbstractTableModel, public TypedCells {
    Q_OBJECT

public:
    SettingsModel(Document& document, const DocumentProblems& problems, QObject* parent = nullptr);

    int row_of(std::size_t setting) const;  ///< REQUIRES: setting < settings().size()

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Problems refusal(const QModelIndex& index, const QString& text) const override;

private:
    struct Row {
        QString heading;
        std::optional<std::size_t> setting;  ///< nothing: a heading
    };

    Document& document_;
    const DocumentProblems& problems_;
    std::vector<Row> rows_;
    bool is_open_ = false;
};

}  // namespace pinstack::gui
