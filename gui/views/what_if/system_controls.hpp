// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "gui/models/what_if/what_if.hpp"

class QLabel;
class QSlider;
class QSpinBox;

namespace pinstack::gui {

class ChoiceBox;
class ProblemLabel;

/// Number of CPUs, costs, and the factor of all sections.
class SystemControls : public QWidget {
    Q_OBJECT

public:
    explicit SystemControls(WhatIf& model, QWidget* parent = nullptr);
    void follow();

private:
    QWidget* build_factor();

    WhatIf& model_;
    QSpinBox* cpus_ = nullptr;
    QLabel* note_ = nullptr;
    ChoiceBox* costs_ = nullptr;
    QSlider* factor_ = nullptr;
    QSpinBox* percent_ = nullptr;
    QLabel* utilization_ = nullptr;
    ProblemLabel *cpus_problem_, *costs_problem_;
};

}  // namespace pinstack::gui
