// SPDX-License-Identifier: Apache-2.0
//
// DESIGN section 7. Of a test that does not apply, `why_not` says why, `schedulable` is null and `tasks` empty; of one
// that applies, `why_not` is null, and a bound is null where none is proved. A test that places tasks says on which
// `cpu`, unless it splits the task. `covers` is the variant that the bounds hold under; it was simulated once, and
// `simulated_max_ns` stands beside the bound.
#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/analysis/analysis_tables.hpp"
#include "analyzer/report/json/json_writer.hpp"
#include "analyzer/report/json/outcome_json.hpp"

namespace pinstack {
namespace {

using Layout = JsonWriter::Layout;

void write_time(JsonWriter& json, std::string_view name, const std::optional<std::int64_t>& ns) {
    json.key(name);
    if (ns) {
        json.integer(*ns);
    } else {
        json.null();
    }
}

void write_tasks(JsonWriter& json, const AnalysisReport& report, std::size_t test) {
    const Verdict& verdict = report.analysis.tests[test].verdict;
    json.key("tasks");
    json.begin_array();
    for (std::size_t i = 0; i < verdict.bounds.size(); ++i) {
        json.begin_object(Layout::inlined);
        json.string("name", report.system.tasks[i].name);
        write_time(json, "response_bound_ns", verdict.bounds[i]);
        if (!verdict.placement.empty() && verdict.placement[i] != kNoCpu) json.integer("cpu", verdict.placement[i]);
        write_time(json, "simulated_max_ns", report.check.longest(test, i));
        if (report.check.is_exceeded(test, i)) json.boolean("exceeded", true);
        json.end_object();
    }
    json.end_array();
}

void write_test(JsonWriter& json, const AnalysisReport& report, std::size_t test) {
    const TestOutcome& outcome = report.analysis.tests[test];
    json.begin_object();
    json.string("id", outcome.test->id);
    json.string("family", name_of(outcome.test->family));
    json.string("citation", outcome.test->citation);
    json.boolean("applicable", outcome.applicable());
    json.key("why_not");
    if (outcome.applicable()) {
        json.null();
        json.string("covers", covered_text(report, test));
        json.boolean("schedulable", outcome.verdict.schedulable);
    } else {
        json.string(outcome.why_not);
        json.key("schedulable");
        json.null();
    }
    write_tasks(json, report, test);
    json.end_object();
}

void write_ids(JsonWriter& json, std::string_view name, const AnalysisReport& report,
               const std::vector<std::size_t>& tests) {
    json.key(name);
    json.begin_array(Layout::inlined);
    for (const std::size_t test : tests) json.string(report.analysis.tests[test].test->id);
    json.end_array();
}

void write_best(JsonWriter& json, const AnalysisReport& report) {
    json.key("best");
    json.begin_array();
    for (std::size_t i = 0; i < report.check.best.size(); ++i) {
        const BestBound& best = report.check.best[i];
        const std::optional<std::size_t> run = report.check.own_run;
        const bool is_run = run && report.check.runs[*run].is_run();
        json.begin_object(Layout::inlined);
        json.string("name", report.system.tasks[i].name);
        write_time(json, "response_bound_ns", best.bound);
        json.key("test");
        if (best.bound) {
            json.string(best.test->id);
        } else {
            json.null();
        }
        write_time(json, "simulated_max_ns", is_run ? report.check.runs[*run].longest[i] : std::nullopt);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

void write_analysis_members(JsonWriter& json, const AnalysisReport& report) {
    write_ids(json, "proved_by", report, report.check.proved_by);
    write_ids(json, "cut_short", report, report.check.cut_short);
    write_best(json, report);
    json.key("tests");
    json.begin_array();
    for (std::size_t test = 0; test < report.analysis.tests.size(); ++test) write_test(json, report, test);
    json.end_array();
}

void write_analysis_json(Sink& sink, const AnalysisReport& report) {
    JsonWriter json(sink);
    json.begin_object();
    write_provenance(json);
    json.string("system", report.system.name);
    json.integer("cpus", report.system.platform.cpus);
    write_variant(json, report.system, report.system.kernel);
    write_analysis_members(json, report);
    write_warnings(json, report.system);
    json.end_object();
    json.finish();
}

}  // namespace pinstack
