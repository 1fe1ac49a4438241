// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/what_if/what_if.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "gui/models/edit/setting.hpp"
#include "gui/models/edit/task_edit.hpp"

namespace pinstack::gui {

WhatIf::WhatIf(Session& session, ViewState& view, QObject* parent) : QObject(parent), session_(session), view_(view) {
    opened_ = session.document().scenario();
    connect(&session.document(), &Document::opened, this, [this] { opened_ = session_.document().scenario(); });
    connect(&session.document(), &Document::changed, this, [this] {
        sort_problems();
        emit changed();
    });
    connect(&view, &ViewState::selection_changed, this, [this] {
        sort_problems();
        emit changed();
    });
    sort_problems();
}

bool WhatIf::is_changed() const {
    const Scenario& now = session_.document().scenario();
    return now.system != opened_.system || now.section_percent != opened_.section_percent;
}

std::size_t WhatIf::task() const {
    const auto selected = view_.selection().task;
    return selected && *selected < system().tasks.size() ? *selected : 0;
}

void WhatIf::change(const QString& words, const char* control, System system) {
    session_.document().change(words, std::move(system), QString("what if: %1 %2").arg(control).arg(settled_));
}

template <class Edit>
void WhatIf::edit(const QString& words, const char* control, Edit change_it) {
    System changed = system();
    change_it(changed);
    change(words, control, std::move(changed));
}

void WhatIf::set_sections(Protection protection) {
    if (protection == system().kernel.sections) return;
    edit(tr("Protection of sections"), "sections", [&](System& to) { to.kernel.sections = protection; });
}

void WhatIf::set_balancer(const BalancerName& balancer) {
    if (balancer == system().kernel.balancer) return;
    edit(tr("Balancer"), "balancer", [&](System& to) { to.kernel.balancer = balancer; });
}

void WhatIf::set_order(Order order) {
    if (order == system().kernel.order) return;
    edit(tr("Order"), "order", [&](System& to) { to.kernel.order = order; });
}

void WhatIf::set_cpus(int cpus) {
    if (cpus == system().platform.cpus) return;
    edit(tr("Number of CPUs"), "cpus", [&](System& to) { gui::set_cpus(to, cpus); });
}

void WhatIf::set_section_percent(int percent) {
    Scenario scenario = session_.document().scenario();
    if (scenario.section_percent == percent) return;
    scenario.section_percent = percent;
    session_.document().change(tr("Length of sections"), scenario, QString("what if: factor %1").arg(settled_));
}

void WhatIf::set_costs(const QString& model) {
    auto found = find_cost_model(model.toStdString());
    if (!found || *found == system().platform.costs) return;
    edit(tr("Costs"), "costs", [&](System& to) { to.platform.costs = std::move(*found); });
}

void WhatIf::set_feature(const LinuxChange& feature, bool is_on) {
    const QString name = QString::fromUtf8(feature.name.data(), static_cast<qsizetype>(feature.name.size()));
    edit(name, "feature", [&](System& to) { to.kernel.linux.*feature.in_force = is_on; });
    settle();
}

void WhatIf::set_push_ipi(bool is_on) {
    edit("RT_PUSH_IPI", "feature", [&](System& to) { to.kernel.linux.rt_push_ipi = is_on; });
    settle();
}

void WhatIf::set_preempt_rt(bool is_on) {
    edit("PREEMPT_RT", "feature", [&](System& to) { to.kernel.linux.preempt_rt = is_on; });
    settle();
}

void WhatIf::set_mechanism(const Mechanism& mechanism, std::optional<std::size_t> setting) {
    if (mechanism.setting(system().kernel) == setting) return;
    const QString name = QString::fromUtf8(mechanism.name.data(), static_cast<qsizetype>(mechanism.name.size()));
    edit(name, "mechanism", [&](System& to) { mechanism.set(to.kernel, setting); });
    settle();
}

void WhatIf::compare_settings(const Mechanism& mechanism) {
    if (auto all = under_all_settings(system(), {system().kernel}, mechanism.name)) {
        session_.set_variants(std::move(*all));
    }
}

void WhatIf::set_priority(int priority) {
    if (system().tasks[task()].priority == priority) return;
    edit(tr("Priority of %1").arg(text_of(system().tasks[task()], TaskColumn::name)), "priority",
         [&](System& to) { to.tasks[task()].priority = priority; });
}

bool WhatIf::can_give_priorities() const {
    constexpr std::size_t kPriorities = 99;
    const auto& tasks = system().tasks;
    return tasks.size() <= kPriorities && system().kernel.order == Order::fp &&
           std::none_of(tasks.begin(), tasks.end(), [](const Task& each) { return each.priority.has_value(); });
}

void WhatIf::give_priorities() {
    edit(tr("Priorities by deadline"), "priorities", [](System& to) {
        std::vector<std::size_t> places(to.tasks.size());
        std::iota(places.begin(), places.end(), std::size_t{0});
        std::stable_sort(places.begin(), places.end(),
                         [&](std::size_t a, std::size_t b) { return to.tasks[a].deadline < to.tasks[b].deadline; });
        // Equal deadlines stay equal: their ties are broken by the order of the file, as before.
        int priority = static_cast<int>(places.size());
        for (std::size_t i = 0; i < places.size(); ++i) {
            const bool is_tie = i > 0 && to.tasks[places[i]].deadline == to.tasks[places[i - 1]].deadline;
            to.tasks[places[i]].priority = is_tie ? to.tasks[places[i - 1]].priority : priority;
            --priority;
        }
    });
}

Problems WhatIf::set_hybrid_below(const QString& text) {
    const Setting& setting = settings()[setting_at("/kernel/hybrid_below")];
    if (text.trimmed() == setting.text(system())) return {};
    const auto found = edit_setting(system(), setting, text);
    if (!found) return found.error();
    edit(tr("Hybrid protection"), "hybrid", *found);
    return {};
}

Problems WhatIf::set_task_value(TaskColumn column, const QString& text) {
    const Task& changed = system().tasks[task()];
    if (text.trimmed() == text_of(changed, column)) return {};
    const auto found = edit_task(system(), task(), column, text);
    if (!found) return found.error();
    edit(tr("%1 of %2").arg(heading_of(column), text_of(changed, TaskColumn::name)),
         qPrintable(QString("task value %1").arg(static_cast<int>(column))), *found);
    return {};
}

Problems WhatIf::set_length(const BodyPath& run, const QString& text) {
    const OperationPlace place{task(), run};
    const auto found = edit_length(system(), place, text);
    if (!found) return found.error();
    System changed = system();
    (*found)(changed);
    if (same_operation(*operation_at(changed.tasks[place.task].body, run),
                       *operation_at(system().tasks[place.task].body, run))) {
        return {};
    }
    QString key = "length";
    for (const std::size_t each : run) key += QString(" %1").arg(each);
    const QString name = text_of(changed.tasks[place.task], TaskColumn::name);
    change(tr("Section of %1").arg(name), qPrintable(key), std::move(changed));
    return {};
}

void WhatIf::reset() {
    if (!is_changed()) return;
    session_.document().change(tr("Reset to the file"), opened_);
}

namespace {

void collect_runs(const Body& body, BodyPath& path, std::size_t most, std::vector<BodyPath>& out) {
    for (std::size_t i = 0; i < body.size() && out.size() < most; ++i) {
        path.push_back(i);
        if (is_bracket(body[i].kind)) {
            collect_runs(body[i].body, path, most, out);
        } else if (path.size() > 1 && body[i].kind == OperationKind::run) {
            out.push_back(path);
        }
        path.pop_back();
    }
}

}  // namespace

std::vector<BodyPath> WhatIf::runs_in_sections(std::size_t most) const {
    std::vector<BodyPath> runs;
    BodyPath path;
    if (has_task()) collect_runs(system().tasks[task()].body, path, most, runs);
    return runs;
}

QString WhatIf::bracket_text(const BodyPath& path) const {
    const Operation& bracket = *operation_at(system().tasks[task()].body, path);
    if (bracket.kind != OperationKind::lock) return word_of(bracket.kind);
    return word_of(bracket.kind) + " " + QString::fromStdString(system().locks[bracket.lock].name);
}

QString WhatIf::brackets_text(const BodyPath& run) const {
    QStringList words;
    for (BodyPath path(run.begin(), run.end() - 1); !path.empty(); path.pop_back()) words.prepend(bracket_text(path));
    return words.join(" \u203a ");
}

QString WhatIf::short_brackets_text(const BodyPath& run) const {
    const QString innermost = bracket_text({run.begin(), run.end() - 1});
    return run.size() == 2 ? innermost : "\u2026 \u203a " + innermost;
}

}  // namespace pinstack::gui
