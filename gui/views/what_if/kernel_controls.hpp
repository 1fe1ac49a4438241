// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "gui/models/what_if/what_if.hpp"

class QCheckBox;
class QFormLayout;
class QSpinBox;
class QToolButton;

namespace pinstack::gui {

class ChoiceBox;
class ProblemLabel;
class TimeEdit;

/// Protection, balancer, order, hybrid protection, and under linux-rt-* what differs from Linux.
class KernelControls : public QWidget {
    Q_OBJECT

public:
    explicit KernelControls(WhatIf& model, QWidget* parent = nullptr);
    void follow();

private:
    void build_balancer(QFormLayout& form);
    void build_order(QFormLayout& form);
    void build_linux(QFormLayout& form);
    BalancerName balancer_of(int entry) const;

    WhatIf& model_;
    ChoiceBox *sections_ = nullptr, *balancer_ = nullptr, *order_ = nullptr;
    QSpinBox* parameter_ = nullptr;
    TimeEdit* hybrid_ = nullptr;
    ProblemLabel *sections_problem_, *balancer_problem_, *order_problem_, *hybrid_problem_;
    QToolButton* fold_ = nullptr;
    bool is_folded_ = false;
    QWidget* features_ = nullptr;
    QCheckBox *preempt_rt_ = nullptr, *push_ipi_ = nullptr;
    std::vector<QCheckBox*> changes_;  // as kLinuxChanges
};

}  // namespace pinstack::gui
