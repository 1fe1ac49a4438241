// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/analyzer/command/program.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack::test;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

constexpr const char* kPeriodic = R"({"pinstack": 1, "name": "two", "platform": {"cpus": 1}, "time_unit": "us",
    "kernel": {"order": "fp", "sections": "migrate_disable", "balancer": "shift"}, "tasks": [
    {"name": "slow", "priority": 10, "period": 30, "body": [{"run": 5}, {"section": [{"run": 4}]}]},
    {"name": "fast", "priority": 20, "period": 10, "wcet": 3}]})";

Json analyzed(const std::string& text, const std::string& options = "") {
    const Scratch scratch;
    scratch.write("s.json", text);
    const Ended ended = run_pinstack("analyze s.json --format json " + options, scratch.path());
    CAPTURE(ended.err);
    REQUIRE(ended.code == 0);
    return Json::parse(ended.out);
}

Json test_of(const Json& report, const std::string& id) {
    for (const Json& test : report["tests"]) {
        if (test["id"] == id) return test;
    }
    return {};
}

}  // namespace

TEST_CASE("analyze: the JSON of the contract") {
    const Json report = analyzed(kPeriodic);
    CHECK(report["system"] == "two");
    CHECK(report["cpus"] == 1);
    CHECK(test_of(report, "rta-uni")["applicable"] == true);
    CHECK(test_of(report, "rta-uni")["why_not"] == nullptr);
    CHECK(test_of(report, "rta-uni")["schedulable"] == true);
    // slow: 9 + 2 * 3 = 15 (a release at 10 is in); fast: 3, as migrate_disable does not block.
    CHECK(test_of(report, "rta-uni")["tasks"] ==
          Json::parse(R"([{"name": "slow", "response_bound_ns": 15000, "simulated_max_ns": 15000},
                        {"name": "fast", "response_bound_ns": 3000, "simulated_max_ns": 3000}])"));
    CHECK(test_of(report, "rta-uni")["covers"] == "migrate_disable/shift");
    CHECK(report["best"][0] ==
          Json::parse(R"({"name": "slow", "response_bound_ns": 15000, "test": "rta-uni", "simulated_max_ns": 15000})"));
    CHECK(report["proved_by"][0] == "ll");
    CHECK(report["cut_short"] == Json::array());
    CHECK(test_of(report, "qpa") ==
          Json::parse(R"({"id": "qpa", "family": "uniprocessor", "applicable": false,
        "why_not": "the test is for edf, the system's order is fp", "schedulable": null, "tasks": []})")
              .patch(Json::array(
                  {{{"op", "add"}, {"path", "/citation"}, {"value", test_of(report, "qpa")["citation"]}}})));
    CHECK(test_of(report, "partition-ff")["tasks"][1] ==
          Json::parse(R"({"name": "fast", "response_bound_ns": 3000, "cpu": 0, "simulated_max_ns": 3000})"));
}

TEST_CASE("analyze: --order replaces the file's") {
    const Json report = analyzed(kPeriodic, "--order edf");
    CHECK(report["variant"]["order"] == "edf");
    CHECK(test_of(report, "rta-uni")["applicable"] == false);
    CHECK(test_of(report, "qpa")["schedulable"] == true);
}

