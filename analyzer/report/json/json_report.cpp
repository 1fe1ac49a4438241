// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/json/json_report.hpp"

#include "analyzer/report/analysis/analysis_report.hpp"

#include "analyzer/report/json/json_writer.hpp"
#include "analyzer/report/json/outcome_json.hpp"

namespace pinstack {

namespace {

void write_problem(JsonWriter& json, const Problem& problem) {
    json.begin_object();
    json.integer("line", problem.where.line);
    json.integer("column", problem.where.column);
    json.string("pointer", problem.where.pointer);
    json.string("found", problem.found);
    json.string("expected", problem.expected);
    json.string("hint", problem.hint);
    json.end_object();
}

void write_file_check(JsonWriter& json, const FileCheck& check) {
    json.begin_object();
    json.string("file", check.file);
    json.boolean("valid", check.problems.empty());
    if (check.problems.empty()) {
        json.natural("tasks", check.tasks);
        json.integer("cpus", check.cpus);
        json.string("variant", check.variant);
    }
    json.key("problems");
    write_problems(json, check.problems);
    json.key("warnings");
    write_problems(json, check.warnings);
    json.end_object();
}

}  // namespace

void write_problems(JsonWriter& json, const Problems& problems) {
    json.begin_array();
    for (const Problem& problem : problems) write_problem(json, problem);
    json.end_array();
}

void write_simulate_json(Sink& sink, const System& system, const Outcome& outcome, const RunRequest& request) {
    JsonWriter json(sink);
    json.begin_object();
    write_outcome(json, system, outcome, request);
    write_warnings(json, system);
    json.end_object();
    json.finish();
}

void write_compare_json(Sink& sink, const System& system, const Comparison& comparison, const RunRequest& request,
                        const AnalysisReport* analysis) {
    JsonWriter json(sink);
    json.begin_object();
    write_provenance(json);
    json.string("system", system.name);
    json.string("baseline", to_text(comparison.base().variant));
    json.key("variants");
    json.begin_array();
    for (const Outcome& outcome : comparison.outcomes) {
        json.begin_object();
        if (outcome.applicable()) {
            write_outcome(json, system, outcome, request);
        } else {
            write_variant(json, system, outcome.variant);
            json.boolean("applicable", false);
            json.string("why_not", why_not_text(outcome.why_not));
        }
        json.end_object();
    }
    json.end_array();
    if (analysis != nullptr) {
        json.key("analysis");
        json.begin_object();
        write_analysis_members(json, *analysis);
        json.end_object();
    }
    write_warnings(json, system);
    json.end_object();
    json.finish();
}

void write_validate_json(Sink& sink, const std::vector<FileCheck>& checks) {
    JsonWriter json(sink);
    json.begin_object();
    write_provenance(json);
    json.key("files");
    json.begin_array();
    for (const FileCheck& check : checks) write_file_check(json, check);
    json.end_array();
    json.end_object();
    json.finish();
}

}  // namespace pinstack
