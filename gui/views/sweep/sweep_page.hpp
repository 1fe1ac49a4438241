// SPDX-License-Identifier: GPL-3.0-or-later
//
// The results of a sweep: a figure as a chart with its legend, and its points as a table. What is chosen in one is
// chosen in the other.
#pragma once

#include <optional>

#include "gui/models/sweep/curve_list.hpp"
#include "gui/models/sweep/point_table.hpp"
#include "gui/models/sweep/sweep_choice.hpp"
#include "gui/views/page.hpp"

class QLabel;

namespace pinstack::gui {

class FigureView;
class SweepChart;
class SweepControls;
class ViewState;

class SweepPage : public Page {
    Q_OBJECT

public:
    SweepPage(SweepFile& file, ViewState& view, QWidget* parent = nullptr);

    QWidget* picture() override { return picture_; }
    QAbstractItemModel* table() override { return &points_; }

    SweepChoice& choice() { return choice_; }
    CurveList& curves() { return curves_; }
    SweepChart& chart() { return *chart_; }

private:
    QWidget* make_picture();
    void show_figure();
    void show_curves();
    void choose_point(const ChartPoint& point);
    void row_chosen();
    std::optional<ChartPoint> chosen_point() const;

    SweepFile& file_;
    SweepChoice choice_;
    CurveList curves_;
    PointTable points_;
    SweepControls* controls_ = nullptr;
    QWidget* picture_ = nullptr;
    QLabel* title_ = nullptr;
    QLabel* axis_ = nullptr;
    QLabel* summary_ = nullptr;
    SweepChart* chart_ = nullptr;
    FigureView* figures_ = nullptr;
};

}  // namespace pinstack::gui
