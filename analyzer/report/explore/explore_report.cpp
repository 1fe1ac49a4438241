// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/explore/explore_report.hpp"

#include <fmt/format.h>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/json/json_writer.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/table.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {
namespace {

std::string value_text(const Objective& objective, std::int64_t value) {
    return objective.kind == ObjectiveKind::depth ? counted(static_cast<std::uint64_t>(value), "job")
                                                  : time_text(value);
}

std::string objective_text(const System& system, const Objective& objective) {
    switch (objective.kind) {
        case ObjectiveKind::loss:
            return "CPU time lost to stacking";
        case ObjectiveKind::depth:
            return "depth of a stack";
        case ObjectiveKind::response:
        case ObjectiveKind::lateness:
            break;
    }
    const std::string what = objective.kind == ObjectiveKind::response ? "longest response" : "greatest lateness";
    return objective.task ? what + " of " + printable(system.tasks[*objective.task].name) : what;
}

void write_values(Sink& sink, const System& system, const Objective& objective, const char* worst_label,
                  const Score& own, const Score& worst, const Style& style) {
    sink.write(fmt::format("{}\n{}\n\n", heading_text(system), variant_text(system.kernel)));
    sink.write(fmt::format("  {}\n", objective_text(system, objective)));
    sink.write(fmt::format("    with the releases of the file  {}\n", value_text(objective, own.value)));
    sink.write(fmt::format("    {}  {}\n", padded(worst_label, 29, Table::Align::left),
                           style(Emphasis::strong, value_text(objective, worst.value))));
}

void write_witness_text(Sink& sink, const System& witness, const RunResult& run,
                        const std::optional<std::string>& file) {
    sink.write("The worst:\n");
    Outcome outcome{.variant = witness.kernel, .result = run, .why_not = {}, .series = {}, .ties = {}};
    for (const std::string& finding : findings(witness, outcome)) sink.write(folded(finding, kTextWidth, 2));
    if (!file) {
        sink.write("\n  -o FILE writes it as a system file.\n");
        return;
    }
    sink.write(fmt::format("\n  pinstack simulate {} replays it.\n", printable(*file)));
}

void write_text(Sink& sink, const ExploreReport& report, const Style& style) {
    const SearchResult& result = report.result;
    write_values(sink, report.system, report.spec.objective, "the worst that was found", result.own, result.worst,
                 style);
    sink.write(fmt::format("  {} in {} with seed {}; found by number {}{}\n", counted(result.evaluations, "run"),
                           counted(result.restarts, "restart"), report.spec.seed, result.found_by,
                           result.stopped ? "; stopped early" : ""));
    sink.write("  Worse may exist: a search proves nothing.\n");
    if (!report.why_not_exact.empty()) {
        sink.write(folded("Not explored exactly: " + report.why_not_exact + ".", kTextWidth, 2));
    }
    sink.write("\n");
    write_witness_text(sink, result.witness, result.run, report.witness_file);
}

/// Longest responses of all tasks.
std::string task_table(const ExactReport& report, const Style& style) {
    const ExactResult& exact = report.result.exact;
    TimeScale scale;
    for (std::size_t i = 0; i < exact.tasks.size(); ++i) {
        scale.fit(report.system.tasks[i].deadline.ns);
        scale.fit(exact.tasks[i].worst_response);
    }
    Table table({{"task", Table::Align::left}, {"deadline"}, {"worst"}, {"", Table::Align::left}});
    for (std::size_t i = 0; i < exact.tasks.size(); ++i) {
        const Task& task = report.system.tasks[i];
        const ExactTask& it = exact.tasks[i];
        const bool misses = it.overruns || it.worst_response > task.deadline.ns;
        const char* verdict = it.overruns ? "unfinished after a period" : misses ? "misses its deadline" : "";
        table.add_row({printable(task.name),
                       scale.text(task.deadline.ns),
                       {it.overruns ? "-" : scale.text(it.worst_response), misses ? Emphasis::bad : Emphasis::none},
                       {verdict, Emphasis::bad}});
    }
    return fmt::format("Longest responses (times in {})\n{}", scale.unit_name(), table.text(style));
}

void write_text(Sink& sink, const ExactReport& report, const Style& style) {
    const ExactWorstCase& result = report.result;
    const ExactResult& exact = result.exact;
    write_values(sink, report.system, report.objective, exact.is_exact() ? "the worst there is" : "in the run below",
                 result.own, result.worst, style);
    std::string what =
        fmt::format("Exact, by {}: whatever the releases, at whole units of {}, of jobs that run as long as they can.",
                    counted(exact.states, "state"), time_text(exact.unit));
    if (exact.has_overrun()) {
        what +=
            " What follows on a job that is unfinished after a period is left out, and the figures of the others "
            "are of what comes before.";
    }
    sink.write(folded(what, kTextWidth, 2));
    if (exact.unit > 1) sink.write("  Between two units worse may exist: --unit takes finer ones.\n");
    sink.write("\n" + task_table(report, style) + "\n");
    write_witness_text(sink, result.witness, result.run, report.witness_file);
}

void begin_json(JsonWriter& json, const System& system, const Objective& objective, std::string_view method) {
    json.begin_object();
    json.key("pinstack");
    json.begin_object(JsonWriter::Layout::inlined);
    json.integer("format", kReportFormat);
    json.string("version", version());
    json.end_object();
    json.string("system", system.name);
    json.string("variant", to_text(system.kernel));
    json.string("method", method);
    json.string("objective", name_of(objective.kind));
    if (objective.task) json.string("task", system.tasks[*objective.task].name);
}

void write_values(JsonWriter& json, const Objective& objective, const Score& own, const Score& worst) {
    // Figures carry their unit in the key, as everywhere.
    const char* unit = objective.kind == ObjectiveKind::depth ? "" : "_ns";
    json.integer(fmt::format("own{}", unit), own.value);
    json.integer(fmt::format("worst{}", unit), worst.value);
}

void end_json(JsonWriter& json, const RunResult& run, const std::optional<std::string>& witness_file) {
    json.natural("deadline_misses", run.deadline_misses());
    if (witness_file) json.string("witness", *witness_file);
    json.end_object();
    json.finish();
}

void write_json(Sink& sink, const ExploreReport& report) {
    const SearchResult& result = report.result;
    JsonWriter json(sink);
    begin_json(json, report.system, report.spec.objective, "search");
    if (!report.why_not_exact.empty()) json.string("why_not_exact", report.why_not_exact);
    json.natural("seed", report.spec.seed);
    write_values(json, report.spec.objective, result.own, result.worst);
    json.natural("evaluations", result.evaluations);
    json.natural("restarts", result.restarts);
    end_json(json, result.run, report.witness_file);
}

void write_json(Sink& sink, const ExactReport& report) {
    const ExactResult& exact = report.result.exact;
    JsonWriter json(sink);
    begin_json(json, report.system, report.objective, "exact");
    json.boolean("exact", exact.is_exact());
    json.natural("states", exact.states);
    json.integer("unit_ns", exact.unit);
    write_values(json, report.objective, report.result.own, report.result.worst);
    json.key("tasks");
    json.begin_array();
    for (std::size_t i = 0; i < exact.tasks.size(); ++i) {
        const ExactTask& task = exact.tasks[i];
        json.begin_object(JsonWriter::Layout::inlined);
        json.string("name", report.system.tasks[i].name);
        json.integer("worst_response_ns", task.worst_response);
        json.boolean("overruns", task.overruns);
        json.boolean("misses", task.overruns || task.worst_response > report.system.tasks[i].deadline.ns);
        json.end_object();
    }
    json.end_array();
    end_json(json, report.result.run, report.witness_file);
}

}  // namespace

bool has_explore_format(ReportFormat format) { return format == ReportFormat::text || format == ReportFormat::json; }

void write_explore(Sink& sink, ReportFormat format, const ExploreReport& report, const Style& style) {
    if (format == ReportFormat::json) return write_json(sink, report);
    write_text(sink, report, style);
}

void write_explore(Sink& sink, ReportFormat format, const ExactReport& report, const Style& style) {
    if (format == ReportFormat::json) return write_json(sink, report);
    write_text(sink, report, style);
}

}  // namespace pinstack
