// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/what_if/what_if_panel.hpp"

#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include "gui/views/what_if/before_after_view.hpp"
#include "gui/views/what_if/controls.hpp"
#include "gui/views/what_if/kernel_controls.hpp"
#include "gui/views/what_if/mechanism_controls.hpp"
#include "gui/views/what_if/system_controls.hpp"
#include "gui/views/what_if/task_controls.hpp"

namespace pinstack::gui {

namespace {

// A run that takes less is not announced: that would only flicker.
constexpr int kSoonMs = 150;

QGroupBox* group(const QString& title, QWidget* content) {
    auto* box = new QGroupBox(title);
    auto* layout = new QVBoxLayout(box);
    layout->addWidget(content);
    return box;
}

}  // namespace

WhatIfPanel::WhatIfPanel(Session& session, ViewState& view, QWidget* parent)
    : QWidget(parent),
      session_(session),
      model_(session, view),
      figures_(session),
      problem_(new ProblemLabel("whole_problem")),
      kernel_(new KernelControls(model_)),
      mechanisms_(new MechanismControls(model_)),
      system_(new SystemControls(model_)),
      task_(new TaskControls(model_, view)) {
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(build_head());
    layout->addWidget(problem_);
    auto* controls = new QWidget;
    auto* column = new QVBoxLayout(controls);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(group(tr("Kernel"), kernel_));
    mechanism_group_ = group(tr("Mechanisms"), mechanisms_);
    column->addWidget(mechanism_group_);
    connect(mechanisms_, &MechanismControls::comparison_asked_for, this, &WhatIfPanel::comparison_asked_for);
    column->addWidget(group(tr("System"), system_));
    column->addWidget(group(tr("One task"), task_));
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(controls);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout->addWidget(scroll, 1);
    connect(&model_, &WhatIf::changed, this, &WhatIfPanel::follow);
    busy_soon_ = new QTimer(this);
    busy_soon_->setSingleShot(true);
    connect(busy_soon_, &QTimer::timeout, this, [this] { busy_->setText(tr("simulating\u2026")); });
    connect(&session, &Session::busy_changed, this, [this] {
        if (!session_.is_busy()) {
            busy_soon_->stop();
            busy_->clear();
        } else if (!busy_soon_->isActive()) {
            busy_soon_->start(kSoonMs);
        }
    });
    follow();
}

QSize WhatIfPanel::sizeHint() const { return {fontMetrics().averageCharWidth() * 50, QWidget::sizeHint().height()}; }

QWidget* WhatIfPanel::build_head() {
    auto* head = new QWidget;
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(new BeforeAfterView(figures_));
    auto* row = new QHBoxLayout;
    busy_ = new QLabel;
    busy_->setObjectName("busy");
    busy_->setForegroundRole(QPalette::PlaceholderText);
    reset_ = new QPushButton(tr("Reset to file"));
    reset_->setObjectName("reset");
    reset_->setToolTip(tr("Take all changes back, as one step that can be undone"));
    connect(reset_, &QPushButton::clicked, &model_, &WhatIf::reset);
    row->addWidget(busy_, 1);
    row->addWidget(reset_);
    column->addLayout(row);
    return head;
}

void WhatIfPanel::follow() {
    setEnabled(model_.is_open());
    kernel_->follow();
    mechanisms_->follow();
    mechanism_group_->setVisible(mechanisms_->has_any());
    system_->follow();
    task_->follow();
    reset_->setEnabled(model_.is_open() && model_.is_changed());
    problem_->show_text(model_.problem_at(WhatIf::Control::whole));
    figures_.set_task(model_.has_task() ? text_of(model_.system().tasks[model_.task()], TaskColumn::name) : QString());
}

}  // namespace pinstack::gui
