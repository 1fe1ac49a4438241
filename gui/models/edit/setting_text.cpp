// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/setting_text.hpp"

#include <QStringList>
#include <algorithm>

#include "gui/models/edit/typed_value.hpp"

namespace pinstack::gui {

namespace {

QString quoted(const std::string& text) { return QString::fromStdString(quoted_json(QString::fromStdString(text))); }

QString quoted(Duration time) { return time.ns == 0 ? "0" : "\"" + QString::fromStdString(to_text(time)) + "\""; }

}  // namespace

QString horizon_text(const System& system) {
    if (!system.horizon) return {};
    if (const auto* length = std::get_if<Duration>(&*system.horizon)) return QString::fromStdString(to_text(*length));
    if (const auto* periods = std::get_if<Hyperperiods>(&*system.horizon)) {
        return periods->count == 1 ? "hyperperiod" : QString("{\"hyperperiods\": %1}").arg(periods->count);
    }
    return "drain";
}

QString costs_text(const System& system) {
    const CostModel& model = system.platform.costs;
    QStringList members;
    for (const Cost& cost : model.costs) {
        if (cost.overridden) members << quoted(cost.name) + ": " + quoted(cost.value);
    }
    if (members.isEmpty()) return QString::fromStdString(model.name);
    return "{\"extends\": " + quoted(model.name) + ", " + members.join(", ") + "}";
}

QString edges_text(const System& system) {
    const LinuxOptions& options = system.kernel.linux;
    if (options.edge_source) {
        return QString("{\"period\": %1, \"jitter\": %2}")
            .arg(quoted(options.edge_source->period), quoted(options.edge_source->jitter));
    }
    QStringList edges;
    for (const BackgroundEdge& edge : options.edges) {
        edges << QString("{\"at\": %1, \"cpu\": %2}").arg(quoted(Duration{edge.at.ns})).arg(edge.cpu);
    }
    return edges.isEmpty() ? QString() : "[" + edges.join(", ") + "]";
}

QString throttling_text(const System& system) {
    const auto& throttling = system.kernel.linux.rt_throttling;
    if (!throttling) return {};
    return QString("{\"runtime\": %1, \"period\": %2}").arg(quoted(throttling->runtime), quoted(throttling->period));
}

QString round_robin_text(const System& system) {
    const std::vector<int>& state = system.kernel.linux.round_robin_state;
    if (state.empty()) return {};
    const bool alike = std::all_of(state.begin(), state.end(), [&](int cpu) { return cpu == state.front(); });
    if (alike && state.size() == static_cast<std::size_t>(system.platform.cpus)) return QString::number(state.front());
    QStringList cpus;
    for (const int cpu : state) cpus << QString::number(cpu);
    return "[" + cpus.join(", ") + "]";
}

}  // namespace pinstack::gui
