// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/json/json_report.hpp"

#include "analyzer/report/json/json_writer.hpp"
#include "analyzer/report/json/outcome_json.hpp"

namespace pinstack {

namespace {

void write_problem(JsonWriter& json, const Problem& problem) {
    json.begin_object();
    json.key("line");
    json.integer(problem.where.line);
    json.key("column");
    json.integer(problem.where.column);
    json.key("pointer");
    json.string(problem.where.pointer);
    json.key("found");
    json.string(problem.found);
    json.key("expected");
    json.string(problem.expected);
    json.key("hint");
    json.string(problem.hint);
    json.end_object();
}

void write_file_check(JsonWriter& json, const FileCheck& check) {
    json.begin_object();
    json.key("file");
    json.string(check.file);
    json.key("valid");
    json.boolean(check.problems.empty());
    if (check.problems.empty()) {
        json.key("tasks");
        json.natural(check.tasks);
        json.key("cpus");
        json.integer(check.cpus);
        json.key("variant");
        json.string(check.variant);
    }
    json.key("problems");
    write_problems(json, check.problems);
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
    write_outcome(json, system, outcome, request);
    json.finish();
}

void write_compare_json(Sink& sink, const System& system, const Comparison& comparison, const RunRequest& request) {
    JsonWriter json(sink);
    json.begin_object();
    write_provenance(json);
    json.key("system");
    json.string(system.name);
    json.key("baseline");
    json.string(to_text(comparison.base().variant));
    json.key("variants");
    json.begin_array();
    for (const Outcome& outcome : comparison.outcomes) {
        if (outcome.applicable()) {
            write_outcome(json, system, outcome, request);
            continue;
        }
        json.begin_object();
        write_variant(json, system, outcome.variant);
        json.key("applicable");
        json.boolean(false);
        json.key("why_not");
        json.string(why_not_text(outcome.why_not));
        json.end_object();
    }
    json.end_array();
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
