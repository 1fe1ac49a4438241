// SPDX-License-Identifier: Apache-2.0
//
// The tables as a reader sees them, by the names of their columns. tests/examples/csv_tables.py compares them with JSON.
#include "analyzer/report/csv_report.hpp"

#include <map>

#include "tests/analyzer/report/csv_table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

using Row = std::map<std::string, std::string>;

std::string written(const System& system, const std::vector<Variant>& variants, const RunRequest& request = {},
                    const std::string& file = "f.json") {
    const Comparison runs = compare(system, variants, request);
    StringSink sink;
    write_csv(sink, {.file = file, .system = system, .runs = runs, .request = request});
    return sink.text;
}

std::vector<Row> rows_of(const std::string& text) {
    const std::vector<CsvLine> lines = read_csv(text);
    std::vector<Row> rows;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        REQUIRE(lines[i].size() == lines[0].size());
        Row row;
        for (std::size_t column = 0; column < lines[0].size(); ++column) {
            row[lines[0][column].text] = lines[i][column].text;
        }
        REQUIRE(row.size() == lines[0].size());  // no name twice
        rows.push_back(std::move(row));
    }
    return rows;
}

const Variant kWake = variant(Protection::migrate_disable, "wake-previous");

RunRequest with(bool RunRequest::*what) {
    RunRequest request;
    request.*what = true;
    return request;
}

}  // namespace

TEST_CASE("csv: tasks: f1 on two CPUs to the nanosecond") {
    // T0 p1 md4 at 0 and 100, T1 p1 md4 at 2 and 102, both on CPU 0, D 9, T1 more urgent.
    // T0 runs 0..2, waits pinned 2..7 while CPU 1 idles (5 lost), runs 7..10: R = 10, a miss. T1: 2..7, R = 5.
    const std::vector<Row> rows = rows_of(written(family_f1(2), {kWake}));
    REQUIRE(rows.size() == 2);
    const std::map<std::string, std::string> expected = {{"file", "f.json"},
                                                         {"cpus", "2"},
                                                         {"order", "fp"},
                                                         {"variant", "migrate_disable/wake-previous"},
                                                         {"hybrid_below_ns", ""},
                                                         {"span_ns", "110"},
                                                         {"applicable", "true"},
                                                         {"why_not", ""},
                                                         {"task", "T0"},
                                                         {"period_ns", ""},
                                                         {"relative_deadline_ns", "9"},
                                                         {"wcet_ns", "5"},
                                                         {"jobs", "2"},
                                                         {"completed", "2"},
                                                         {"misses", "2"},
                                                         {"preemptions", "2"},
                                                         {"response_min_ns", "10"},
                                                         {"response_mean_ns", "10"},
                                                         {"response_p99_ns", "10"},
                                                         {"latency_max_ns", "0"},
                                                         {"response_split_running_ns", "10"},
                                                         {"response_split_pin_wait_ns", "10"},
                                                         {"response_split_interference_ns", "0"},
                                                         {"capacity_useful_ns", "20"},
                                                         {"capacity_stacking_loss_ns", "10"},
                                                         {"capacity_idle_ns", "190"},
                                                         {"capacity_total_ns", "220"},
                                                         {"utilization_loss_ratio", "0.045454545454545456"},
                                                         {"deadline_misses", "2"},
                                                         {"max_depth", "2"},
                                                         {"max_simultaneous_loss_cpus", "1"},
                                                         {"episodes_total", "2"},
                                                         {"verdict_depends_on_ties", ""}};
    for (const auto& [column, value] : expected) {
        CAPTURE(column);
        CHECK(rows[0].at(column) == value);
    }
    CHECK(rows[1].at("task") == "T1");
    CHECK(rows[1].at("misses") == "0");
    CHECK(rows[1].at("deadline_misses") == "2");
}

TEST_CASE("csv: every table begins with the same columns, and says why a variant is impossible") {
    const System system = family_f7();
    const std::vector<Variant> variants{kWake, variant(Protection::preempt_disable, "idle-first")};
    const std::string begin = "file,system,cpus,order,variant,hybrid_below_ns,seed,span_ns,applicable,why_not,";
    for (const RunRequest& request :
         {RunRequest{}, with(&RunRequest::jobs), with(&RunRequest::series), with(&RunRequest::all_episodes)}) {
        const std::string text = written(system, variants, request);
        CHECK(text.starts_with(begin));
        const std::vector<Row> rows = rows_of(text);
        REQUIRE(rows.size() > 1);
        std::size_t impossible = 0;
        for (const Row& row : rows) {
            const bool applicable = row.at("variant") == "migrate_disable/wake-previous";
            CHECK(row.at("applicable") == (applicable ? "true" : "false"));
            CHECK(row.at("why_not").empty() == applicable);
            CHECK(row.at("span_ns").empty() != applicable);
            if (applicable) continue;
            ++impossible;
            CHECK_THAT(row.at("why_not"), Catch::Contains("suspension"));
            std::size_t filled = 0;
            for (const auto& [column, value] : row) filled += value.empty() ? 0 : 1;
            CHECK(filled <= 8);
        }
        CHECK(impossible == 1);
    }
}

