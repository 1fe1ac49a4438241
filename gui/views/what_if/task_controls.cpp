// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/what_if/task_controls.hpp"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

#include "analyzer/report/body_text.hpp"
#include "gui/views/what_if/controls.hpp"

namespace pinstack::gui {

namespace {

constexpr std::size_t kMostSections = 8;  // of one task; the editor has them all

}  // namespace

TaskControls::TaskControls(WhatIf& model, ViewState& view, QWidget* parent)
    : QWidget(parent),
      model_(model),
      view_(view),
      form_(new QFormLayout(this)),
      problem_(new ProblemLabel("task_problem")) {
    form_->setContentsMargins(0, 0, 0, 0);
    task_ = new ChoiceBox;
    task_->setObjectName("task");
    connect(task_, &QComboBox::activated, this, [this](int entry) {
        Selection selection;
        selection.task = static_cast<std::uint32_t>(entry);
        view_.select(selection);
    });
    add_control(*form_, tr("Task"), task_);
    priority_ = new QSpinBox;
    priority_->setObjectName("priority");
    priority_->setRange(1, 99);
    priority_->setKeyboardTracking(false);
    priority_->setToolTip(help_of(TaskColumn::priority));
    ignore_passing_wheel(*priority_);
    connect(priority_, &QSpinBox::valueChanged, &model, &WhatIf::set_priority);
    connect(priority_, &QSpinBox::editingFinished, &model, &WhatIf::settle);
    add_control(*form_, tr("Priority"), priority_);
    give_ = new QPushButton(tr("Give priorities"));
    give_->setObjectName("give_priorities");
    give_->setToolTip(
        tr("The tasks have none and are ranked by deadline. Writes these ranks down as priorities, so that "
           "one of them can be changed"));
    connect(give_, &QPushButton::clicked, &model, &WhatIf::give_priorities);
    form_->addRow(give_);
    releases_ = add_value(*form_, tr("Period"), TaskColumn::releases);
    deadline_ = add_value(*form_, heading_of(TaskColumn::deadline), TaskColumn::deadline);
    wcet_ = add_value(*form_, heading_of(TaskColumn::wcet), TaskColumn::wcet);
    form_->addRow(problem_);
    more_ = new QLabel(tr("More of them on the page Edit"));
    more_->setForegroundRole(QPalette::PlaceholderText);
    form_->addRow(more_);
}

TimeEdit* TaskControls::add_value(QFormLayout& form, const QString& label, TaskColumn column) {
    auto* edit =
        new TimeEdit([this, column](const QString& text) { return model_.set_task_value(column, text); }, *problem_);
    edit->setObjectName(QString("value %1").arg(static_cast<int>(column)));
    edit->setToolTip(help_of(column));
    connect(edit, &QAbstractSpinBox::editingFinished, &model_, &WhatIf::settle);
    add_control(form, label, edit);
    return edit;
}

void TaskControls::follow_names() {
    const auto& tasks = model_.system().tasks;
    bool is_same = task_->count() == static_cast<int>(tasks.size());
    for (int i = 0; is_same && i < task_->count(); ++i) {
        is_same = task_->itemText(i) == text_of(tasks[static_cast<std::size_t>(i)], TaskColumn::name);
    }
    if (!is_same) {
        QStringList names;
        for (const Task& task : tasks) names << text_of(task, TaskColumn::name);
        task_->clear();
        task_->addItems(names);
    }
    task_->setCurrentIndex(static_cast<int>(model_.task()));
    task_->setToolTip(task_->currentText());
}

void TaskControls::follow() {
    setEnabled(model_.has_task());
    if (!model_.has_task()) return;
    follow_names();
    const Task& task = model_.system().tasks[model_.task()];
    {
        const QSignalBlocker quiet(priority_);
        priority_->setValue(task.priority.value_or(1));
    }
    form_->setRowVisible(priority_, task.priority.has_value());
    form_->setRowVisible(give_, model_.can_give_priorities());
    const bool is_listed = std::holds_alternative<ExplicitReleases>(task.releases);
    static_cast<QLabel*>(form_->labelForField(releases_))
        ->setText(is_listed                                         ? tr("Releases")
                  : std::holds_alternative<Periodic>(task.releases) ? tr("Period")
                                                                    : tr("Interarrival"));
    releases_->show_time(text_of(task, TaskColumn::releases));
    deadline_->show_time(text_of(task, TaskColumn::deadline));
    // That of a body of several operations is computed.
    wcet_->setReadOnly(!is_editable(task, TaskColumn::wcet));
    wcet_->setEnabled(!wcet_->isReadOnly());
    wcet_->show_time(text_of(task, TaskColumn::wcet));
    problem_->show_text(model_.problem_at(WhatIf::Control::task));
    follow_sections();
}

void TaskControls::follow_sections() {
    runs_ = model_.runs_in_sections(kMostSections + 1);
    const bool has_more = runs_.size() > kMostSections;
    if (has_more) runs_.pop_back();
    const Body& body = model_.system().tasks[model_.task()].body;
    while (sections_.size() < runs_.size()) {
        const std::size_t place = sections_.size();
        auto* edit = new TimeEdit([this, place](const QString& text) { return model_.set_length(runs_[place], text); },
                                  *problem_);
        edit->setObjectName(QString("section %1").arg(place));
        connect(edit, &QAbstractSpinBox::editingFinished, &model_, &WhatIf::settle);
        edit->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        auto* name = new QLabel;
        name->setTextFormat(Qt::PlainText);
        // Before the label of what is left out, so that the problem stands between values and sections.
        form_->insertRow(form_->rowCount() - 1, name, edit);
        sections_.push_back(edit);
        section_names_.push_back(name);
    }
    for (std::size_t i = 0; i < sections_.size(); ++i) {
        form_->setRowVisible(sections_[i], i < runs_.size());
        if (i >= runs_.size()) continue;
        const QString brackets = model_.brackets_text(runs_[i]);
        const int room = fontMetrics().averageCharWidth() * 16;
        section_names_[i]->setText(
            fontMetrics().elidedText(model_.short_brackets_text(runs_[i]), Qt::ElideRight, room));
        section_names_[i]->setToolTip(brackets);
        sections_[i]->show_time(QString::fromStdString(variable_text(operation_at(body, runs_[i])->time)));
        sections_[i]->setToolTip(tr("How long it runs in %1").arg(brackets));
    }
    form_->setRowVisible(more_, has_more);
}

}  // namespace pinstack::gui
