// SPDX-License-Identifier: GPL-3.0-or-later
//
// The locks of the open document: name, kind, who takes it.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "gui/models/edit/cells.hpp"

namespace pinstack::gui {

class LocksModel : public QAbstractTableModel, public TypedCells {
    Q_OBJECT

public:
    enum class Column : std::uint8_t { name, kind, users };
    static constexpr int kColumns = 3;

    LocksModel(Document& document, const DocumentProblems& problems, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Problems refusal(const QModelIndex& index, const QString& text) const override;

    /// Each is one step of the history. REQUIRES: the document is open.
    int add();                 ///< returns its row
    Problems remove(int row);  ///< empty: it is gone

private:
    void follow();
    Result<SystemEdit> edit(const QModelIndex& index, const QString& text) const;

    Document& document_;
    const DocumentProblems& problems_;
    std::vector<Lock> locks_;  // as shown
};

}  // namespace pinstack::gui
