// SPDX-License-Identifier: GPL-3.0-or-later
//
// Shows and edits the cells of models that are TypedCells: problems in colour with an icon, choices as a box. While the
// user types, what is wrong is told at once; Enter and Tab do not leave a text that is refused.
#pragma once

#include <QStyledItemDelegate>

class QAbstractItemView;

namespace pinstack::gui {

class MessageLine;

class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// The delegate of a view, and the one who tells the line what its current cell is. Both outlive the delegate.
    CellDelegate(QAbstractItemView& view, MessageLine& line);

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// Of all rows of the editor's tables.
    static int row_height(const QFontMetrics& font);

    /// What is wrong with the current cell, or what it is.
    void describe_current() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    bool judge(QWidget* editor, const QModelIndex& index) const;

    QAbstractItemView& view_;
    MessageLine& line_;
};

}  // namespace pinstack::gui
