// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>
#include <QStyledItemDelegate>

#include "gui/models/sweep/curve_list.hpp"

namespace pinstack::gui {

/// A sample of the curve at the right of its name.
class CurveDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// The curves of a chart, each with a box to tick: the chart draws it.
class CurveLegend : public QListView {
    Q_OBJECT

public:
    explicit CurveLegend(CurveList& curves, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
};

}  // namespace pinstack::gui
