// SPDX-License-Identifier: Apache-2.0
//
// Every report satisfies its published schema (data/schema), under all options; and a damaged one does not.
#include <string>

#include <nlohmann/json.hpp>

#include "analyzer/batch/index_report.hpp"
#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/explore/explore_report.hpp"
#include "analyzer/report/json/json_report.hpp"
#include "analyzer/report/odds/odds_report.hpp"
#include "analyzer/run/comparison.hpp"
#include "analyzer/sweep/sweep_cells.hpp"
#include "model/system/load.hpp"
#include "model/system/warnings.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/schema.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Json = nlohmann::json;

namespace {

RunRequest everything() {
    RunRequest request;
    request.jobs = request.all_episodes = request.series = true;
    request.tie_orders = 3;
    return request;
}

Json compare_report(const System& system, const RunRequest& request) {
    StringSink sink;
    write_compare_json(sink, system, compare(system, default_variants(system), request), request);
    return Json::parse(sink.text);
}

Json analysis_report(const System& system) {
    StringSink sink;
    const Analysis analysis = analyze(system);
    const BoundCheck check = check_bounds(system, analysis);
    write_analysis(sink, ReportFormat::json, {.file = "", .system = system, .analysis = analysis, .check = check});
    return Json::parse(sink.text);
}

}  // namespace

TEST_CASE("experiments satisfy their schema, and the two know the same parameters") {
    const Schema schema("sweep.schema.json");
    for (const char* file : {"sweep-small.json", "study-migrate-disable.json"}) {
        CAPTURE(file);
        const std::string text = read_system_file(PINSTACK_SOURCE_DIR "/examples/" + std::string(file)).value();
        Json experiment = Json::parse(text);
        CHECK(schema.complaint(experiment) == "");
        CHECK(parse_sweep(text, file).has_value());
        for (const char* key : {"variants", "compute", "sweep"}) {
            Json damaged = experiment;
            damaged.erase(key);
            CAPTURE(key);
            CHECK(schema.complaint(damaged) != "");
            CHECK_FALSE(parse_sweep(damaged.dump(), file).has_value());
        }
        experiment["grid"]["md_shar"] = {1};
        CHECK(schema.complaint(experiment) != "");
    }
    const Json published = Json::parse(read_system_file(PINSTACK_SOURCE_DIR "/data/schema/sweep.schema.json").value());
    CHECK(published["definitions"]["parameter"]["enum"] == Json(sweep_keys()));
}

TEST_CASE("the report of odds satisfies its schema, with and without an end") {
    const Schema schema("odds.schema.json");
    for (const bool sticky : {false, true}) {
        OddsQuestion question;
        question.last_cpus = 3;
        question.sticky = sticky;
        const auto rows = tabulate(question);
        REQUIRE(rows.has_value());
        StringSink sink;
        write_odds(sink, ReportFormat::json, {question, *rows});
        Json report = Json::parse(sink.text);
        CHECK(schema.complaint(report) == "");
        CHECK(report["odds"][0].contains("spread") == sticky);
        report["odds"][0]["any_stack"] = 1.5;
        CHECK(schema.complaint(report) != "");
    }
}

TEST_CASE("the report of explore satisfies its schema, whatever the objective") {
    const Schema schema("explore.schema.json");
    System system = family_f1(3);
    for (Task& task : system.tasks) task.releases = Periodic{Duration{60}, {}, {}};
    for (const ObjectiveKind kind : {ObjectiveKind::response, ObjectiveKind::depth}) {
        const SearchSpec spec{{kind, {}}, 200, {}, 1};
        const auto result = search_worst_case(system, spec);
        REQUIRE(result.has_value());
        StringSink sink;
        write_explore(sink, ReportFormat::json, {"f", "w", system, spec, *result});
        Json report = Json::parse(sink.text);
        CHECK(schema.complaint(report) == "");
        CHECK(report.contains("worst_ns") == (kind == ObjectiveKind::response));
        report.erase("seed");
        CHECK(schema.complaint(report) != "");
    }
}

