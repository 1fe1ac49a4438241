// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "gui/models/sweep/sweep_choice.hpp"
#include "gui/views/sweep/sweep_chart.hpp"

class QComboBox;
class QGridLayout;

namespace pinstack::gui {

/// Chooses the figure, its axis, a value of each other parameter, and how intervals are drawn.
class SweepControls : public QWidget {
    Q_OBJECT

public:
    explicit SweepControls(SweepChoice& choice, QWidget* parent = nullptr);

signals:
    void intervals_chosen(SweepChart::Intervals intervals);

private:
    struct Parameter {
        std::string key;
        QComboBox* box;
    };

    QComboBox* add_box(QGridLayout& grid, int row, int column, const QString& label, const char* name);
    void follow();
    void make_parameters();

    SweepChoice& choice_;
    QComboBox* figure_ = nullptr;
    QComboBox* axis_ = nullptr;
    QWidget* parameters_ = nullptr;
    std::vector<Parameter> boxes_;
    SweepResultsPtr boxes_of_;
};

}  // namespace pinstack::gui
