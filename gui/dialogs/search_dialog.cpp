// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/search_dialog.hpp"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <limits>

namespace pinstack::gui {

SearchDialog::SearchDialog(const System& system, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Search for a worst case"));
    auto* text = new QLabel(
        tr("Tries releases of the jobs under which the system does badly: every job as long as it can be, no "
           "two jobs of a task closer than its period. What it finds can happen; that nothing worse can is "
           "not said."));
    text->setWordWrap(true);
    objective_ = new QComboBox;
    objective_->setObjectName("objective");
    const auto add = [this](ObjectiveKind kind, const QString& name) {
        objective_->addItem(name, static_cast<int>(kind));
    };
    add(ObjectiveKind::loss, tr("CPU time lost to stacking"));
    add(ObjectiveKind::depth, tr("Depth of a stack"));
    add(ObjectiveKind::response, tr("Response time"));
    add(ObjectiveKind::lateness, tr("Lateness"));
    task_ = new QComboBox;
    task_->setObjectName("task");
    task_->addItem(tr("any task"));
    for (const Task& task : system.tasks) task_->addItem(QString::fromStdString(task.name));
    const auto follow = [this] {
        const auto kind = static_cast<ObjectiveKind>(objective_->currentData().toInt());
        task_->setEnabled(kind == ObjectiveKind::response || kind == ObjectiveKind::lateness);
    };
    connect(objective_, &QComboBox::currentIndexChanged, this, follow);
    follow();
    runs_ = new QSpinBox;
    runs_->setObjectName("runs");
    runs_->setRange(1, 1'000'000'000);
    runs_->setValue(static_cast<int>(SearchSpec{}.evaluations));
    runs_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    runs_->setGroupSeparatorShown(true);
    seed_ = new QSpinBox;
    seed_->setObjectName("seed");
    seed_->setRange(0, std::numeric_limits<int>::max());
    seed_->setValue(1);
    seed_->setToolTip(tr("The same seed and number of runs find the same"));
    auto* form = new QFormLayout;
    form->addRow(tr("Worst in"), objective_);
    form->addRow(tr("Of"), task_);
    form->addRow(tr("Runs, at most"), runs_);
    form->addRow(tr("Seed"), seed_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    auto* search = buttons->addButton(tr("Search"), QDialogButtonBox::AcceptRole);
    search->setObjectName("search");
    search->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(text);
    column->addLayout(form);
    column->addWidget(buttons);
}

SearchSpec SearchDialog::spec() const {
    SearchSpec spec;
    spec.objective.kind = static_cast<ObjectiveKind>(objective_->currentData().toInt());
    if (task_->isEnabled() && task_->currentIndex() > 0) {
        spec.objective.task = static_cast<std::uint32_t>(task_->currentIndex() - 1);
    }
    spec.evaluations = static_cast<std::uint64_t>(runs_->value());
    spec.seed = static_cast<std::uint64_t>(seed_->value());
    return spec;
}

}  // namespace pinstack::gui
