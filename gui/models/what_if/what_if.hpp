// SPDX-License-Identifier: GPL-3.0-or-later
//
// The questions of the what-if panel: what each control shows of the open document, what is wrong there, and how it
// changes the document. Each change is a step of the history; those of one control that follow each other without a
// settle() between them become one, so that a slider can be moved.
#pragma once

#include <QObject>
#include <QString>
#include <optional>
#include <vector>

#include "gui/models/edit/body_edit.hpp"
#include "gui/models/edit/task_column.hpp"
#include "gui/models/session.hpp"
#include "gui/models/view_state.hpp"
#include "model/system/mechanism.hpp"

namespace pinstack::gui {

class WhatIf : public QObject {
    Q_OBJECT

public:
    enum class Control : std::uint8_t { sections, balancer, order, cpus, hybrid_below, costs, factor, task, whole };

    WhatIf(Session& session, ViewState& view, QObject* parent = nullptr);

    bool is_open() const { return session_.document().is_open(); }
    const System& system() const { return session_.document().system(); }
    int section_percent() const { return session_.document().scenario().section_percent; }
    bool is_changed() const;
    /// The selected task, else the first one. REQUIRES: there is a task.
    std::size_t task() const;
    bool has_task() const { return is_open() && !system().tasks.empty(); }

    void set_sections(Protection protection);
    void set_balancer(const BalancerName& balancer);
    void set_order(Order order);
    void set_cpus(int cpus);
    void set_section_percent(int percent);
    void set_costs(const QString& model);
    void set_feature(const LinuxChange& change, bool is_on);
    void set_push_ipi(bool is_on);
    void set_preempt_rt(bool is_on);
    /// Nothing: as if the file did not say.
    void set_mechanism(const Mechanism& mechanism, std::optional<std::size_t> setting);
    /// The variants of the comparison: the system's own one under each setting of the mechanism.
    void compare_settings(const Mechanism& mechanism);
    void set_priority(int priority);
    /// Where no task has a priority: gives each its rank by deadline, so that one can be changed.
    void give_priorities();
    bool can_give_priorities() const;
    // Texts as in a cell of the editor; the problems of one that cannot be taken, and then nothing changes.
    Problems set_hybrid_below(const QString& text);
    Problems set_task_value(TaskColumn column, const QString& text);
    Problems set_length(const BodyPath& run, const QString& text);
    /// The system as it was opened, as one more step.
    void reset();
    /// What follows is another step, also of the same control.
    void settle() { ++settled_; }

    /// The runs inside brackets of the task, in order, at most so many.
    std::vector<BodyPath> runs_in_sections(std::size_t most) const;
    /// "lock L > section": the brackets around the run.
    QString brackets_text(const BodyPath& run) const;
    /// "... > section": the innermost of them.
    QString short_brackets_text(const BodyPath& run) const;

    /// What is wrong with the document for the control's sake, blank where nothing is. `whole`: what no control shows.
    QString problem_at(Control control) const;
    /// Why the balancer would be impossible as things are, blank where it would not.
    QString objection(const BalancerName& balancer) const;
    QString objection(Protection protection) const;
    /// "1.85 of 4 CPUs", with the change by the factor where there is one.
    QString utilization_text() const;
    /// Says that the topology of the file is gone, where it is.
    QString platform_note() const;

signals:
    void changed();  ///< the document, or which task is the current one

private:
    void change(const QString& words, const char* control, System system);
    template <class Edit>
    void edit(const QString& words, const char* control, Edit change_it);
    void sort_problems();
    QString bracket_text(const BodyPath& path) const;

    Session& session_;
    ViewState& view_;
    Scenario opened_;
    int settled_ = 0;
    std::vector<std::pair<Control, QString>> problems_;
};

}  // namespace pinstack::gui
