// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tasks of the open document, a row each in file order, a TaskColumn each column. Changes go through the document.
#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <vector>

#include "gui/models/edit/cells.hpp"

namespace pinstack::gui {

class TaskTableModel : public QAbstractTableModel, public TypedCells {
    Q_OBJECT

public:
    /// Both outlive the model.
    TaskTableModel(Document& document, const DocumentProblems& problems, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Problems refusal(const QModelIndex& index, const QString& text) const override;

    // Each is one step of the history. REQUIRES: the document is open; rows exist.
    int add(int row);        ///< before that one; returns where it is
    int duplicate(int row);  ///< returns where the copy is
    void remove(const std::vector<int>& rows);
    int move(int row, bool down);  ///< by one; returns where it is

private:
    void start();
    void follow();
    const Task& task(int row) const { return *rows_[static_cast<std::size_t>(row)]; }

    Document& document_;
    const DocumentProblems& problems_;
    std::shared_ptr<const System> system_;  // as shown; rows_ are its tasks, and on the way to the next one's
    std::vector<const Task*> rows_;
};

}  // namespace pinstack::gui
