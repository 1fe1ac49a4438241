// SPDX-License-Identifier: GPL-3.0-or-later
//
// The run of the open document over time: tools, timeline, overview, legend, and a line that says where one is.
#pragma once

#include <QString>

#include "gui/models/timeline/interval_table.hpp"
#include "gui/views/page.hpp"

class QComboBox;
class QLabel;
class QLineEdit;
class QToolBar;

namespace pinstack::gui {

class OverviewStrip;
class Session;
class TimelineLegend;
class TimelineView;
class ViewState;

class TimelinePage : public Page {
    Q_OBJECT

public:
    TimelinePage(Session& session, ViewState& view, QWidget* parent = nullptr);

    QWidget* picture() override { return picture_; }
    /// Every interval of every job.
    QAbstractItemModel* table() override;
    TimelineView& timeline() { return *timeline_; }

signals:
    void stack_asked();  ///< the user wants releases searched for under which the system stacks

private:
    void fill_tools(QToolBar& tools);
    void add_row_choice(QToolBar& tools);
    void add_history(QToolBar& tools);
    void add_search(QToolBar& tools);
    void follow_appearance();
    void show_run();
    void write_status();

    Session& session_;
    ViewState& view_;
    TimelineView* timeline_ = nullptr;
    OverviewStrip* overview_ = nullptr;
    TimelineLegend* legend_ = nullptr;
    QWidget* picture_ = nullptr;  // without the tools
    QComboBox* rows_ = nullptr;
    QComboBox* colouring_ = nullptr;
    QLineEdit* filter_ = nullptr;
    QLineEdit* search_ = nullptr;
    QLabel* where_ = nullptr;
    QLabel* markers_ = nullptr;
    QLabel* merged_ = nullptr;
    QString hovered_, message_;
    IntervalTable intervals_;
    bool intervals_are_old_ = true;  // they are only made for an export
};

}  // namespace pinstack::gui
