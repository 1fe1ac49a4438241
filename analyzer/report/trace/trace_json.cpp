// SPDX-License-Identifier: Apache-2.0
//
// Published as data/schema/trace.schema.json. Instants are those of the trace's clock; null where nothing was measured.
#include "analyzer/report/json/json_writer.hpp"
#include "analyzer/report/json/outcome_json.hpp"
#include "analyzer/report/trace/trace_report.hpp"

namespace pinstack {

namespace {

using Layout = JsonWriter::Layout;

std::string_view source_of(FlagColumns::Source source) {
    switch (source) {
        case FlagColumns::Source::drawn:
            return "drawn";
        case FlagColumns::Source::guessed:
            return "guessed";
        case FlagColumns::Source::none:
            break;
    }
    return "none";
}

void write_lines(JsonWriter& json, std::string_view name, const LineCount& lines) {
    json.key(name);
    json.begin_object(Layout::inlined);
    json.natural("count", lines.count);
    json.key("first_line");
    if (lines.count > 0) {
        json.natural(lines.first_line);
    } else {
        json.null();
    }
    json.end_object();
}

void write_cpus(JsonWriter& json, std::string_view name, const std::vector<CpuId>& cpus) {
    json.key(name);
    json.begin_array(Layout::inlined);
    for (const CpuId cpu : cpus) json.integer(cpu);
    json.end_array();
}

void write_input(JsonWriter& json, const TraceRun& run) {
    const TraceInput& input = run.input;
    json.key("input");
    json.begin_object();
    json.natural("lines", input.lines);
    json.natural("trace_events", input.events);
    json.natural("unused_events", input.unknown_events);
    write_lines(json, "damaged", input.damaged);
    write_lines(json, "out_of_order", input.out_of_order);
    write_lines(json, "lost_notices", input.lost);
    json.natural("lost_events", input.lost_events);
    json.boolean("overwritten", input.overwritten);
    json.natural("doubts", run.doubts);
    json.key("flags");
    json.begin_object(Layout::inlined);
    json.string("source", source_of(input.flags.source()));
    json.integer("columns", input.flags.count());
    json.boolean("shows_pins", input.flags.shows_pins());
    json.end_object();
    write_cpus(json, "silent_cpus", run.silent_cpus);
    json.key("end_error");
    if (input.end_error.empty()) {
        json.null();
    } else {
        json.string(input.end_error);
    }
    json.end_object();
}

void write_capacity(JsonWriter& json, const TraceRun& run) {
    const TraceCapacity& it = run.capacity;
    json.key("capacity_ns");
    json.begin_object(Layout::inlined);
    json.integer("task", it.task);
    json.integer("other", it.other);
    json.integer("stacking_loss", it.stacking_loss);
    json.integer("unpinned_loss", it.unpinned_loss);
    json.integer("unclear_loss", it.unclear_loss);
    json.integer("idle", it.idle);
    json.integer("unknown", it.unknown);
    json.integer("total", it.total);
    json.end_object();
    json.key("cpu_time_ns");
    json.begin_array();
    for (const CpuTime& cpu : run.by_cpu) {
        json.begin_object(Layout::inlined);
        json.integer("cpu", cpu.cpu);
        json.integer("task", cpu.task);
        json.integer("other", cpu.other);
        json.integer("idle", cpu.idle);
        json.integer("unknown", cpu.unknown);
        json.end_object();
    }
    json.end_array();
    json.key("idle_while_overloaded_ns");
    json.begin_object(Layout::inlined);
    json.integer("wall", run.overloaded.wall);
    json.integer("per_cpu", run.overloaded.per_cpu);
    json.integer("per_thread", run.overloaded.per_thread);
    json.end_object();
}

void write_stacking(JsonWriter& json, const TraceRun& run) {
    json.key("stacking");
    json.begin_object();
    json.integer("max_depth", run.stacking.max_depth);
    json.integer("max_simultaneous_loss", run.stacking.max_simultaneous_loss);
    json.natural("episodes_total", run.stacking.episodes_total);
    json.key("episodes");
    json.begin_array();
    for (const Episode& each : run.stacking.episodes) {
        json.begin_object(Layout::inlined);
        json.integer("from_ns", each.from.ns);
        json.integer("to_ns", each.to.ns);
        json.integer("cpu", each.cpu);
        json.integer("depth", each.depth);
        json.integer("lost_ns", each.lost.ns);
        json.key("tasks");
        json.begin_array(Layout::inlined);
        for (const std::uint32_t task : each.tasks) json.string(run.tasks[task].name);
        json.end_array();
        json.end_object();
    }
    json.end_array();
    json.end_object();
}

void write_statistics(JsonWriter& json, std::string_view name, const DurationStatistics& from) {
    json.key(name);
    if (from.count() == 0) return json.null();
    json.begin_object(Layout::inlined);
    json.integer("min", from.min().ns);
    json.key("mean");
    json.number(from.mean_ns());
    json.integer("p50", from.percentile(50).ns);
    json.integer("p95", from.percentile(95).ns);
    json.integer("p99", from.percentile(99).ns);
    json.integer("max", from.max().ns);
    json.end_object();
}

void write_task(JsonWriter& json, const TraceTask& task) {
    json.begin_object();
    json.string("name", task.name);
    json.integer("pid", task.pid);
    json.integer("priority", task.priority);
    json.natural("jobs", task.jobs_total);
    json.natural("wakeups", task.wakeups);
    json.natural("preemptions", task.preemptions);
    json.natural("migrations", task.migrations);
    json.natural("lost_from_sight", task.unknown);
    json.integer("running_ns", task.running.ns);
    json.integer("waiting_ns", task.waiting.ns);
    json.integer("pinned_wait_ns", task.waiting_pinned.ns);
    json.integer("stacking_loss_ns", task.stacking_loss.ns);
    json.integer("unpinned_loss_ns", task.unpinned_loss.ns);
    json.integer("unclear_loss_ns", task.unclear_loss.ns);
    write_cpus(json, "seen_on", task.cpus);
    write_statistics(json, "latency_ns", task.latency);
    write_statistics(json, "run_ns", task.run);
    write_statistics(json, "response_ns", task.response);
    write_statistics(json, "period_ns", task.period);
    json.key("sections");
    json.begin_object();
    json.natural("count", task.sections.at_least.count() + task.sections.unbounded);
    write_statistics(json, "at_least_ns", task.sections.at_least);
    write_statistics(json, "at_most_ns", task.sections.at_most);
    json.end_object();
    json.end_object();
}

void write_agreement(JsonWriter& json, const Agreement& it) {
    json.integer("same_task", it.same_task);
    json.integer("both_free", it.both_free);
    json.integer("other_task", it.other_task);
    json.integer("only_trace", it.only_trace);
    json.integer("only_simulation", it.only_run);
    json.integer("not_compared", it.unknown);
    json.key("agreement");
    if (it.compared() == 0) return json.null();
    json.ratio(static_cast<double>(it.agreed()) / static_cast<double>(it.compared()));
}

void write_who(JsonWriter& json, std::string_view name, const std::string& who) {
    json.key(name);
    if (who.empty()) {
        json.null();
    } else {
        json.string(who);
    }
}

void write_names(JsonWriter& json, std::string_view name, const std::vector<std::string>& names) {
    json.key(name);
    json.begin_array(Layout::inlined);
    for (const std::string& each : names) json.string(each);
    json.end_array();
}

void write_against(JsonWriter& json, const TraceComparison& against) {
    json.key("against");
    json.begin_object();
    json.string("file", against.file);
    json.string("simulated_under", against.variant);
    json.integer("start_ns", against.start.ns);
    json.key("scale");
    json.number(against.scale);
    json.integer("tolerance_ns", against.tolerance.ns);
    json.integer("from_ns", against.compared.from.ns);
    json.integer("to_ns", against.compared.to.ns);
    json.key("cpu_agreement_ns");
    json.begin_object(Layout::inlined);
    write_agreement(json, against.all);
    json.end_object();
    json.key("by_cpu");
    json.begin_array();
    for (const auto& [cpu, own] : against.by_cpu) {
        json.begin_object(Layout::inlined);
        json.integer("cpu", cpu);
        write_agreement(json, own);
        json.end_object();
    }
    json.end_array();
    json.key("first_divergence");
    if (against.first) {
        json.begin_object(Layout::inlined);
        json.integer("at_ns", against.first->at.ns);
        json.integer("in_run_ns", against.first->in_run.ns);
        json.integer("cpu", against.first->cpu);
        write_who(json, "trace", against.first->trace);
        write_who(json, "simulation", against.first->run);
        json.end_object();
    } else {
        json.null();
    }
    json.key("tasks");
    json.begin_array();
    for (const TaskAgreement& task : against.tasks) {
        json.begin_object(Layout::inlined);
        json.string("name", task.name);
        json.integer("trace_ns", task.trace);
        json.integer("simulated_ns", task.run);
        json.integer("at_once_ns", task.both);
        json.integer("same_cpu_ns", task.same_cpu);
        json.end_object();
    }
    json.end_array();
    write_names(json, "only_in_file", against.only_in_file);
    write_names(json, "only_in_trace", against.only_in_trace);
    json.end_object();
}

}  // namespace

void write_trace_json(Sink& sink, const TraceReport& report) {
    const TraceRun& run = report.run;
    JsonWriter json(sink);
    json.begin_object();
    write_provenance(json);
    json.string("trace", run.file);
    write_cpus(json, "cpus", run.cpus);
    json.integer("from_ns", run.window.from.ns);
    json.integer("to_ns", run.window.to.ns);
    write_input(json, run);
    write_capacity(json, run);
    write_stacking(json, run);
    json.key("tasks");
    json.begin_array();
    for (const TraceTask& task : run.tasks) write_task(json, task);
    json.end_array();
    if (report.against != nullptr) write_against(json, *report.against);
    json.end_object();
    json.finish();
}

}  // namespace pinstack
