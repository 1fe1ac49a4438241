// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "tests/analyzer/command/program.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack::test;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

Json json_of(const Ended& ended) {
    CAPTURE(ended.err);
    REQUIRE(ended.code == 0);
    return Json::parse(ended.out);
}

class Sample {
public:
    Sample() { scratch_.write("s.json", sample_system()); }
    Ended run(const std::string& words) const { return run_pinstack(words, scratch_.path()); }

private:
    Scratch scratch_;
};

}  // namespace

TEST_CASE("overrides replace what the file says") {
    const Sample sample;
    const Json report =
        json_of(sample.run("simulate s.json --format json --sections preempt_disable --balancer idle-first "
                           "--order edf --horizon 4ms --seed 9 --jobs"));
    CHECK(report["variant"] == Json{{"order", "edf"}, {"sections", "preempt_disable"}, {"balancer", "idle-first"}});
    CHECK(report["span_ns"] == 4'000'000);
    CHECK(report["seed"] == 9);
    CHECK(report["jobs"].size() == 2);
    CHECK(json_of(sample.run("simulate s.json --format json --horizon drain"))["span_ns"] == 10'000'000);
    CHECK(json_of(sample.run("simulate s.json --format=json --seed=18446744073709551615"))["seed"] == UINT64_MAX);
}

TEST_CASE("a file can come from standard input") {
    const Sample sample;
    CHECK(json_of(sample.run("simulate - --format json < s.json"))["system"] == "sample");
    CHECK(sample.run("validate - < s.json").out == "-: valid: 2 tasks on 2 CPUs, migrate_disable/wake-previous\n");
}

TEST_CASE("compare takes its variants from the command line") {
    const Json report = json_of(
        Sample().run("compare s.json --variants migrate_disable/shift,migrate_disable/bounded-stack:1 --format json"));
    CHECK(report["baseline"] == "migrate_disable/shift");
    CHECK(report["variants"][1]["variant"]["balancer"] == "bounded-stack:1");
}

TEST_CASE("exit 1 where a condition of --fail-on holds, the report is written all the same") {
    const Sample sample;  // T0 misses, 25 % of 20 ms lost, depth 2
    const Ended missed = sample.run("simulate s.json --format json --fail-on miss");
    CHECK(missed.code == 1);
    CHECK(Json::parse(missed.out)["deadline_misses"] == 1);
    CHECK_THAT(missed.err, Contains("--fail-on miss: migrate_disable/wake-previous: 1 deadline missed"));
    CHECK(sample.run("simulate s.json --fail-on 'loss>25%'").code == 0);
    CHECK(sample.run("simulate s.json --fail-on 'loss>24.9%'").code == 1);
    CHECK(sample.run("simulate s.json --fail-on 'depth>2'").code == 0);
    CHECK(sample.run("simulate s.json --fail-on 'depth>2' --fail-on 'depth>1'").code == 1);
    CHECK(sample.run("simulate s.json --balancer swap-on-entry --fail-on miss").code == 0);
    CHECK(sample.run("compare s.json --fail-on miss").code == 1);
}

TEST_CASE("csv and junit are data: as a file, beside --fail-on, with the name of the file as given") {
    const Scratch scratch;
    scratch.write("a,b.json", sample_system());
    const Ended csv = run_pinstack("compare ./a,b.json --format csv --fail-on miss", scratch.path());
    CHECK(csv.code == 1);
    CHECK_THAT(csv.out, Contains("\n\"./a,b.json\",sample,2,fp,none/shift,,1,"));
    CHECK_THAT(csv.err, Contains("--fail-on miss"));
    CHECK(run_pinstack("simulate a,b.json --format csv --jobs -o jobs.csv", scratch.path()).out == "");
    CHECK_THAT(scratch.read("jobs.csv"), Contains(",task,job,release_ns,"));
    const Ended junit = run_pinstack("simulate ./a,b.json --format junit", scratch.path());
    CHECK(junit.code == 0);  // a failed case is no failed command; --fail-on is for that
    CHECK_THAT(junit.out, Contains("classname=\"./a,b.json\""));
    CHECK_THAT(junit.out, Contains("<failure "));
}

