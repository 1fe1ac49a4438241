// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/json/outcome_json.hpp"

#include "analyzer/report/json/finding_json.hpp"
#include "analyzer/report/json/hotplug_json.hpp"
#include "analyzer/report/json/json_report.hpp"
#include "analyzer/report/mechanism/mechanism_figures.hpp"
#include "analyzer/report/task_statistics.hpp"
#include "analyzer/report/tie_rule.hpp"
#include "analyzer/report/version.hpp"

#include "model/balancer/balancer.hpp"
#include "model/system/mechanism.hpp"
#include "model/system/warnings.hpp"

namespace pinstack {

namespace {

using Layout = JsonWriter::Layout;

void optional_instant(JsonWriter& json, std::string_view key, const std::optional<Instant>& instant) {
    json.key(key);
    if (instant) {
        json.integer(instant->ns);
    } else {
        json.null();
    }
}

void write_split(JsonWriter& json, std::string_view name, const ResponseSplit& split) {
    json.key(name);
    json.begin_object(Layout::inlined);
    for (std::size_t state = 0; state < kJobStates; ++state) {
        json.integer(name_of(static_cast<JobState>(state)), split[state]);
    }
    json.end_object();
}

void write_task_names(JsonWriter& json, const System& system, const std::vector<std::uint32_t>& tasks) {
    json.key("tasks");
    json.begin_array(Layout::inlined);
    for (const std::uint32_t task : tasks) json.string(system.tasks[task].name);
    json.end_array();
}

void write_capacity(JsonWriter& json, const CapacitySplit& capacity) {
    json.key("capacity_ns");
    json.begin_object();
    json.integer("useful", capacity.useful);
    json.integer("inversion", capacity.inversion());
    json.integer("inversion_np", capacity.inversion_np);
    json.integer("inversion_pin", capacity.inversion_pin);
    json.integer("overhead", capacity.overhead);
    json.key("overhead_by_kind");
    json.begin_object(Layout::inlined);
    for (std::size_t kind = 0; kind < kOverheadKinds; ++kind) {
        if (capacity.overhead_by_kind[kind] == 0) continue;
        json.integer(name_of(static_cast<Overhead>(kind)), capacity.overhead_by_kind[kind]);
    }
    json.end_object();
    json.integer("stacking_loss", capacity.stacking_loss);
    json.integer("affinity_loss", capacity.affinity_loss);
    json.integer("balancing_loss", capacity.balancing_loss);
    json.integer("idle", capacity.idle);
    json.integer("total", capacity.total);
    json.end_object();
}

void write_episode(JsonWriter& json, const System& system, const Episode& episode) {
    json.begin_object(Layout::inlined);
    json.integer("from_ns", episode.from.ns);
    json.integer("to_ns", episode.to.ns);
    json.integer("cpu", episode.cpu);
    json.integer("depth", episode.depth);
    json.integer("lost_ns", episode.lost.ns);
    write_task_names(json, system, episode.tasks);
    json.end_object();
}

void write_stacking(JsonWriter& json, const System& system, const Stacking& stacking) {
    json.key("stacking");
    json.begin_object();
    json.integer("max_depth", stacking.max_depth);
    json.integer("max_simultaneous_loss", stacking.max_simultaneous_loss);
    json.natural("episodes_total", stacking.episodes_total);
    json.key("worst_episode");
    if (stacking.worst) {
        write_episode(json, system, *stacking.worst);
    } else {
        json.null();
    }
    json.key("episodes");
    json.begin_array();
    for (const Episode& episode : stacking.episodes) write_episode(json, system, episode);
    json.end_array();
    json.end_object();
}

void write_figures(JsonWriter& json, std::string_view key, const std::optional<DurationFigures>& figures) {
    json.key(key);
    json.begin_object(Layout::inlined);
    if (figures) {
        json.integer("min", figures->min);
        json.key("mean");
        json.number(figures->mean);
        json.integer("p50", figures->p50);
        json.integer("p95", figures->p95);
        json.integer("p99", figures->p99);
        json.integer("max", figures->max);
    } else {
        for (const char* name : {"min", "mean", "p50", "p95", "p99", "max"}) {
            json.key(name);
            json.null();
        }
    }
    json.end_object();
}

void write_task(JsonWriter& json, const Task& task, const TaskResult& result, const TaskFigures& figures,
                bool has_locks) {
    json.begin_object();
    json.string("name", task.name);
    json.natural("jobs", result.jobs);
    json.natural("completed", result.completed);
    json.natural("misses", result.misses);
    json.natural("preemptions", result.preemptions);
    json.natural("migrations", result.migrations);
    if (has_locks) json.integer("spin_ns", result.spin.ns);
    write_figures(json, "response_ns", figures.response);
    write_figures(json, "latency_ns", figures.latency);
    write_split(json, "response_split_ns", result.response_split);
    write_split(json, "worst_response_split_ns", result.worst_split);
    json.end_object();
}

void write_jobs(JsonWriter& json, const System& system, const std::vector<JobRecord>& jobs) {
    json.key("jobs");
    json.begin_array();
    for (const JobRecord& job : jobs) {
        json.begin_object(Layout::inlined);
        json.string("task", system.tasks[job.task].name);
        json.integer("release_ns", job.release.ns);
        optional_instant(json, "start_ns", job.start);
        optional_instant(json, "finish_ns", job.finish);
        json.integer("deadline_ns", job.deadline.ns);
        json.boolean("missed", job.missed);
        json.end_object();
    }
    json.end_array();
}

void write_feasibility(JsonWriter& json, const Feasibility& feasibility) {
    json.key("feasibility");
    json.begin_object(JsonWriter::Layout::inlined);
    if (feasibility.late) {
        json.integer("late_at_least_ns", feasibility.late->ns);
    } else {
        json.key("late_at_least_ns");
        json.null();
    }
    json.boolean("some_miss", feasibility.some_miss);
    json.boolean("has_pins", feasibility.has_pins);
    json.boolean("is_exact", feasibility.is_exact);
    json.end_object();
}

void write_tie_check(JsonWriter& json, const System& system, const TieCheck& check) {
    json.key("tie_check");
    json.begin_object();
    json.natural("orders_tried", check.orders);
    json.boolean("exhaustive", check.exhaustive);
    json.boolean("verdict_depends_on_ties", check.depends);
    write_task_names(json, system, check.tasks);
    json.natural("fewest_misses", check.fewest_misses);
    json.natural("most_misses", check.most_misses);
    json.end_object();
}

/// Columns of equal length: entry i holds from at_ns[i] to at_ns[i + 1], the last one to end_ns.
void write_series(JsonWriter& json, const Series& series) {
    const auto column = [&](std::string_view key, auto value_of) {
        json.key(key);
        json.begin_array(Layout::inlined);
        for (const SeriesStep& step : series.steps) json.integer(value_of(step));
        json.end_array();
    };
    json.key("series");
    json.begin_object();
    column("at_ns", [](const SeriesStep& step) { return step.at.ns; });
    column("max_depth", [](const SeriesStep& step) { return step.max_depth; });
    column("stacking_loss", [](const SeriesStep& step) { return step.stacking_loss; });
    column("affinity_loss", [](const SeriesStep& step) { return step.affinity_loss; });
    column("balancing_loss", [](const SeriesStep& step) { return step.balancing_loss; });
    column("idle", [](const SeriesStep& step) { return step.idle; });
    json.integer("end_ns", series.end.ns);
    json.boolean("complete", !series.cut);
    json.end_object();
}

/// Every option, given or not: what the kernel was like.
void write_linux_options(JsonWriter& json, const LinuxOptions& options, int cpus) {
    json.boolean("preempt_rt", options.preempt_rt);
    json.key("features");
    json.begin_object(Layout::inlined);
    json.boolean("RT_PUSH_IPI", options.uses_push_ipi());
    for (const LinuxChange& change : kLinuxChanges) json.boolean(change.name, options.*change.in_force);
    json.end_object();
    json.key("latencies_ns");
    json.begin_object(Layout::inlined);
    for (const LinuxLatency& latency : kLinuxLatencies) json.integer(latency.name, (options.*latency.length).ns);
    json.end_object();
    json.integer("rr_slice_ns", options.rr_slice.ns);
    if (options.rt_throttling) {
        json.key("rt_throttling");
        json.begin_object(Layout::inlined);
        json.integer("runtime_ns", options.rt_throttling->runtime.ns);
        json.integer("period_ns", options.rt_throttling->period.ns);
        json.end_object();
    }
    json.key("edge_source");
    if (options.edge_source) {
        json.begin_object(Layout::inlined);
        json.integer("period_ns", options.edge_source->period.ns);
        json.integer("jitter_ns", options.edge_source->jitter.ns);
        json.end_object();
    } else if (!options.edges.empty()) {
        json.begin_array(Layout::inlined);
        for (const BackgroundEdge& edge : options.edges) {
            json.begin_object(Layout::inlined);
            json.integer("at_ns", edge.at.ns);
            json.integer("cpu", edge.cpu);
            json.end_object();
        }
        json.end_array();
    } else {
        json.null();
    }
    json.key("round_robin_state");
    json.begin_array(Layout::inlined);
    const std::vector<int>& state = options.round_robin_state;
    for (int cpu = 0; cpu < cpus; ++cpu) json.integer(state.empty() ? 0 : state[static_cast<std::size_t>(cpu)]);
    json.end_array();
}

void write_mechanisms(JsonWriter& json, const RunResult& result) {
    for (const MechanismFigures& mechanism : mechanism_figures(result)) {
        if (mechanism.name == "hotplug") continue;  // write_hotplug() writes them with its lists
        json.key(mechanism.name);
        json.begin_object();
        for (const MechanismFigure& figure : mechanism.figures) json.integer(figure.key, figure.value);
        json.end_object();
    }
}

}  // namespace

void write_provenance(JsonWriter& json) {
    json.key("pinstack");
    json.begin_object(Layout::inlined);
    json.integer("format", kReportFormat);
    json.string("version", version());
    json.end_object();
}

void write_variant(JsonWriter& json, const System& system, const Variant& variant) {
    json.key("variant");
    json.begin_object(Layout::inlined);
    json.string("order", name_of(variant.order));
    json.string("sections", name_of(variant.sections));
    json.string("balancer", to_text(variant.balancer));
    if (variant.hybrid_below && variant.sections == Protection::migrate_disable) {
        json.integer("hybrid_below_ns", variant.hybrid_below->ns);
    }
    if (!system.events.empty()) json.string("hotplug", name_of(variant.hotplug));
    if (is_linux(variant)) {
        write_linux_options(json, variant.linux, system.platform.cpus);
    } else if (variant.linux.preempt_rt || uses_locks_or_rcu(system)) {
        json.boolean("preempt_rt", variant.linux.preempt_rt);
    }
    for (const Mechanism& mechanism : mechanisms()) {
        const auto setting = mechanism.setting(variant);
        if (setting && mechanism.name != "hotplug") json.string(mechanism.name, mechanism.settings[*setting]);
    }
    json.end_object();
}

void write_warnings(JsonWriter& json, const System& system) {
    if (system.locks.empty()) return;
    json.key("warnings");
    write_problems(json, find_warnings(system));
}

void write_outcome(JsonWriter& json, const System& system, const Outcome& outcome, const RunRequest& request) {
    const RunResult& result = *outcome.result;
    write_provenance(json);
    json.string("system", system.name);
    json.integer("cpus", system.platform.cpus);
    json.integer("span_ns", result.span.ns);
    write_variant(json, system, outcome.variant);
    json.string("ties", tie_rule(system, outcome.variant));
    json.natural("seed", system.seed);
    write_capacity(json, result.capacity);
    json.ratio("utilization_loss", result.capacity.utilization_loss());
    json.natural("deadline_misses", result.deadline_misses());
    write_stacking(json, system, result.stacking);
    const bool has_locks = uses_locks_or_rcu(system);
    const bool may_have_findings = is_linux(outcome.variant) || has_locks || result.hotplug;
    if (may_have_findings || result.findings.total > 0) write_findings(json, system, result.findings);
    if (result.hotplug) write_hotplug(json, system, *result.hotplug, result.span);
    if (result.rcu) write_rcu(json, system, *result.rcu);
    if (result.throttling) write_throttling(json, *result.throttling);
    write_mechanisms(json, result);

    const std::vector<TaskFigures> figures = figures_of(result, request.jobs);
    json.key("tasks");
    json.begin_array();
    for (std::size_t i = 0; i < system.tasks.size(); ++i) {
        write_task(json, system.tasks[i], result.tasks[i], figures[i], has_locks);
    }
    json.end_array();

    if (outcome.ties) write_tie_check(json, system, *outcome.ties);
    if (outcome.feasibility) write_feasibility(json, *outcome.feasibility);
    if (outcome.series) write_series(json, *outcome.series);
    if (request.jobs) write_jobs(json, system, result.jobs);
}

}  // namespace pinstack
