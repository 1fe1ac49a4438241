// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>
#include <QStyledItemDelegate>

#include "gui/models/compare/compared_runs.hpp"

namespace pinstack::gui {

/// A sample of the variant's line at the right of its name.
class VariantDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// The variants that are compared: the legend of all charts. One that is unticked is left out of them.
class VariantList : public QListView {
    Q_OBJECT

public:
    explicit VariantList(ComparedRuns& runs, QWidget* parent = nullptr);

    QSize sizeHint() const override;
};

}  // namespace pinstack::gui