TEST_CASE("a usage error names the option and what it takes, and nothing is printed as a result") {
    const Sample sample;
    const std::pair<const char*, const char*> cases[] = {
        {"simulate", "FILE"},
        {"simulate s.json t.json", "unexpected argument t.json"},
        {"simulate s.json --balncer shift", "did you mean `--balancer`?"},
        {"simulate s.json --format", "--format"},
        {"simulate s.json --format cvs", "text, md, html, csv, json, junit or svg"},
        {"simulate s.json --format markdown", "text, md, html, csv, json, junit or svg"},
        {"simulate s.json --format csv --jobs --series", "at most one of them"},
        {"compare s.json --format csv --episodes --jobs", "a csv file holds one table"},
        {"simulate s.json --seed -1", "--seed"},
        {"simulate s.json --seed 1.5", "--seed: error: found \"1.5\", expected a whole number"},
        {"simulate s.json --seed 18446744073709551616", "--seed"},
        {"simulate s.json --horizon 10", "--horizon: error: "},
        {"simulate s.json --horizon 0ms", "--horizon: error: "},
        {"simulate s.json --horizon hyperperiods:0", "--horizon"},
        {"simulate s.json --horizon hyperperiod", "hyperperiod"},
        {"simulate s.json --order rm", "fp, edf or linux"},
        {"simulate s.json --ties permute", "permute:N"},
        {"simulate s.json --ties permute:0", "permute:N"},
        {"simulate s.json --fail-on late", "miss, loss>PERCENT% or depth>N"},
        {"compare s.json --fail-on unschedulable", "schedulability tests are made by analyze and batch"},
        {"simulate s.json --window 5ms..2ms", "--window"},
        {"simulate s.json --window 5s..6s", "before the end of the run, 10ms"},
        {"simulate s.json --sections md", "none, preempt_disable or migrate_disable"},
        {"simulate s.json --balancer shuffle", "shuffle"},
        {"simulate s.json --balancer bounded-stack", "bounded-stack"},
        {"simulate s.json --balancer linux-dl", "edf or linux"},
        {"compare s.json --variants ''", "--variants"},
        {"compare s.json --variants migrate_disable", "migrate_disable"},
        {"compare s.json --variants none/shift,none/shuffle", "shuffle"},
        {"compare s.json --balancer shift", "--balancer"},
        {"validate", "FILE"},
        {"validate s.json --format html", "html"},
        {"validate - -", "standard input"},
    };
    for (const auto& [words, expected] : cases) {
        CAPTURE(words);
        const Ended ended = sample.run(words);
        CHECK(ended.code == 2);
        CHECK(ended.out == "");
        CHECK_THAT(ended.err, Contains(expected));
    }
}

TEST_CASE("a check of ties says whether a verdict depends on them") {
    const Scratch scratch;
    scratch.write("tie.json", R"({"pinstack": 1, "platform": {"cpus": 1}, "tasks": [
        {"name": "A", "priority": 5, "releases": [0], "deadline": 3, "wcet": 2},
        {"name": "B", "priority": 5, "releases": [0], "deadline": 3, "wcet": 2}]})");
    const Json check =
        json_of(run_pinstack("simulate tie.json --ties permute:5 --format json", scratch.path()))["tie_check"];
    CHECK(check["verdict_depends_on_ties"] == true);
    CHECK(check["exhaustive"] == true);
    CHECK(check["tasks"] == Json{"A", "B"});
    CHECK_THAT(run_pinstack("simulate tie.json --ties permute:5", scratch.path()).out,
               Contains("the verdict depends on ties (1 other tie order, all there are)"));
}

TEST_CASE("no colour where there is no terminal") {
    CHECK(Sample().run("compare s.json").out.find('\033') == std::string::npos);
}
