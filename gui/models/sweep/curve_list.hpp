// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <set>
#include <string>
#include <vector>

#include "analyzer/sweep/sweep_plot.hpp"

namespace pinstack::gui {

/// The curves of a chart, each with a box to tick: it is drawn. What is unticked stays so in other figures that have a
/// curve of the same name.
class CurveList : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role : int { kStyleRole = Qt::UserRole };  ///< PlotCurve::style

    using QAbstractListModel::QAbstractListModel;

    void show(std::vector<PlotCurve> curves);
    const std::vector<PlotCurve>& curves() const { return curves_; }
    bool is_shown(std::size_t curve) const { return !hidden_.contains(curves_[curve].name); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    /// Other curves, or others of them are drawn.
    void changed();

private:
    std::vector<PlotCurve> curves_;
    std::set<std::string> hidden_;
};

}  // namespace pinstack::gui
