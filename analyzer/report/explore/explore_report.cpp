// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/explore/explore_report.hpp"

#include <fmt/format.h>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/json/json_writer.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {
namespace {

std::string value_text(const Objective& objective, std::int64_t value) {
    return objective.kind == ObjectiveKind::depth ? counted(static_cast<std::uint64_t>(value), "job")
                                                  : time_text(value);
}

std::string objective_text(const ExploreReport& report) {
    const Objective& objective = report.spec.objective;
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
    return objective.task ? what + " of " + printable(report.system.tasks[*objective.task].name) : what;
}

void write_text(Sink& sink, const ExploreReport& report, const Style& style) {
    const SearchResult& result = report.result;
    const Objective& objective = report.spec.objective;
    sink.write(fmt::format("{}\n{}\n\n", heading_text(report.system), variant_text(report.system.kernel)));
    sink.write(fmt::format("  {}\n", objective_text(report)));
    sink.write(fmt::format("    with the releases of the file  {}\n", value_text(objective, result.own.value)));
    sink.write(fmt::format("    the worst that was found       {}\n",
                           style(Emphasis::strong, value_text(objective, result.worst.value))));
    sink.write(fmt::format("  {} in {} with seed {}; found by number {}{}\n", counted(result.evaluations, "run"),
                           counted(result.restarts, "restart"), report.spec.seed, result.found_by,
                           result.stopped ? "; stopped early" : ""));
    sink.write("  Worse may exist: a search proves nothing.\n\n");
    Outcome outcome{.variant = report.system.kernel, .result = result.run, .why_not = {}, .series = {}, .ties = {}};
    sink.write("The worst:\n");
    for (const std::string& finding : findings(result.witness, outcome)) {
        sink.write(folded(finding, kTextWidth, 2));
    }
    if (!report.witness_file) {
        sink.write("\n  -o FILE writes it as a system file.\n");
        return;
    }
    sink.write(fmt::format("\n  pinstack simulate {} replays it.\n", printable(*report.witness_file)));
}

void write_json(Sink& sink, const ExploreReport& report) {
    const SearchResult& result = report.result;
    const Objective& objective = report.spec.objective;
    // Figures carry their unit in the key, as everywhere.
    const char* unit = objective.kind == ObjectiveKind::depth ? "" : "_ns";
    JsonWriter json(sink);
    json.begin_object();
    json.key("pinstack");
    json.begin_object(JsonWriter::Layout::inlined);
    json.integer("format", kReportFormat);
    json.string("version", version());
    json.end_object();
    json.string("system", report.system.name);
    json.string("variant", to_text(report.system.kernel));
    json.string("objective", name_of(objective.kind));
    if (objective.task) json.string("task", report.system.tasks[*objective.task].name);
    json.natural("seed", report.spec.seed);
    json.integer(fmt::format("own{}", unit), result.own.value);
    json.integer(fmt::format("worst{}", unit), result.worst.value);
    json.natural("evaluations", result.evaluations);
    json.natural("restarts", result.restarts);
    json.natural("deadline_misses", result.run.deadline_misses());
    if (report.witness_file) json.string("witness", *report.witness_file);
    json.end_object();
    json.finish();
}

}  // namespace

bool has_explore_format(ReportFormat format) { return format == ReportFormat::text || format == ReportFormat::json; }

void write_explore(Sink& sink, ReportFormat format, const ExploreReport& report, const Style& style) {
    if (format == ReportFormat::json) return write_json(sink, report);
    write_text(sink, report, style);
}

}  // namespace pinstack