TEST_CASE("the report of an exact exploration satisfies its schema, whatever the objective") {
    const Schema schema("explore.schema.json");
    System system = family_f1(2);
    for (Task& task : system.tasks) task.releases = Periodic{Duration{15}, {}, {}};
    for (const ObjectiveKind kind : {ObjectiveKind::response, ObjectiveKind::lateness, ObjectiveKind::depth}) {
        const Objective objective{kind, 1U};
        const auto result = exact_worst_case(system, objective, {});
        REQUIRE(result.has_value());
        StringSink sink;
        write_explore(sink, ReportFormat::json, ExactReport{"f", "w", system, objective, *result});
        Json report = Json::parse(sink.text);
        CHECK(schema.complaint(report) == "");
        CHECK(report["exact"] == true);
        report.erase("states");
        CHECK(schema.complaint(report) != "");
    }
}

TEST_CASE("the report of analyze satisfies its schema, whatever applies") {
    const Schema schema("analyze.schema.json");
    System periodic;
    periodic.tasks.push_back({.name = "T",
                              .priority = {},
                              .releases = Periodic{Duration{5}, {}, {}},
                              .deadline = Duration{5},
                              .home_cpu = 0,
                              .affinity = {},
                              .body = {{OperationKind::run, {Duration{2}, Duration{2}}, {}}}});
    for (System system : {family_f1(4), family_f7(), lock_order(), periodic}) {
        for (const Order order : {Order::fp, Order::edf}) {
            system.kernel.order = order;
            Json report = analysis_report(system);
            CAPTURE(system.name);
            CHECK(schema.complaint(report) == "");
            CHECK(report["best"].size() == system.tasks.size());
            report["tests"][0]["schedulable"] = "yes";
            CHECK(schema.complaint(report) != "");
        }
    }
}

TEST_CASE("a comparison with an analysis satisfies the schema of compare") {
    const System system = family_f7();
    const Comparison runs = compare(system, default_variants(system));
    const Analysis analysis = analyze(system);
    const BoundCheck check = check_bounds(system, analysis, {.at_hand = runs.outcomes, .placements = false});
    const AnalysisReport bounds{.file = "", .system = system, .analysis = analysis, .check = check};
    StringSink sink;
    write_compare_json(sink, system, runs, {}, &bounds);
    const Schema schema("compare.schema.json");
    Json report = Json::parse(sink.text);
    CHECK(schema.complaint(report) == "");
    report["analysis"].erase("best");
    CHECK(schema.complaint(report) != "");
}

TEST_CASE("simulate and compare reports satisfy their schemas") {
    const Schema simulate_schema("simulate.schema.json");
    const Schema compare_schema("compare.schema.json");
    for (const System& system : {family_f1(4), family_f2(3), family_f4(2), family_f5(2), family_f7(), family_f8(3)}) {
        for (const RunRequest& request : {RunRequest{}, everything()}) {
            const Json report = compare_report(system, request);
            CHECK(compare_schema.complaint(report) == "");
            for (const Json& each : report["variants"]) {
                if (!each.contains("applicable")) CHECK(simulate_schema.complaint(each) == "");
            }
        }
    }
}

TEST_CASE("the options of Linux's own balancers satisfy the schema, with and without an edge source") {
    const Schema schema("compare.schema.json");
    const System system = family_f7();
    std::vector<Variant> variants = default_variants(system);
    variants.push_back(variants.back());
    variants.back().balancer = {"linux-rt-5.15", {}};
    variants.push_back(variants.back());
    variants.back().linux.edge_source = EdgeSource{Duration{5}, Duration{1}};
    StringSink sink;
    write_compare_json(sink, system, compare(system, variants), {});
    Json report = Json::parse(sink.text);
    CHECK(schema.complaint(report) == "");
    Json& options = report["variants"].back()["variant"];
    CHECK(options["edge_source"]["period_ns"] == 5);
    options["features"].erase("SKIP_MD_HEAD");
    CHECK(schema.complaint(report) != "");
}

