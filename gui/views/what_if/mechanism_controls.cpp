// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/what_if/mechanism_controls.hpp"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QToolButton>
#include <algorithm>

#include "gui/views/what_if/controls.hpp"

namespace pinstack::gui {

namespace {

QString from(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}  // namespace

MechanismControls::MechanismControls(WhatIf& model, QWidget* parent) : QWidget(parent), model_(model) {
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    for (const Mechanism& mechanism : mechanisms()) add_row(*form, mechanism);
}

void MechanismControls::add_row(QFormLayout& form, const Mechanism& mechanism) {
    auto* box = new ChoiceBox;
    box->setObjectName(from(mechanism.name));
    box->addItem(tr("not set"));
    for (const std::string_view setting : mechanism.settings) box->addItem(from(setting));
    connect(box, &QComboBox::activated, this, [this, &mechanism](int entry) {
        model_.set_mechanism(mechanism, entry == 0 ? std::nullopt : std::optional(static_cast<std::size_t>(entry - 1)));
    });
    auto* compare = new QToolButton;
    compare->setObjectName("compare_" + from(mechanism.name));
    compare->setText(tr("Compare"));
    compare->setToolTip(tr("All settings beside each other, on the Compare page"));
    connect(compare, &QToolButton::clicked, this, [this, &mechanism] {
        model_.compare_settings(mechanism);
        emit comparison_asked_for();
    });
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(box, 1);
    layout->addWidget(compare);
    add_control(form, from(mechanism.name), row);
    rows_.push_back({&mechanism, box, compare});
}

bool MechanismControls::has_any() const {
    return model_.is_open() && std::any_of(rows_.begin(), rows_.end(), [this](const Row& row) {
               return row.mechanism->is_used(model_.system());
           });
}

void MechanismControls::follow() {
    if (!model_.is_open()) return;
    auto* form = static_cast<QFormLayout*>(layout());
    for (const Row& row : rows_) {
        const bool is_used = row.mechanism->is_used(model_.system());
        row.box->parentWidget()->setVisible(is_used);
        form->labelForField(row.box->parentWidget())->setVisible(is_used);
        const auto setting = row.mechanism->setting(model_.system().kernel);
        row.box->setCurrentIndex(setting ? static_cast<int>(*setting) + 1 : 0);
    }
}

}  // namespace pinstack::gui
