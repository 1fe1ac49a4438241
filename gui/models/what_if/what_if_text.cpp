// SPDX-License-Identifier: GPL-3.0-or-later
//
// WhatIf: what its controls say beside their values.
#include <algorithm>

#include "analyzer/report/time_scale.hpp"
#include "analyzer/run/utilization.hpp"
#include "gui/models/edit/edit_place.hpp"
#include "gui/models/edit/setting.hpp"
#include "gui/models/what_if/what_if.hpp"
#include "model/system/load.hpp"

namespace pinstack::gui {

namespace {

bool same(const Problem& a, const Problem& b) {
    return a.where.pointer == b.where.pointer && a.found == b.found && a.expected == b.expected;
}

bool contains(const Problems& problems, const Problem& problem) {
    return std::any_of(problems.begin(), problems.end(), [&](const Problem& each) { return same(each, problem); });
}

QString text_of_all(const Problems& problems) {
    if (problems.empty()) return {};
    QString text = problem_text(problems.front());
    if (problems.size() > 1) text += "\n" + WhatIf::tr("and %n more", nullptr, static_cast<int>(problems.size()) - 1);
    return text;
}

QString decimals(double value) { return QString::number(value, 'f', 2); }

}  // namespace

void WhatIf::sort_problems() {
    problems_.clear();
    if (!is_open() || session_.document().problems().empty()) return;
    const Variant& own = system().kernel;
    // A problem is for a control's sake where the most harmless choice of that control would end it.
    Variant unprotected = own, unbound = own, edf = own;
    unprotected.sections = Protection::none;
    unbound.balancer = {"shift", std::nullopt};
    edf.order = Order::edf;
    const Problems at_all = check_variant(system(), own);
    const Problems without_sections = check_variant(system(), unprotected);
    const Problems without_balancer = check_variant(system(), unbound);
    const Problems without_order = check_variant(system(), edf);
    for (const Problem& problem : session_.document().problems()) {
        const EditPlace place = place_of(problem, system());
        Control control = Control::whole;
        const auto is_at = [&](const char* pointer) {
            return place.part == EditPlace::Part::setting && place.index == setting_at(pointer);
        };
        if (contains(at_all, problem) && !contains(without_sections, problem)) {
            control = Control::sections;
        } else if (contains(at_all, problem) && !contains(without_balancer, problem)) {
            control = Control::balancer;
        } else if (contains(at_all, problem) && !contains(without_order, problem)) {
            control = Control::order;
        } else if (is_at("/kernel/hybrid_below")) {
            control = Control::hybrid_below;
        } else if (is_at("/platform/costs")) {
            control = Control::costs;
        } else if (is_at("/platform/cpus") || place.column == TaskColumn::home_cpu ||
                   place.column == TaskColumn::affinity) {
            control = Control::cpus;
        } else if ((place.part == EditPlace::Part::task || place.part == EditPlace::Part::body) &&
                   place.index == task()) {
            control = Control::task;
        }
        problems_.emplace_back(control, place_text(problem, &system()) + ": " + problem_text(problem));
    }
}

QString WhatIf::problem_at(Control control) const {
    QString text;
    int more = -1;
    for (const auto& [at, each] : problems_) {
        if (at != control) continue;
        if (++more == 0) text = each;
    }
    return more > 0 ? text + "\n" + tr("and %n more", nullptr, more) : text;
}

QString WhatIf::objection(const BalancerName& balancer) const {
    Variant variant = system().kernel;
    variant.balancer = balancer;
    return text_of_all(check_variant(system(), variant));
}

QString WhatIf::objection(Protection protection) const {
    Variant variant = system().kernel;
    variant.sections = protection;
    return text_of_all(check_variant(system(), variant));
}

QString WhatIf::utilization_text() const {
    const TotalUtilization as_edited = total_utilization(system());
    if (as_edited.without == system().tasks.size()) {
        // Of listed releases nobody knows how often they come.
        const auto work = [](const System& of) {
            Duration sum;
            for (const Task& each : of.tasks)
                sum = std::min(sum + worst_case_execution_time(each.body), Duration{kTimeLimitNs});
            return QString::fromStdString(time_text(sum.ns));
        };
        const QString now = work(*session_.document().scenario().effective());
        return section_percent() == 100 ? tr("all WCETs together: %1").arg(now)
                                        : tr("all WCETs together: %1, at 100 %: %2").arg(now, work(system()));
    }
    const QString at_100 = decimals(as_edited.sum);
    const QString text = tr("utilization %1 of %2")
                             .arg(section_percent() == 100
                                      ? at_100
                                      : decimals(total_utilization(*session_.document().scenario().effective()).sum))
                             .arg(system().platform.cpus);
    return section_percent() == 100 ? text : tr("%1, at 100 %: %2").arg(text, at_100);
}

QString WhatIf::platform_note() const {
    if (opened_.system == nullptr || !opened_.system->platform.topology || system().platform.topology) return {};
    return tr("Without the file's topology, %1, which says how many CPUs there are")
        .arg(QString::fromStdString(opened_.system->platform.topology->text));
}

}  // namespace pinstack::gui
