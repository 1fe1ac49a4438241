// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/json/json_report.hpp"

#include <nlohmann/json.hpp>

#include "analyzer/report/json/outcome_json.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/tie_rule.hpp"
#include "analyzer/report/version.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Json = nlohmann::ordered_json;

namespace {

Json simulate(const System& system, const Variant& variant, const RunRequest& request = {}) {
    StringSink sink;
    const Outcome outcome = run_variant(system, variant, request);
    REQUIRE(outcome.applicable());
    write_simulate_json(sink, system, outcome, request);
    return Json::parse(sink.text);
}

std::vector<std::string> keys_of(const Json& object) {
    std::vector<std::string> keys;
    for (const auto& item : object.items()) keys.push_back(item.key());
    return keys;
}

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("simulate: the keys of the contract, in its order") {
    RunRequest request;
    request.jobs = true;
    const Json report = simulate(family_f1(2), variant(Protection::migrate_disable, "wake-previous"), request);
    CHECK(keys_of(report) == Keys{"pinstack", "system", "cpus", "span_ns", "variant", "ties", "seed", "capacity_ns",
                                  "utilization_loss", "deadline_misses", "stacking", "tasks", "jobs"});
    CHECK(keys_of(report["pinstack"]) == Keys{"format", "version"});
    CHECK(keys_of(report["variant"]) == Keys{"order", "sections", "balancer"});
    CHECK(keys_of(report["capacity_ns"]) == Keys{"useful", "inversion", "inversion_np", "inversion_pin", "overhead",
                                                 "overhead_by_kind", "stacking_loss", "affinity_loss", "balancing_loss",
                                                 "idle", "total"});
    CHECK(keys_of(report["stacking"]) ==
          Keys{"max_depth", "max_simultaneous_loss", "episodes_total", "worst_episode", "episodes"});
    CHECK(keys_of(report["stacking"]["episodes"][0]) == Keys{"from_ns", "to_ns", "cpu", "depth", "lost_ns", "tasks"});
    CHECK(keys_of(report["tasks"][0]) == Keys{"name", "jobs", "completed", "misses", "preemptions", "migrations",
                                              "response_ns", "latency_ns", "response_split_ns",
                                              "worst_response_split_ns"});
    CHECK(keys_of(report["tasks"][0]["response_ns"]) == Keys{"min", "mean", "p50", "p95", "p99", "max"});
    CHECK(keys_of(report["tasks"][0]["response_split_ns"]).size() == kJobStates);
    CHECK(keys_of(report["jobs"][0]) == Keys{"task", "release_ns", "start_ns", "finish_ns", "deadline_ns", "missed"});
}

TEST_CASE("simulate: f1 on two CPUs to the nanosecond") {
    // T0 p1 md4 at 0 and 100, T1 p1 md4 at 2 and 102, both on CPU 0, D 9, T1 more urgent.
    // T0 runs 0..2, waits pinned 2..7 while CPU 1 idles (5 lost), runs 7..10: R = 10, a miss. T1: 2..7, R = 5.
    RunRequest request;
    request.jobs = true;
    const Json report = simulate(family_f1(2), variant(Protection::migrate_disable, "wake-previous"), request);
    CHECK(report["pinstack"] == Json{{"format", 1}, {"version", version()}});
    CHECK(report["cpus"] == 2);
    CHECK(report["span_ns"] == 110);
    CHECK(report["variant"] == Json{{"order", "fp"}, {"sections", "migrate_disable"}, {"balancer", "wake-previous"}});
    const Json& capacity = report["capacity_ns"];
    CHECK(capacity["useful"] == 20);
    CHECK(capacity["stacking_loss"] == 10);
    CHECK(capacity["idle"] == 190);
    CHECK(capacity["total"] == 220);
    CHECK(report["utilization_loss"].get<double>() == 10.0 / 220.0);
    CHECK(report["deadline_misses"] == 2);
    CHECK(report["stacking"]["max_depth"] == 2);
    CHECK(report["stacking"]["max_simultaneous_loss"] == 1);
    CHECK(report["stacking"]["episodes_total"] == 2);
    CHECK(report["stacking"]["episodes"][0] ==
          Json{{"from_ns", 2}, {"to_ns", 7}, {"cpu", 0}, {"depth", 2}, {"lost_ns", 5}, {"tasks", {"T0"}}});
    CHECK(report["stacking"]["worst_episode"] == report["stacking"]["episodes"][0]);
    const Json& task = report["tasks"][0];
    CHECK(task["jobs"] == 2);
    CHECK(task["completed"] == 2);
    CHECK(task["misses"] == 2);
    CHECK(task["preemptions"] == 2);
    CHECK(task["response_ns"] == Json{{"min", 10}, {"mean", 10}, {"p50", 10}, {"p95", 10}, {"p99", 10}, {"max", 10}});
    CHECK(task["latency_ns"]["max"] == 0);
    CHECK(task["response_split_ns"]["running"] == 10);
    CHECK(task["response_split_ns"]["pin_wait"] == 10);
    CHECK(report["jobs"].size() == 4);
    CHECK(report["jobs"][0] == Json{{"task", "T0"},
                                    {"release_ns", 0},
                                    {"start_ns", 0},
                                    {"finish_ns", 10},
                                    {"deadline_ns", 9},
                                    {"missed", true}});
}

TEST_CASE("simulate: null where nothing was measured") {
    // The second task never runs within the horizon.
    System system =
        system_of("starved", 1, {task("busy", 9, {0}, 100, 0, {run(50)}), task("never", 1, {0}, 20, 0, {run(1)})});
    system.horizon = Duration{30};
    RunRequest request;
    request.jobs = true;
    const Json report = simulate(system, variant(Protection::none, "shift"), request);
    for (const char* figure : {"min", "mean", "p50", "p95", "p99", "max"}) {
        CHECK(report["tasks"][1]["response_ns"][figure].is_null());
        CHECK(report["tasks"][1]["latency_ns"][figure].is_null());
    }
    CHECK(report["tasks"][1]["misses"] == 1);
    CHECK(report["jobs"][0]["start_ns"] == 0);
    CHECK(report["jobs"][0]["finish_ns"].is_null());
    CHECK(report["jobs"][1]["start_ns"].is_null());
    CHECK(report["utilization_loss"].is_number_float());
}

TEST_CASE("simulate: options in force, and only those") {
    Variant hybrid = variant(Protection::migrate_disable, "bounded-stack:2");
    hybrid.hybrid_below = Duration{3};
    CHECK(simulate(family_f1(2), hybrid)["variant"] == Json{{"order", "fp"},
                                                            {"sections", "migrate_disable"},
                                                            {"balancer", "bounded-stack:2"},
                                                            {"hybrid_below_ns", 3}});
    hybrid.sections = Protection::preempt_disable;
    CHECK_FALSE(simulate(family_f1(2), hybrid)["variant"].contains("hybrid_below_ns"));
    CHECK_FALSE(simulate(family_f1(2), hybrid).contains("jobs"));
}

TEST_CASE("the options of Linux's own balancers, each as it is in force") {
    const System system = family_f1(2);
    Variant linux = variant(Protection::migrate_disable, "linux-rt-5.15");
    const auto written = [&] {
        StringSink sink;
        JsonWriter json(sink);
        json.begin_object();
        write_variant(json, system, linux);
        json.end_object();
        json.finish();
        return Json::parse(sink.text)["variant"];
    };
    CHECK(written() == Json::parse(R"({"order": "fp", "sections": "migrate_disable", "balancer": "linux-rt-5.15",
        "preempt_rt": false,
        "features": {"RT_PUSH_IPI": false, "PUSH_TARGET_CHECK": false, "MD_IS_PINNED": false, "SKIP_MD_HEAD": false,
                     "SWAP_ON_ENTRY": false},
        "latencies_ns": {"resched": 0, "ipi_hop": 0, "stopper": 0}, "rr_slice_ns": 100000000,
                     "edge_source": null, "round_robin_state": [0, 0]})"));
    linux.linux.rt_throttling = {Duration{9}, Duration{10}};
    CHECK(written()["rt_throttling"] == Json{{"runtime_ns", 9}, {"period_ns", 10}});
    linux.linux.rt_throttling.reset();
    CHECK_FALSE(written().contains("rt_throttling"));
    linux.linux.preempt_rt = true;
    linux.linux.skip_md_head = true;
    linux.linux.ipi_hop = Duration{700};
    linux.linux.edge_source = EdgeSource{Duration{4000}, Duration{10}};
    linux.linux.round_robin_state = {1, 0};
    CHECK(written()["features"]["RT_PUSH_IPI"] == true);
    CHECK(written()["features"]["SKIP_MD_HEAD"] == true);
    CHECK(written()["latencies_ns"]["ipi_hop"] == 700);
    CHECK(written()["edge_source"] == Json{{"period_ns", 4000}, {"jitter_ns", 10}});
    linux.linux.edge_source.reset();
    linux.linux.edges = {{{3000}, 1}};
    CHECK(written()["edge_source"] == Json::parse(R"([{"at_ns": 3000, "cpu": 1}])"));
    CHECK(written()["round_robin_state"] == Json{1, 0});
    // PREEMPT_RT is in force under every balancer.
    linux.balancer = {"shift", {}};
    CHECK(keys_of(written()) == Keys{"order", "sections", "balancer", "preempt_rt"});
    CHECK(written()["preempt_rt"] == true);
    linux.linux.preempt_rt = false;
    CHECK(keys_of(written()) == Keys{"order", "sections", "balancer"});
}

TEST_CASE("the tie rule of Linux's own balancers is the kernel's") {
    const System system = family_f1(2);
    CHECK_THAT(tie_rule(system, variant(Protection::none, "linux-rt-5.15")),
               Catch::StartsWith("equal priorities: the kernel's FIFO order"));
    RunRequest request;
    request.tie_orders = 1;
    std::vector<Outcome> outcomes{run_variant(system, variant(Protection::none, "shift"), request)};
    CHECK_THAT(tie_sentence(system, outcomes[0]), Catch::StartsWith("the verdict does not depend"));
    CHECK_THAT(reproduction_text(system, outcomes), !Catch::Contains("FIFO"));
    // As if it had run: what is said depends on the variant only.
    outcomes.push_back(outcomes[0]);
    outcomes[1].variant.balancer = {"linux-rt-5.15", {}};
    CHECK_THAT(tie_sentence(system, outcomes[1]), Catch::StartsWith("ties are not permuted"));
    CHECK_THAT(reproduction_text(system, outcomes), Catch::StartsWith("Ties: equal priorities: task file order"));
    CHECK_THAT(reproduction_text(system, outcomes),
               Catch::Contains("Under linux-rt-*: equal priorities: the kernel's"));
    CHECK_THAT(reproduction_text(system, {&outcomes[1], 1}), !Catch::Contains("task file order, then job number"));
}

TEST_CASE("simulate: the tie rule names what ties") {
    const auto ties = [](const System& system, Order order) {
        return simulate(system, variant(Protection::none, "shift", order))["ties"].get<std::string>();
    };
    System system = family_f1(2);
    CHECK_THAT(ties(system, Order::fp), Catch::StartsWith("equal priorities: task file order, then job number"));
    CHECK_THAT(ties(system, Order::edf), Catch::StartsWith("equal absolute deadlines"));
    for (Task& each : system.tasks) each.priority.reset();
    CHECK_THAT(ties(system, Order::fp), Catch::StartsWith("equal relative deadlines"));
}

TEST_CASE("names with any text in them come back the same") {
    System system = family_f1(2);
    system.name = "\"quotes\" \\ \n \xC3\xA4 \xF0\x9F\x98\x80 </script>";
    system.tasks[0].name = "\x01\t'";
    const Json report = simulate(system, variant(Protection::migrate_disable, "wake-previous"));
    CHECK(report["system"] == system.name);
    CHECK(report["stacking"]["episodes"][0]["tasks"][0] == system.tasks[0].name);
}

TEST_CASE("compare: a simulate object for each variant, the impossible one with the reason") {
    const System system = family_f7();
    const Comparison comparison = compare(system, default_variants(system));
    StringSink sink;
    write_compare_json(sink, system, comparison, {});
    const Json report = Json::parse(sink.text);
    CHECK(report["system"] == system.name);
    CHECK(report["baseline"] == "none/shift");
    REQUIRE(report["variants"].size() == 6);
    const Json& impossible = report["variants"][1];
    CHECK(keys_of(impossible) == Keys{"variant", "applicable", "why_not"});
    CHECK(impossible["variant"]["sections"] == "preempt_disable");
    CHECK(impossible["applicable"] == false);
    CHECK_FALSE(impossible["why_not"].get<std::string>().empty());
    for (std::size_t i = 0; i < 6; ++i) {
        if (i == 1) continue;
        StringSink alone;
        write_simulate_json(alone, system, comparison.outcomes[i], {});
        CHECK(report["variants"][i] == Json::parse(alone.text));
    }
}

TEST_CASE("series and tie check are there when asked for") {
    RunRequest request;
    request.series = true;
    request.tie_orders = 4;
    const Json report = simulate(family_f1(2), variant(Protection::migrate_disable, "wake-previous"), request);
    const Json& series = report["series"];
    for (const char* column : {"max_depth", "stacking_loss", "affinity_loss", "balancing_loss", "idle"}) {
        CHECK(series[column].size() == series["at_ns"].size());
    }
    CHECK(series["end_ns"] == report["span_ns"]);
    CHECK(series["complete"] == true);
    CHECK(report["tie_check"]["verdict_depends_on_ties"] == false);
    CHECK(report["tie_check"]["orders_tried"] == 0);  // all priorities differ
}

TEST_CASE("the same run gives the same bytes") {
    const auto bytes = [] {
        const System system = family_f3(4);
        StringSink sink;
        write_compare_json(sink, system, compare(system, default_variants(system)), {});
        return sink.text;
    };
    CHECK(bytes() == bytes());
}
