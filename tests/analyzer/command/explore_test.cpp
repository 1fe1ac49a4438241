// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "tests/analyzer/command/program.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack::test;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

// Released together they spread over the CPUs; one after the other, as it happens, they stack.
constexpr const char* kQuiet = R"({"pinstack": 1, "name": "quiet", "platform": {"cpus": 3}, "time_unit": "ms",
  "kernel": {"order": "fp", "sections": "migrate_disable", "balancer": "wake-previous"},
  "tasks": [
    {"name": "A", "priority": 1, "period": 40, "home_cpu": 0, "body": [{"run": 1}, {"section": [{"run": 4}]}]},
    {"name": "B", "priority": 2, "period": 50, "home_cpu": 0, "body": [{"run": 1}, {"section": [{"run": 4}]}]},
    {"name": "C", "priority": 3, "period": 60, "home_cpu": 0, "body": [{"run": 1}, {"section": [{"run": 4}]}]}]})";

}  // namespace

TEST_CASE("explore: the witness replays to the figure that is reported") {
    const Scratch scratch;
    scratch.write("quiet.json", kQuiet);
    for (const std::string objective : {"response", "loss", "depth"}) {
        const Ended ended = run_pinstack(
            "explore quiet.json --method search --evaluations 1000 --objective " + objective + " -o worst.json --format json",
            scratch.path());
        REQUIRE(ended.code == 0);
        const Json report = Json::parse(ended.out);
        const Json replayed = Json::parse(run_pinstack("simulate worst.json --format json", scratch.path()).out);
        std::int64_t response = 0;
        for (const Json& task : replayed["tasks"]) {
            response = std::max(response, task["response_ns"]["max"].get<std::int64_t>());
        }
        if (objective == "response") CHECK(report["worst_ns"] == response);
        if (objective == "loss") CHECK(report["worst_ns"] == replayed["capacity_ns"]["stacking_loss"]);
        if (objective == "depth") CHECK(report["worst"] == replayed["stacking"]["max_depth"]);
    }
}

TEST_CASE("explore: in words, with the same bytes for the same seed") {
    const Scratch scratch;
    scratch.write("quiet.json", kQuiet);
    const std::string command = "explore quiet.json --method search --objective response --task A --evaluations 1000 --seed 4";
    const Ended ended = run_pinstack(command, scratch.path());
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, Contains("longest response of A"));
    CHECK_THAT(ended.out, Contains("the worst that was found       15ms"));
    CHECK_THAT(ended.out, Contains("a search proves nothing"));
    CHECK(run_pinstack(command, scratch.path()).out == ended.out);
}

TEST_CASE("explore: exact for small systems, with a witness that replays; else a search, and why") {
    const Scratch scratch;
    scratch.write("quiet.json", kQuiet);
    const std::string command = "explore quiet.json --format json -o worst.json ";
    for (const std::string objective : {"response", "lateness", "depth"}) {
        const Ended ended = run_pinstack(command + "--objective " + objective, scratch.path());
        REQUIRE(ended.code == 0);
        const Json report = Json::parse(ended.out);
        CHECK(report["method"] == "exact");
        CHECK(report["exact"] == true);
        CHECK(report["unit_ns"] == 1'000'000);
        const Json replayed = Json::parse(run_pinstack("simulate worst.json --format json", scratch.path()).out);
        std::int64_t response = 0, exact = 0;
        for (std::size_t i = 0; i < replayed["tasks"].size(); ++i) {
            response = std::max(response, replayed["tasks"][i]["response_ns"]["max"].get<std::int64_t>());
            exact = std::max(exact, report["tasks"][i]["worst_response_ns"].get<std::int64_t>());
        }
        if (objective == "response") CHECK(report["worst_ns"] == response);
        if (objective == "response") CHECK(exact == response);
        if (objective == "depth") CHECK(report["worst"] == replayed["stacking"]["max_depth"]);
    }
    // At least as bad as what a search finds.
    const Json exact = Json::parse(run_pinstack(command + "--method exact", scratch.path()).out);
    const Json found = Json::parse(run_pinstack(command + "--method search --evaluations 2000", scratch.path()).out);
    CHECK(found["method"] == "search");
    CHECK(found["worst_ns"] <= exact["worst_ns"]);

    const Json few = Json::parse(run_pinstack(command + "--states 100 --evaluations 500", scratch.path()).out);
    CHECK(few["method"] == "search");
    CHECK_THAT(few["why_not_exact"].get<std::string>(), Contains("more than") && Contains("states"));
    const Json loss = Json::parse(run_pinstack(command + "--objective loss --evaluations 500", scratch.path()).out);
    CHECK(loss["method"] == "search");
    CHECK(loss["why_not_exact"] == "what is lost to stacking grows without end");
}

TEST_CASE("explore: what exact exploration cannot do is said, and nothing is written") {
    const Scratch scratch;
    scratch.write("quiet.json", kQuiet);
    const auto complaint = [&](const std::string& words) {
        const Ended ended = run_pinstack("explore quiet.json -o worst.json --method exact " + words, scratch.path());
        CHECK(ended.code == 2);
        CHECK(ended.out == "");
        CHECK(shell("ls worst.json", scratch.path()).code != 0);
        return ended.err;
    };
    CHECK_THAT(complaint("--memory 1MiB --unit 100us"), Contains("no memory left for more"));
    CHECK_THAT(complaint("--states 100"), Contains("more than") && Contains("--method search"));
    CHECK_THAT(complaint("--objective loss"), Contains("grows without end"));
    CHECK_THAT(complaint("--unit 3us"), Contains("does not divide 1ms"));
    CHECK_THAT(complaint("--memory 1MB"), Contains("whole MiB or GiB"));
    CHECK(run_pinstack("explore quiet.json --method search --unit 1us", scratch.path()).code == 2);
}

TEST_CASE("explore: a search ends when its time is over") {
    const Scratch scratch;
    scratch.write("quiet.json", kQuiet);
    const Ended ended = run_pinstack(
        "explore quiet.json --method search --evaluations 1000000000 --time 50ms --format json", scratch.path());
    REQUIRE(ended.code == 0);
    CHECK(Json::parse(ended.out)["evaluations"] < 1'000'000'000);
}

TEST_CASE("explore: what cannot be understood is said, all of it, and nothing is written") {
    const Scratch scratch;
    scratch.write("quiet.json", kQuiet);
    const Ended bad = run_pinstack(
        "explore quiet.json --objective worst --task D --evaluations 0 --window -1 -o w.json", scratch.path());
    CHECK(bad.code == 2);
    CHECK(bad.out == "");
    for (const char* option : {"--objective", "--task", "--evaluations", "--window"}) {
        CHECK_THAT(bad.err, Contains(option));
    }
    CHECK(shell("ls w.json", scratch.path()).code != 0);
    CHECK(run_pinstack("explore quiet.json -o quiet.json", scratch.path()).code == 2);
    CHECK(run_pinstack("explore quiet.json --format html", scratch.path()).code == 2);
}
