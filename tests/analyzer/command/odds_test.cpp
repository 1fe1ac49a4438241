// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "tests/analyzer/command/program.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack::test;
using Catch::Contains;
using Json = nlohmann::json;

TEST_CASE("odds: every format has the figures of the chain") {
    const Scratch scratch;
    const Json report = Json::parse(run_pinstack("odds --cpus 2-3 --format json", scratch.path()).out);
    REQUIRE(report["odds"].size() == 4);
    CHECK(report["odds"][0]["any_stack"].get<double>() == Approx(0.125).epsilon(1e-9));
    CHECK(report["odds"][3]["balancer"] == "wake-previous-push");
    CHECK(report["odds"][3]["lost_cpus"].get<double>() == Approx(0.166937).margin(5e-7));
    CHECK_THAT(run_pinstack("odds --cpus 2", scratch.path()).out, Contains("12.5 %"));
    CHECK_THAT(run_pinstack("odds --cpus 2 --format md", scratch.path()).out, Contains("| 12.5 % |"));
    CHECK_THAT(run_pinstack("odds --cpus 2 --format html", scratch.path()).out, Contains("12.5 %"));
    CHECK_THAT(run_pinstack("odds --cpus 2 --format csv", scratch.path()).out,
               Contains("2,2,any,wake-previous,1000000,1000000,1000000,11,"));
}

TEST_CASE("odds: only ratios of the lengths matter") {
    const Scratch scratch;
    const auto stack = [&](const char* lengths) {
        const Ended ended = run_pinstack(std::string("odds --cpus 2 --format json ") + lengths, scratch.path());
        return Json::parse(ended.out)["odds"][0]["any_stack"].get<double>();
    };
    CHECK(stack("--think 2s --plain 1s --section 1s") == Approx(10.0 / 147).epsilon(1e-9));
    CHECK(stack("--think 2us --plain 1us --section 1us") == Approx(10.0 / 147).epsilon(1e-9));
}

TEST_CASE("odds: what cannot be understood or solved is said, all of it") {
    const Scratch scratch;
    const Ended bad = run_pinstack("odds --cpus 4-2 --think 0 --section -1ms --wake-up home", scratch.path());
    CHECK(bad.code == 2);
    CHECK(bad.out == "");
    for (const char* option : {"--cpus: error", "--think: error", "--section: error", "--wake-up: error"}) {
        CHECK_THAT(bad.err, Contains(option));
    }
    CHECK(run_pinstack("odds --cpus 62 --extra-tasks 1", scratch.path()).code == 2);
    CHECK(run_pinstack("odds --format svg", scratch.path()).code == 2);
    const Ended large = run_pinstack("odds --cpus 9", scratch.path());
    CHECK(large.code == 2);
    CHECK_THAT(large.err, Contains("more than 20000 states"));
}
