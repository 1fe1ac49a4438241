// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/what_if/system_controls.hpp"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>

#include "gui/models/edit/setting_text.hpp"
#include "gui/views/what_if/controls.hpp"
#include "model/platform/costs.hpp"

namespace pinstack::gui {

namespace {

QLabel* small_text(const QString& name) {
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

}  // namespace

SystemControls::SystemControls(WhatIf& model, QWidget* parent)
    : QWidget(parent),
      model_(model),
      cpus_problem_(new ProblemLabel("cpus_problem")),
      costs_problem_(new ProblemLabel("costs_problem")) {
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    cpus_ = new QSpinBox;
    cpus_->setObjectName("cpus");
    cpus_->setRange(1, kMaxCpus);
    cpus_->setKeyboardTracking(false);
    ignore_passing_wheel(*cpus_);
    connect(cpus_, &QSpinBox::valueChanged, &model, &WhatIf::set_cpus);
    connect(cpus_, &QSpinBox::editingFinished, &model, &WhatIf::settle);
    add_control(*form, tr("CPUs"), cpus_);
    note_ = small_text("platform_note");
    form->addRow(note_);
    form->addRow(cpus_problem_);
    costs_ = new ChoiceBox;
    costs_->setObjectName("costs");
    costs_->addItem("none");
    for (const std::string_view name : built_in_cost_models()) {
        costs_->addItem(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    }
    connect(costs_, &QComboBox::activated, this, [this](int entry) {
        model_.set_costs(costs_->itemText(entry));
        model_.settle();
    });
    add_control(*form, tr("Costs"), costs_);
    form->addRow(costs_problem_);
    form->addRow(new QLabel(tr("Length of all sections")));
    form->addRow(build_factor());
    utilization_ = small_text("utilization");
    form->addRow(utilization_);
}

QWidget* SystemControls::build_factor() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    factor_ = new QSlider(Qt::Horizontal);
    factor_->setObjectName("factor");
    factor_->setRange(10, 400);
    factor_->setPageStep(10);
    factor_->setTickInterval(100);
    factor_->setTickPosition(QSlider::TicksBelow);
    ignore_passing_wheel(*factor_);
    percent_ = new QSpinBox;
    percent_->setObjectName("percent");
    percent_->setRange(1, 1000);
    percent_->setSuffix(tr(" %"));
    percent_->setKeyboardTracking(false);
    ignore_passing_wheel(*percent_);
    connect(factor_, &QSlider::valueChanged, &model_, &WhatIf::set_section_percent);
    connect(factor_, &QSlider::sliderReleased, &model_, &WhatIf::settle);
    connect(percent_, &QSpinBox::valueChanged, &model_, &WhatIf::set_section_percent);
    connect(percent_, &QSpinBox::editingFinished, &model_, &WhatIf::settle);
    layout->addWidget(factor_, 1);
    layout->addWidget(percent_);
    return row;
}

void SystemControls::follow() {
    if (!model_.is_open()) return;
    const QSignalBlocker quiet_cpus(cpus_), quiet_factor(factor_), quiet_percent(percent_);
    cpus_->setValue(model_.system().platform.cpus);
    note_->setText(model_.platform_note());
    note_->setVisible(!note_->text().isEmpty());
    // Costs that the file changes one by one are an entry of their own, while they are in force.
    const QString costs = costs_text(model_.system());
    const int own = static_cast<int>(built_in_cost_models().size()) + 1;
    costs_->removeItem(own);
    int entry = costs_->findText(costs);
    if (entry < 0) {
        entry = own;
        costs_->insertItem(own, tr("%1, changed").arg(QString::fromStdString(model_.system().platform.costs.name)));
        costs_->setItemData(own, costs, Qt::ToolTipRole);
    }
    costs_->setCurrentIndex(entry);
    costs_->setToolTip(costs);
    factor_->setValue(model_.section_percent());
    percent_->setValue(model_.section_percent());
    utilization_->setText(model_.utilization_text());
    cpus_problem_->show_text(model_.problem_at(WhatIf::Control::cpus));
    costs_problem_->show_text(model_.problem_at(WhatIf::Control::costs));
}

}  // namespace pinstack::gui
