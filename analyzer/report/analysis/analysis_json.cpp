// SPDX-License-Identifier: Apache-2.0
//
// DESIGN section 7. Of a test that does not apply, `why_not` says why, `schedulable` is null and `tasks` empty; of one
// that applies, `why_not` is null, and a bound is null where none is proved. A test that places tasks says on which
// `cpu`, unless it splits the task.
#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/json/json_writer.hpp"
#include "analyzer/report/json/outcome_json.hpp"

namespace pinstack {
namespace {

using Layout = JsonWriter::Layout;

void write_tasks(JsonWriter& json, const System& system, const Verdict& verdict) {
    json.key("tasks");
    json.begin_array();
    for (std::size_t i = 0; i < verdict.bounds.size(); ++i) {
        json.begin_object(Layout::inlined);
        json.string("name", system.tasks[i].name);
        json.key("response_bound_ns");
        if (verdict.bounds[i]) {
            json.integer(*verdict.bounds[i]);
        } else {
            json.null();
        }
        if (!verdict.placement.empty() && verdict.placement[i] != kNoCpu) json.integer("cpu", verdict.placement[i]);
        json.end_object();
    }
    json.end_array();
}

void write_test(JsonWriter& json, const System& system, const TestOutcome& outcome) {
    json.begin_object();
    json.string("id", outcome.test->id);
    json.string("family", name_of(outcome.test->family));
    json.string("citation", outcome.test->citation);
    json.boolean("applicable", outcome.applicable());
    json.key("why_not");
    if (outcome.applicable()) {
        json.null();
        json.boolean("schedulable", outcome.verdict.schedulable);
    } else {
        json.string(outcome.why_not);
        json.key("schedulable");
        json.null();
    }
    write_tasks(json, system, outcome.verdict);
    json.end_object();
}

}  // namespace

void write_analysis_json(Sink& sink, const AnalysisReport& report) {
    JsonWriter json(sink);
    json.begin_object();
    write_provenance(json);
    json.string("system", report.system.name);
    json.integer("cpus", report.system.platform.cpus);
    write_variant(json, report.system, report.system.kernel);
    json.key("tests");
    json.begin_array();
    for (const TestOutcome& outcome : report.analysis.tests) write_test(json, report.system, outcome);
    json.end_array();
    write_warnings(json, report.system);
    json.end_object();
    json.finish();
}

}  // namespace pinstack
