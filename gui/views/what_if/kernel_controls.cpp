// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/what_if/kernel_controls.hpp"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include "gui/models/edit/setting.hpp"
#include "gui/views/what_if/controls.hpp"
#include "model/balancer/balancer.hpp"

namespace pinstack::gui {

namespace {

QString from(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}  // namespace

KernelControls::KernelControls(WhatIf& model, QWidget* parent)
    : QWidget(parent),
      model_(model),
      sections_problem_(new ProblemLabel("sections_problem")),
      balancer_problem_(new ProblemLabel("balancer_problem")),
      order_problem_(new ProblemLabel("order_problem")),
      hybrid_problem_(new ProblemLabel("hybrid_problem")) {
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    sections_ = new ChoiceBox([this](int entry) { return model_.objection(static_cast<Protection>(entry)); });
    sections_->setObjectName("sections");
    for (const Protection protection : {Protection::none, Protection::preempt_disable, Protection::migrate_disable}) {
        sections_->addItem(from(name_of(protection)));
    }
    connect(sections_, &QComboBox::activated, this, [this](int entry) {
        model_.set_sections(static_cast<Protection>(entry));
        model_.settle();
    });
    add_control(*form, tr("Sections"), sections_);
    form->addRow(sections_problem_);
    build_balancer(*form);
    build_order(*form);
    build_linux(*form);
}

BalancerName KernelControls::balancer_of(int entry) const {
    const BalancerInfo& info = balancers()[static_cast<std::size_t>(entry)];
    BalancerName name{std::string(info.name), std::nullopt};
    if (!info.parameter.empty()) name.parameter = parameter_->value();
    return name;
}

void KernelControls::build_balancer(QFormLayout& form) {
    balancer_ = new ChoiceBox([this](int entry) { return model_.objection(balancer_of(entry)); });
    balancer_->setObjectName("balancer");
    for (const BalancerInfo& info : balancers()) {
        balancer_->addItem(from(info.name));
        balancer_->setItemData(balancer_->count() - 1, from(info.summary), Qt::WhatsThisRole);
    }
    parameter_ = new QSpinBox;
    parameter_->setObjectName("balancer_parameter");
    parameter_->setRange(1, kMaxCpus);
    parameter_->setValue(1);
    parameter_->setKeyboardTracking(false);
    ignore_passing_wheel(*parameter_);
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(balancer_, 1);
    layout->addWidget(parameter_);
    connect(balancer_, &QComboBox::activated, this, [this](int entry) {
        model_.set_balancer(balancer_of(entry));
        model_.settle();
    });
    connect(parameter_, &QSpinBox::valueChanged, this,
            [this] { model_.set_balancer(balancer_of(balancer_->currentIndex())); });
    connect(parameter_, &QSpinBox::editingFinished, &model_, &WhatIf::settle);
    add_control(form, tr("Balancer"), row);
    form.addRow(balancer_problem_);
}

void KernelControls::build_order(QFormLayout& form) {
    order_ = new ChoiceBox;
    order_->setObjectName("order");
    order_->addItem("fp");
    order_->addItem("edf");
    order_->setItemData(0, tr("Fixed priorities; without any, by deadline"), Qt::ToolTipRole);
    order_->setItemData(1, tr("Earliest deadline first"), Qt::ToolTipRole);
    connect(order_, &QComboBox::activated, this, [this](int entry) {
        model_.set_order(static_cast<Order>(entry));
        model_.settle();
    });
    add_control(form, tr("Order"), order_);
    form.addRow(order_problem_);
    hybrid_ = new TimeEdit([this](const QString& text) { return model_.set_hybrid_below(text); }, *hybrid_problem_);
    hybrid_->setObjectName("hybrid_below");
    hybrid_->setToolTip(settings()[setting_at("/kernel/hybrid_below")].help);
    hybrid_->set_blank_text(settings()[setting_at("/kernel/hybrid_below")].blank);
    add_control(form, tr("Hybrid below"), hybrid_);
    form.addRow(hybrid_problem_);
}

void KernelControls::build_linux(QFormLayout& form) {
    fold_ = new QToolButton;
    fold_->setObjectName("linux_fold");
    fold_->setText(tr("Linux"));
    fold_->setAutoRaise(true);
    fold_->setArrowType(Qt::DownArrow);
    fold_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    features_ = new QWidget;
    auto* column = new QVBoxLayout(features_);
    column->setContentsMargins(fontMetrics().averageCharWidth() * 2, 0, 0, 0);
    column->setSpacing(2);
    const auto add = [&](const QString& name, const QString& help) {
        auto* box = new QCheckBox(name);
        box->setObjectName(name);
        box->setToolTip(help);
        column->addWidget(box);
        return box;
    };
    preempt_rt_ = add("PREEMPT_RT", settings()[setting_at("/kernel/preempt_rt")].help);
    connect(preempt_rt_, &QCheckBox::clicked, &model_, &WhatIf::set_preempt_rt);
    push_ipi_ = add("RT_PUSH_IPI", settings()[setting_at("/kernel/features/RT_PUSH_IPI")].help);
    connect(push_ipi_, &QCheckBox::clicked, &model_, &WhatIf::set_push_ipi);
    for (const LinuxChange& change : kLinuxChanges) {
        changes_.push_back(add(from(change.name), help_of(change)));
        connect(changes_.back(), &QCheckBox::clicked, this,
                [this, &change](bool is_on) { model_.set_feature(change, is_on); });
    }
    connect(fold_, &QToolButton::clicked, this, [this] {
        is_folded_ = !is_folded_;
        fold_->setArrowType(is_folded_ ? Qt::RightArrow : Qt::DownArrow);
        follow();
    });
    form.addRow(fold_);
    form.addRow(features_);
}

void KernelControls::follow() {
    if (!model_.is_open()) return;
    const Variant& kernel = model_.system().kernel;
    sections_->setCurrentIndex(static_cast<int>(kernel.sections));
    order_->setCurrentIndex(static_cast<int>(kernel.order));
    const BalancerInfo* info = find_balancer(kernel.balancer.name);
    balancer_->setCurrentIndex(info == nullptr ? -1 : static_cast<int>(info - balancers().data()));
    balancer_->setToolTip(info == nullptr ? QString() : from(info->summary));
    {
        const QSignalBlocker quiet(parameter_);
        if (kernel.balancer.parameter) parameter_->setValue(*kernel.balancer.parameter);
    }
    parameter_->setVisible(info != nullptr && !info->parameter.empty());
    hybrid_->show_time(settings()[setting_at("/kernel/hybrid_below")].text(model_.system()));
    sections_problem_->show_text(model_.problem_at(WhatIf::Control::sections));
    balancer_problem_->show_text(model_.problem_at(WhatIf::Control::balancer));
    order_problem_->show_text(model_.problem_at(WhatIf::Control::order));
    hybrid_problem_->show_text(model_.problem_at(WhatIf::Control::hybrid_below));
    // PREEMPT_RT concerns locks and RCU under every balancer.
    const bool has_features = is_linux(kernel), has_locks = uses_locks_or_rcu(model_.system());
    fold_->setVisible(has_features || has_locks);
    features_->setVisible(!is_folded_ && (has_features || has_locks));
    push_ipi_->setVisible(has_features);
    preempt_rt_->setChecked(kernel.linux.preempt_rt);
    push_ipi_->setChecked(kernel.linux.uses_push_ipi());
    for (std::size_t i = 0; i < changes_.size(); ++i) {
        changes_[i]->setChecked(kernel.linux.*kLinuxChanges[i].in_force);
        changes_[i]->setVisible(has_features);
    }
}

}  // namespace pinstack::gui
