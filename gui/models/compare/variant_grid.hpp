// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which variants are compared, as a grid to tick: a row for each balancer, a column for each protection.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "model/system/variant.hpp"

namespace pinstack::gui {

class Session;

class VariantGrid : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit VariantGrid(Session& session, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    /// The parameter of balancers that take one (bounded-stack:K).
    int parameter() const { return parameter_; }
    void set_parameter(int parameter);

private:
    Variant variant_at(const QModelIndex& index) const;
    bool is_chosen(const Variant& variant) const;
    void follow();

    Session& session_;
    std::vector<Variant> chosen_;
    int parameter_ = 1;
};

}  // namespace pinstack::gui
