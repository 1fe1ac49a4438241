// SPDX-License-Identifier: GPL-3.0-or-later
//
// Problems and warnings as the command line reports them, a row each: of a file that does not open, or of the document.
#pragma once

#include <QAbstractTableModel>
#include <memory>

#include "model/system/problem.hpp"
#include "model/system/system.hpp"

namespace pinstack::gui {

class ProblemsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum class Column : std::uint8_t { severity, place, found, expected, hint };
    static constexpr int kColumns = 5;

    using QAbstractTableModel::QAbstractTableModel;

    /// `system`: in which their pointers point, so that tasks have names; nullptr where there is none.
    void set_problems(Problems problems, Problems warnings, std::shared_ptr<const System> system = nullptr);
    const Problem& problem(int row) const;
    bool is_warning(int row) const { return static_cast<std::size_t>(row) >= errors_.size(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    Problems errors_, warnings_;
    std::shared_ptr<const System> system_;
};

}  // namespace pinstack::gui
