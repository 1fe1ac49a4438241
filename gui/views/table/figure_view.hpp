// SPDX-License-Identifier: GPL-3.0-or-later
//
// A FigureTable on the screen: sorted by a click on a heading (the third click gives the first order again), copied
// cell by cell, row by row or whole, in step with the selection of the window both ways.
#pragma once

#include <QTableView>

#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

class FigureView : public QTableView {
    Q_OBJECT

public:
    /// Neither is owned; both must outlive it.
    FigureView(FigureTable& table, ViewState& view, QWidget* parent = nullptr);

    FigureTable& table() const { return table_; }

    /// Sentences: lines are broken, and rows are as high as they need to be.
    void set_wrapped(bool wrapped);
    /// The rows that are chosen, or all with their headings where none is, separated by tabs.
    void copy();
    /// Asks where to.
    void save_csv();

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    int sizeHintForColumn(int column) const override;

private:
    void user_chose();
    void follow_selection();
    void content_changed();

    FigureTable& table_;
    ViewState& view_;
    bool is_following_ = false;
    bool is_wrapped_ = false;
};

}  // namespace pinstack::gui
