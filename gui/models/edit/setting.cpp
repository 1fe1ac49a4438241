// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/setting.hpp"

#include <QCoreApplication>
#include <algorithm>

#include "gui/models/edit/setting_text.hpp"
#include "model/balancer/balancer.hpp"
#include "model/platform/costs.hpp"
#include "model/system/mechanism.hpp"

namespace pinstack::gui {

namespace {

using Form = Setting::Form;

QString tr(const char* text) { return QCoreApplication::translate("Setting", text); }

QString from(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QStringList balancer_choices() {
    QStringList names;
    for (const BalancerInfo& info : balancers()) names << from(info.name) + (info.parameter.empty() ? "" : ":2");
    return names;
}

QStringList cost_choices() {
    QStringList names{"none"};
    for (const std::string_view name : built_in_cost_models()) names << from(name);
    return names;
}

std::vector<Setting> system_settings() {
    const QString group = tr("System");
    return {
        {group,
         "/name",
         tr("name"),
         tr("What reports call the system"),
         Form::text,
         {},
         [](const System& system) { return QString::fromStdString(system.name); },
         [](System& to, const System& read) { to.name = read.name; }},
        {group,
         "/description",
         tr("description"),
         tr("What it is meant to show"),
         Form::text,
         {},
         [](const System& system) { return QString::fromStdString(system.description); },
         [](System& to, const System& read) { to.description = read.description; }},
        {group,
         "/time_unit",
         tr("unit of bare numbers"),
         tr("Of times that are typed or saved without a unit"),
         Form::choice,
         {"ns", "us", "ms", "s"},
         [](const System& system) { return from(name_of(system.time_unit)); },
         [](System& to, const System& read) { to.time_unit = read.time_unit; }},
        {group,
         "/horizon",
         tr("horizon"),
         tr("Where a run ends: a time such as 200ms, hyperperiod, {\"hyperperiods\": 3}, or drain: when all jobs are "
            "done. Left blank: drain where all releases are listed, else hyperperiod"),
         Form::either,
         {"", "hyperperiod", "drain"},
         horizon_text,
         [](System& to, const System& read) { to.horizon = read.horizon; },
         tr("drain where all releases are listed, else one hyperperiod")},
        {group,
         "/seed",
         tr("seed"),
         tr("Of all that is random"),
         Form::value,
         {},
         [](const System& system) { return QString::number(system.seed); },
         [](System& to, const System& read) { to.seed = read.seed; }},
    };
}

std::vector<Setting> platform_settings() {
    const QString group = tr("Platform");
    return {
        {group,
         "/platform/cpus",
         tr("CPUs"),
         tr("1 to 1024. A topology gives way to it"),
         Form::value,
         {},
         [](const System& system) { return QString::number(system.platform.cpus); },
         [](System& to, const System& read) { set_cpus(to, read.platform.cpus); }},
        {group,
         "/platform/topology",
         tr("topology"),
         tr("How the CPUs hang together, as hwloc writes it: pack:1 l3:2 core:4 pu:2. It decides what migrations cost"),
         Form::text,
         {},
         [](const System& system) {
             return system.platform.topology ? QString::fromStdString(system.platform.topology->text) : QString();
         },
         [](System& to, const System& read) {
             set_cpus(to, read.platform.cpus);
             to.platform.topology = read.platform.topology;
         },
         tr("none")},
        {group, "/platform/costs", tr("costs"),
         tr("What the kernel's own work takes: none, x86-64, or {\"extends\": \"x86-64\", \"ipi\": \"2us\"}"),
         Form::either, cost_choices(), costs_text,
         [](System& to, const System& read) { to.platform.costs = read.platform.costs; }},
    };
}

std::vector<Setting> mechanism_settings() {
    std::vector<Setting> rows;
    for (const Mechanism& mechanism : mechanisms()) {
        QStringList choices{""};
        for (const std::string_view word : mechanism.settings) choices << from(word);
        rows.push_back({tr("Mechanisms"), std::string(mechanism.pointer), from(mechanism.name),
                        tr("What the kernel does; `pinstack explain %1`").arg(from(mechanism.name)), Setting::Form::choice,
                        choices,
                        [&mechanism](const System& system) {
                            const auto setting = mechanism.setting(system.kernel);
                            return setting ? from(mechanism.settings[*setting]) : QString();
                        },
                        [&mechanism](System& to, const System& read) {
                            mechanism.set(to.kernel, mechanism.setting(read.kernel));
                        },
                        tr("not set")});
    }
    return rows;
}

std::vector<Setting> kernel_settings() {
    const QString group = tr("Kernel");
    return {
        {group,
         "/kernel/order",
         tr("order"),
         tr("fp: fixed priorities; edf: earliest deadline first; linux: its classes, by each task's policy"),
         Form::choice,
         {"fp", "edf", "linux"},
         [](const System& system) { return from(name_of(system.kernel.order)); },
         [](System& to, const System& read) { to.kernel.order = read.kernel.order; }},
        {group,
         "/kernel/sections",
         tr("sections"),
         tr("How a neutral section is protected"),
         Form::choice,
         {"none", "preempt_disable", "migrate_disable"},
         [](const System& system) { return from(name_of(system.kernel.sections)); },
         [](System& to, const System& read) { to.kernel.sections = read.kernel.sections; }},
        {group, "/kernel/balancer", tr("balancer"), tr("Who runs where"), Form::either, balancer_choices(),
         [](const System& system) { return QString::fromStdString(to_text(system.kernel.balancer)); },
         [](System& to, const System& read) { to.kernel.balancer = read.kernel.balancer; }},
        {group,
         "/kernel/hybrid_below",
         tr("hybrid below"),
         tr("Neutral sections of at most this length are protected by preempt_disable"),
         Form::value,
         {},
         [](const System& system) {
             const auto& length = system.kernel.hybrid_below;
             return length ? QString::fromStdString(to_text(*length)) : QString();
         },
         [](System& to, const System& read) { to.kernel.hybrid_below = read.kernel.hybrid_below; },
         tr("no section")},
        {group,
         "/kernel/preempt_rt",
         tr("PREEMPT_RT"),
         tr("Decides what locks and RCU read sides do"),
         Form::choice,
         {"false", "true"},
         [](const System& system) { return system.kernel.linux.preempt_rt ? "true" : "false"; },
         [](System& to, const System& read) { to.kernel.linux.preempt_rt = read.kernel.linux.preempt_rt; }},
        {group,
         "/kernel/rcu_scan",
         tr("RCU scan"),
         tr("How often the kernel looks whether a grace period can end"),
         Form::value,
         {},
         [](const System& system) { return QString::fromStdString(to_text(system.kernel.rcu_scan)); },
         [](System& to, const System& read) { to.kernel.rcu_scan = read.kernel.rcu_scan; }},
    };
}

}  // namespace

QString help_of(const LinuxChange& change) {
    if (change.name == "PUSH_TARGET_CHECK")
        return tr("A push-away goes only to a CPU less urgent than the waiting task");
    if (change.name == "MD_IS_PINNED") return tr("At a wake-up, a migration-disabled current task counts as bound");
    if (change.name == "SKIP_MD_HEAD") return tr("A migration-disabled head hides no movable task behind it");
    if (change.name == "SWAP_ON_ENTRY") return tr("A section is entered on a CPU to which no other task is pinned");
    return {};
}

namespace {

std::vector<Setting> linux_settings() {
    const QString group = tr("Under linux-rt-*");
    std::vector<Setting> rows = {
        {group,
         "/kernel/features/RT_PUSH_IPI",
         "RT_PUSH_IPI",
         tr("A pull is a chain of IPIs. Left blank: as PREEMPT_RT is"),
         Form::choice,
         {"", "false", "true"},
         [](const System& system) {
             const auto& is_on = system.kernel.linux.rt_push_ipi;
             return QString(!is_on ? "" : *is_on ? "true" : "false");
         },
         [](System& to, const System& read) { to.kernel.linux.rt_push_ipi = read.kernel.linux.rt_push_ipi; },
         tr("as PREEMPT_RT")},
    };
    for (const LinuxChange& change : kLinuxChanges) {
        rows.push_back(
            {group,
             "/kernel/features/" + std::string(change.name),
             from(change.name),
             help_of(change),
             Form::choice,
             {"false", "true"},
             [is_on = change.in_force](const System& system) { return system.kernel.linux.*is_on ? "true" : "false"; },
             [is_on = change.in_force](System& to, const System& read) {
                 to.kernel.linux.*is_on = read.kernel.linux.*is_on;
             }});
    }
    for (const LinuxLatency& latency : kLinuxLatencies) {
        rows.push_back({group,
                        "/kernel/latencies/" + std::string(latency.name),
                        tr("latency %1").arg(from(latency.name)),
                        tr("How long it takes; 0 by default"),
                        Form::value,
                        {},
                        [length = latency.length](const System& system) {
                            return QString::fromStdString(to_text(system.kernel.linux.*length));
                        },
                        [length = latency.length](System& to, const System& read) {
                            to.kernel.linux.*length = read.kernel.linux.*length;
                        }});
    }
    rows.push_back({group,
                    "/kernel/rr_slice",
                    tr("slice of rr"),
                    tr("How long a task of policy rr runs before its equals"),
                    Form::value,
                    {},
                    [](const System& system) { return QString::fromStdString(to_text(system.kernel.linux.rr_slice)); },
                    [](System& to, const System& read) { to.kernel.linux.rr_slice = read.kernel.linux.rr_slice; }});
    rows.push_back(
        {group,
         "/kernel/edge_source",
         tr("background edges"),
         tr("When background threads make a CPU look for work: {\"period\": \"4ms\", \"jitter\": \"100us\"} or "
            "[{\"at\": \"4ms\", \"cpu\": 0}]"),
         Form::value,
         {},
         edges_text,
         [](System& to, const System& read) {
             to.kernel.linux.edge_source = read.kernel.linux.edge_source;
             to.kernel.linux.edges = read.kernel.linux.edges;
         },
         tr("none: the worst case")});
    rows.push_back(
        {group,
         "/kernel/rt_throttling",
         tr("RT throttling"),
         tr("How long the tasks of a CPU run in each period: {\"runtime\": \"950ms\", \"period\": \"1s\"}"),
         Form::value,
         {},
         throttling_text,
         [](System& to, const System& read) { to.kernel.linux.rt_throttling = read.kernel.linux.rt_throttling; },
         tr("none")});
    rows.push_back({group,
                    "/kernel/round_robin_state",
                    tr("round-robin state"),
                    tr("The CPU that a wake-up picked last: a number, or a list with one for each CPU"),
                    Form::value,
                    {},
                    round_robin_text,
                    [](System& to, const System& read) {
                        to.kernel.linux.round_robin_state = read.kernel.linux.round_robin_state;
                    },
                    tr("0 on every CPU")});
    return rows;
}

}  // namespace

const std::vector<Setting>& settings() {
    static const std::vector<Setting> all = [] {
        std::vector<Setting> rows;
        for (auto part : {system_settings(), platform_settings(), mechanism_settings(), kernel_settings(), linux_settings()}) {
            rows.insert(rows.end(), part.begin(), part.end());
        }
        return rows;
    }();
    return all;
}

std::size_t setting_at(const std::string& pointer) {
    const auto& all = settings();
    const auto is_in = [](const std::string& inner, const std::string& outer) {
        return inner == outer || inner.starts_with(outer + "/");
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (is_in(pointer, all[i].pointer)) return i;
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!pointer.empty() && is_in(all[i].pointer, pointer)) return i;
    }
    return all.size();
}

Result<SystemEdit> edit_setting(const System& system, const Setting& setting, const QString& text) {
    const bool is_blank = text.trimmed().isEmpty();
    if (is_blank && setting.pointer == "/platform/topology") {
        return [](System& edited) { edited.platform.topology.reset(); };
    }
    // "/kernel/latencies/stopper" = 1 is written "kernel": {"latencies": {"stopper": 1}}.
    const bool is_text = setting.form == Form::text;
    std::string json = is_text ? quoted_json(text) : typed_json(text);
    const QStringList keys = QString::fromStdString(setting.pointer).mid(1).split('/');
    for (qsizetype i = keys.size() - 1; i >= 0; --i) {
        const bool leave_out = i == keys.size() - 1 && is_blank && !is_text;
        std::string members = leave_out ? "" : "\"" + keys[i].toStdString() + "\": " + json;
        // A platform has CPUs, whatever it is about.
        const bool needs_cpus = i == 1 && keys[0] == "platform" && (keys[1] == "costs" || keys[1] == "mm");
        if (needs_cpus) members = "\"cpus\": 1" + (leave_out ? "" : ", " + members);
        json = i == 0 ? members : "{" + members + "}";
    }
    if (json.empty()) json = "\"seed\": 1";  // a file that leaves it out
    Result<System> read = read_around(system, json);
    if (!read) return tl::unexpected<Problems>(std::move(read.error()));
    return [take = setting.take, read = std::move(*read)](System& edited) { take(edited, read); };
}

void set_cpus(System& system, int cpus) {
    system.platform.cpus = cpus;
    system.platform.topology.reset();
    for (Task& task : system.tasks) {
        if (!task.affinity) continue;
        CpuId last = 0;
        for (CpuId cpu = task.affinity->first(); cpu != kNoCpu; cpu = task.affinity->next(cpu + 1)) last = cpu;
        CpuSet resized(std::max(cpus, last + 1));
        for (CpuId cpu = task.affinity->first(); cpu != kNoCpu; cpu = task.affinity->next(cpu + 1)) resized.insert(cpu);
        task.affinity = resized;
    }
    std::vector<int>& state = system.kernel.linux.round_robin_state;
    const bool alike = std::all_of(state.begin(), state.end(), [&](int cpu) { return cpu == state.front(); });
    if (!state.empty() && alike) state.assign(static_cast<std::size_t>(cpus), state.front());
}

}  // namespace pinstack::gui
