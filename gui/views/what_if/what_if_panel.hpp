// SPDX-License-Identifier: GPL-3.0-or-later
//
// A knob for each question, and what the answer is: the run as opened beside the one of now. Every change is a step of
// the document's history and is run in the background.
#pragma once

#include <QWidget>

#include "gui/models/what_if/before_after_model.hpp"
#include "gui/models/what_if/what_if.hpp"

class QLabel;
class QPushButton;
class QTimer;

namespace pinstack::gui {

class KernelControls;
class MechanismControls;
class ProblemLabel;
class SystemControls;
class TaskControls;

class WhatIfPanel : public QWidget {
    Q_OBJECT

public:
    WhatIfPanel(Session& session, ViewState& view, QWidget* parent = nullptr);

    QSize sizeHint() const override;

signals:
    void comparison_asked_for();

private:
    QWidget* build_head();
    void follow();

    Session& session_;
    WhatIf model_;
    BeforeAfterModel figures_;
    QLabel* busy_ = nullptr;
    QTimer* busy_soon_ = nullptr;
    QPushButton* reset_ = nullptr;
    ProblemLabel* problem_;
    KernelControls* kernel_;
    MechanismControls* mechanisms_;
    QWidget* mechanism_group_ = nullptr;
    SystemControls* system_;
    TaskControls* task_;
};

}  // namespace pinstack::gui
