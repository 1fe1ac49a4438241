// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "gui/models/what_if/what_if.hpp"

class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace pinstack::gui {

class ProblemLabel;
class TimeEdit;

/// One task, the selected one: priority, releases, deadline, execution time, the lengths of its sections.
class TaskControls : public QWidget {
    Q_OBJECT

public:
    TaskControls(WhatIf& model, ViewState& view, QWidget* parent = nullptr);
    void follow();

private:
    TimeEdit* add_value(QFormLayout& form, const QString& label, TaskColumn column);
    void follow_names();
    void follow_sections();

    WhatIf& model_;
    ViewState& view_;
    QFormLayout* form_;
    QComboBox* task_ = nullptr;
    QSpinBox* priority_ = nullptr;
    QPushButton* give_ = nullptr;
    TimeEdit *releases_ = nullptr, *deadline_ = nullptr, *wcet_ = nullptr;
    std::vector<QLabel*> section_names_;
    std::vector<TimeEdit*> sections_;  // rows at the end, as many as were ever needed
    std::vector<BodyPath> runs_;
    QLabel* more_ = nullptr;
    ProblemLabel* problem_;
};

}  // namespace pinstack::gui