TEST_CASE("analyze: under preempt_disable a section blocks") {
    std::string text = kPeriodic;
    text.replace(text.find("migrate_disable"), std::string("migrate_disable").size(), "preempt_disable");
    const Json report = analyzed(text);
    CHECK(test_of(report, "rta-np")["tasks"][1]["response_bound_ns"] == 7'000);
    // The section that ends the body begins after 5 + 3 at the latest, and nobody preempts it.
    CHECK(test_of(report, "rta-np")["tasks"][0]["response_bound_ns"] == 12'000);
    CHECK(test_of(report, "rta-uni")["tasks"][0]["response_bound_ns"] == 15'000);
    CHECK(test_of(report, "ll")["why_not"] == "`slow` has a non-preemptive section");
}

TEST_CASE("analyze: a horizon that does not exist is no matter, an impossible variant is told") {
    const Json report = analyzed(R"({"pinstack": 1, "platform": {"cpus": 2},
        "kernel": {"sections": "preempt_disable"}, "horizon": "hyperperiod", "tasks": [
        {"name": "A", "period": 4611686018427387847, "deadline": 9, "body": [{"section": [{"run": 1}, {"suspend": 2},
        {"run": 1}]}]}, {"name": "B", "period": 4611686018427387833, "wcet": 1}]})");
    CHECK_THAT(test_of(report, "rta-bc")["why_not"].get<std::string>(), Contains("/tasks/0/body/0/section/1"));
    CHECK_THAT(test_of(report, "pinned-none")["why_not"].get<std::string>(), Contains("`A` suspends itself"));
}

TEST_CASE("analyze: text says what applies and why the rest does not") {
    const Scratch scratch;
    scratch.write("s.json", kPeriodic);
    const Ended ended = run_pinstack("analyze s.json", scratch.path());
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, Contains("two: 2 tasks on 1 CPU") && Contains("rta-uni") && Contains("2 of 2") &&
                              Contains("Not applicable") && Contains("edf-demand, qpa, edf-wcrt, gfb,"));
    CHECK_THAT(ended.out, Catch::Matchers::Matches("[^\033]*"));
}

TEST_CASE("analyze: every format says what the others say") {
    const Scratch scratch;
    scratch.write("s.json", kPeriodic);
    const std::pair<const char*, const char*> cases[] = {
        {"md", "| slow | 30 | 15 | **15** | rta-uni |"},
        {"html", "<td class=\"left\">rta-uni</td>"},
        {"csv",
         "s.json,two,1,fp,migrate_disable/shift,rta-uni,uniprocessor,true,,migrate_disable/shift,true,slow,30000,"
         "15000,true,,15000,false\n"},
        {"junit", "<testcase name=\"slow: response bound\" classname=\"s.json\" time=\"0\"/>"},
    };
    for (const auto& [format, part] : cases) {
        CAPTURE(format);
        const Ended ended = run_pinstack("analyze s.json --format " + std::string(format), scratch.path());
        CHECK(ended.code == 0);
        CHECK_THAT(ended.out, Contains(part));
    }
}

TEST_CASE("analyze: --fail-on unschedulable makes the exit code 1 where nothing is proved") {
    const Scratch scratch;
    scratch.write("s.json", kPeriodic);
    CHECK(run_pinstack("analyze s.json --fail-on unschedulable", scratch.path()).code == 0);
    std::string text = kPeriodic;
    text.replace(text.find("\"wcet\": 3"), 9, "\"wcet\": 9");
    scratch.write("full.json", text);
    CHECK(run_pinstack("analyze full.json", scratch.path()).code == 0);
    const Ended full = run_pinstack("analyze full.json --fail-on unschedulable", scratch.path());
    CHECK(full.code == 1);
    CHECK_THAT(full.out, Contains("not proved schedulable under its own variant"));
    CHECK_THAT(full.err, Contains("--fail-on unschedulable: migrate_disable/shift: none of the "));
}

TEST_CASE("analyze: what is wrong on the command line is told") {
    const Scratch scratch;
    scratch.write("s.json", kPeriodic);
    const std::pair<const char*, const char*> cases[] = {
        {"analyze", "FILE"},
        {"analyze s.json --format jsn", "did you mean `json`?"},
        {"analyze s.json --format svg", "no picture of an analysis"},
        {"analyze s.json --fail-on miss", "unknown condition miss"},
        {"analyze s.json --order rm", "unknown order rm"},
        {"analyze s.json -o s.json", "would overwrite the system file"},
    };
    for (const auto& [words, message] : cases) {
        CAPTURE(words);
        const Ended ended = run_pinstack(words, scratch.path());
        CHECK(ended.code == 2);
        CHECK(ended.out == "");
        CHECK_THAT(ended.err, Contains(message));
    }
    CHECK(scratch.read("s.json") == kPeriodic);
}

TEST_CASE("analyze: what sag knows of jobs that are never preempted, in files of its own") {
    const Scratch scratch;
    const std::string example = PINSTACK_SOURCE_DIR "/examples/job-sets/rtss-2017.pinstack.json";
    const Ended ended = run_pinstack("analyze " + example + " -o a.txt --sag-jobs jobs.csv --sag-dot -", scratch.path());
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, Contains("digraph") && Contains("slow 1"));
    const std::string jobs = scratch.read("jobs.csv");
    CHECK_THAT(jobs, Contains("slow,1,0,0,60000000,4000000,15000000,4000000,15000000,false"));
    CHECK(std::count(jobs.begin(), jobs.end(), '\n') == 10);

    scratch.write("s.json", kPeriodic);
    const Ended refused = run_pinstack("analyze s.json --sag-jobs none.csv", scratch.path());
    CHECK(refused.code == 2);
    CHECK(refused.out == "");
    CHECK_THAT(refused.err, Contains("sag does not apply: `slow` can be preempted"));
    CHECK(scratch.names() == std::vector<std::string>{"a.txt", "jobs.csv", "s.json"});
}