TEST_CASE("csv: nothing measured is an empty cell, without quotes; an empty name has them") {
    System system = system_of("", 1, {task("busy", 9, {0}, 100, 0, {run(50)}), task("never", 1, {0}, 20, 0, {run(1)})});
    system.horizon = Duration{30};
    const std::string text = written(system, {variant(Protection::none, "shift")});
    CHECK(text.find("\nf.json,\"\",1,fp,none/shift,,1,30,true,,never,1,,20,1,1,0,1,0,0,,,,,,,,,,,,,0,") !=
          std::string::npos);
    const std::vector<Row> jobs =
        rows_of(written(system, {variant(Protection::none, "shift")}, with(&RunRequest::jobs)));
    CHECK(jobs[0].at("start_ns") == "0");
    CHECK(jobs[0].at("finish_ns") == "");
    CHECK(jobs[1].at("start_ns") == "");
    CHECK(jobs[1].at("missed") == "true");
}

TEST_CASE("csv: names with any text in them come back the same") {
    System system = family_f1(3);
    system.name = "a,\"b\"\r\nc";
    system.tasks[0].name = ";";
    system.tasks[1].name = "=cmd|' /C calc'!A0,\n";
    const std::vector<Row> rows = rows_of(written(system, {kWake}, {}, "di\"r,/f\n.json"));
    CHECK(rows[0].at("system") == system.name);
    CHECK(rows[0].at("file") == "di\"r,/f\n.json");
    CHECK(rows[0].at("task") == ";");
    CHECK(rows[1].at("task") == system.tasks[1].name);
    const std::vector<Row> episodes = rows_of(written(system, {kWake}, with(&RunRequest::all_episodes)));
    CHECK(episodes[0].at("tasks") == "\\;;" + system.tasks[1].name);
}

TEST_CASE("csv: jobs, steps and episodes, a row each") {
    const std::string jobs = written(family_f1(2), {kWake}, with(&RunRequest::jobs));
    CHECK_THAT(jobs, Catch::Contains(",task,job,release_ns,start_ns,finish_ns,deadline_ns,missed\n"));
    CHECK_THAT(jobs, Catch::Contains(",true,,T0,0,0,0,10,9,true\n"));
    CHECK_THAT(jobs, Catch::Contains(",true,,T1,1,102,102,107,111,false\n"));
    const std::vector<Row> steps = rows_of(written(family_f1(2), {kWake}, with(&RunRequest::series)));
    REQUIRE(steps.size() > 3);
    CHECK(steps.front().at("from_ns") == "0");
    CHECK(steps.back().at("to_ns") == "110");
    std::int64_t lost = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (i > 0) CHECK(steps[i].at("from_ns") == steps[i - 1].at("to_ns"));
        const std::int64_t length = std::stoll(steps[i].at("to_ns")) - std::stoll(steps[i].at("from_ns"));
        lost += length * std::stoll(steps[i].at("stacking_loss_cpus"));
    }
    CHECK(lost == 10);
    const std::string episodes = written(family_f1(2), {kWake}, with(&RunRequest::all_episodes));
    CHECK_THAT(episodes, Catch::Contains(",true,,2,7,0,2,5,T0\n"));
}

TEST_CASE("csv: what --ties found, for the task and for the run") {
    System system = system_of(
        "tie", 1,
        {task("A", 5, {0}, 2, 0, {run(2)}), task("B", 5, {0}, 3, 0, {run(2)}), task("C", 1, {0}, 99, 0, {run(1)})});
    RunRequest request;
    request.tie_orders = 5;
    const std::vector<Row> rows = rows_of(written(system, {variant(Protection::none, "shift")}, request));
    CHECK(rows[0].at("verdict_depends_on_ties") == "true");
    CHECK(rows[1].at("verdict_depends_on_ties") == "true");
    CHECK(rows[2].at("verdict_depends_on_ties") == "false");
    CHECK(rows[2].at("tie_orders_tried") == "1");
    CHECK(rows[2].at("tie_orders_exhaustive") == "true");
    CHECK(rows[2].at("fewest_misses") == "1");
    CHECK(rows[2].at("most_misses") == "1");
}

TEST_CASE("csv: the option in force, and what a periodic and a sporadic task repeat by") {
    System system = system_of("s", 1, {periodic("P", std::nullopt, {{10}, {0}, {0}}, 10, 0, {section({run(2)})})});
    system.tasks.push_back(system.tasks[0]);
    system.tasks[1].name = "S";
    system.tasks[1].releases = Sporadic{uniform(20, 30), {0}, {0}};
    system.horizon = Duration{100};
    Variant hybrid = kWake;
    hybrid.hybrid_below = Duration{3};
    std::vector<Variant> variants{hybrid, hybrid};
    variants[1].sections = Protection::none;
    const std::vector<Row> rows = rows_of(written(system, variants));
    REQUIRE(rows.size() == 4);
    CHECK(rows[0].at("hybrid_below_ns") == "3");
    CHECK(rows[2].at("hybrid_below_ns") == "");
    CHECK(rows[0].at("period_ns") == "10");
    CHECK(rows[1].at("period_ns") == "20");
    CHECK(rows[0].at("priority") == "");
}

TEST_CASE("csv: the same run gives the same bytes") {
    CHECK(written(family_f3(4), default_variants(family_f3(4))) ==
          written(family_f3(4), default_variants(family_f3(4))));
}