TEST_CASE("the schemas notice damage") {
    const Schema compare_schema("compare.schema.json");
    const Json good = compare_report(family_f1(2), everything());
    const auto damaged = [&](const char* pointer, const Json& value) {
        Json copy = good;
        copy[Json::json_pointer(pointer)] = value;
        return compare_schema.complaint(copy) != "";
    };
    CHECK(damaged("/variants/0/capacity_ns/useful", 1.5));
    CHECK(damaged("/variants/0/capacity_ns/idle", -1));
    CHECK(damaged("/variants/0/tasks/0/response_ns/max", "10"));
    CHECK(damaged("/variants/0/variant/sections", "sometimes"));
    CHECK(damaged("/variants/0/stacking/episodes", nullptr));
    CHECK(damaged("/variants/0/jobs/0/missed", 0));
    CHECK(damaged("/pinstack/format", 2));
    Json incomplete = good;
    incomplete["variants"][0].erase("capacity_ns");
    CHECK(compare_schema.complaint(incomplete) != "");
}

TEST_CASE("validate reports satisfy their schema, with and without problems") {
    const auto bad = parse_system("{\"pinstack\": 2}", "bad.json");
    REQUIRE_FALSE(bad.has_value());
    const std::vector<FileCheck> checks{{"good.json", {}, 4, 2, "none/shift"},
                                        {"locks.json", {}, 2, 2, "none/shift", find_warnings(lock_order())},
                                        {"bad \xFF.json", bad.error(), 0, 0, ""}};
    StringSink sink;
    write_validate_json(sink, checks);
    const Json report = Json::parse(sink.text);
    CHECK(Schema("validate.schema.json").complaint(report) == "");
    CHECK(report["files"][0]["valid"] == true);
    CHECK(report["files"][0]["warnings"].empty());
    CHECK(report["files"][1]["valid"] == true);
    CHECK(report["files"][1]["warnings"][0]["pointer"] == "/tasks/0/body/0/lock/body/1/lock");
    CHECK(report["files"][2]["valid"] == false);
    CHECK(report["files"][2]["problems"].size() == bad.error().size());
}

TEST_CASE("warnings of a system with locks, once in each report") {
    const System system = lock_order();
    const Json compared = compare_report(system, {});
    CHECK(Schema("compare.schema.json").complaint(compared) == "");
    REQUIRE(compared["warnings"].size() == 1);
    CHECK_FALSE(compared["variants"][0].contains("warnings"));
    CHECK(compared["variants"][0]["variant"]["preempt_rt"] == false);
    StringSink sink;
    write_simulate_json(sink, system, run_variant(system, system.kernel), {});
    const Json single = Json::parse(sink.text);
    CHECK(Schema("simulate.schema.json").complaint(single) == "");
    CHECK(single["warnings"] == compared["warnings"]);
    CHECK_FALSE(compare_report(family_f1(2), {}).contains("warnings"));
}

TEST_CASE("the index of a batch satisfies its schema, with and without problems; damage is noticed") {
    const auto bad = parse_system("{\"pinstack\": 2}", "bad.json");
    REQUIRE_FALSE(bad.has_value());
    std::vector<BatchEntry> entries(2);
    entries[0].file = "good.json";
    entries[0].order = "fp";
    entries[0].tasks = entries[0].cpus = 4;
    entries[0].reports = {{"good.html", "0"}};
    for (const Outcome& outcome : compare(family_f7(), default_variants(family_f7())).outcomes) {
        BatchRow& row = entries[0].rows.emplace_back();
        row.variant = to_text(outcome.variant);
        if (outcome.applicable()) row.summary = summary_of(*outcome.result);
        row.why_not = why_not_text(outcome.why_not);
    }
    entries[0].warnings = {"a warning"};
    entries[1].file = "bad.json";
    entries[1].problems = bad.error();
    StringSink sink;
    const std::vector<Condition> conditions;
    write_batch_index(sink, ReportFormat::json, {entries, conditions});
    const Schema schema("batch.schema.json");
    Json index = Json::parse(sink.text);
    CHECK(schema.complaint(index) == "");
    CHECK(index["files"][1]["problems"].size() == bad.error().size());
    for (const char* pointer : {"/files/0/analysis/schedulable", "/files/0/variants/0/capacity_ns/idle",
                                "/variants/0/with_loss", "/files/1/file"}) {
        Json damaged = index;
        damaged[Json::json_pointer(pointer)] = -1;
        CHECK(schema.complaint(damaged) != "");
    }
    index["files"][0]["variants"][0].erase("jobs");
    CHECK(schema.complaint(index) != "");
}
