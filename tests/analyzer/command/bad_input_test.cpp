// SPDX-License-Identifier: Apache-2.0
//
// Bad input: exit 2, the place and a hint, nothing on standard output, nothing half-written, no crash, no hang.
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "tests/analyzer/command/program.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack::test;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

std::string with_tasks(const std::string& tasks) {
    return R"({"pinstack": 1, "platform": {"cpus": 2}, "tasks": [)" + tasks + "]}";
}

const std::pair<const char*, std::string> kBadFiles[] = {
    {"empty", ""},
    {"truncated", sample_system().substr(0, 200)},
    {"binary", std::string("\x7F"
                           "ELF\x02\x01\x00\x00\xFF",
                           9)},
    {"not UTF-8", "{\"pinstack\": 1, \"name\": \"\xC3\x28\"}"},
    {"deep", std::string(200'000, '[')},
    {"a list", "[]"},
    {"unknown key", R"({"pinstack": 1, "platfrom": {"cpus": 2}, "tasks": []})"},
    {"duplicate key", with_tasks(R"({"name": "A", "name": "B", "period": 5, "wcet": 1})")},
    {"negative", with_tasks(R"({"name": "A", "period": -5, "wcet": 1})")},
    {"overflow", with_tasks(R"({"name": "A", "period": 99999999999999999999999, "wcet": 1})")},
    {"off the platform", with_tasks(R"({"name": "A", "period": 5, "wcet": 1, "affinity": [7]})")},
    {"sleeping in NP",
     with_tasks(R"({"name": "A", "period": 50, "body": [{"preempt_disable": [{"run": 1}, {"suspend": 2}]}]})")},
};

}  // namespace

TEST_CASE("every command refuses every bad file the same way") {
    const Scratch scratch;
    for (const auto& [name, text] : kBadFiles) {
        scratch.write("bad.json", text);
        for (const char* command : {"validate", "simulate", "compare", "analyze"}) {
            CAPTURE(name, command);
            const Ended ended = run_pinstack(std::string(command) + " bad.json -o report.txt", scratch.path());
            CHECK(ended.code == 2);
            CHECK(ended.out == "");
            CHECK_THAT(ended.err,
                       Contains("bad.json:") && Contains("error: ") && Contains("found ") && Contains("expected "));
            CHECK(scratch.names() == std::vector<std::string>{"bad.json"});
        }
    }
}

TEST_CASE("what cannot be read is an input error") {
    const Scratch scratch;
    scratch.write("s.json", sample_system());
    for (const char* file : {"missing.json", ".", "/dev/null"}) {
        for (const char* command : {"validate", "simulate", "compare", "analyze"}) {
            const Ended ended = run_pinstack(std::string(command) + " " + file, scratch.path());
            CHECK(ended.code == 2);
            CHECK(ended.out == "");
            CHECK_THAT(ended.err, Contains(file));
        }
    }
}

TEST_CASE("validate: one bad file among good ones is enough, and all problems of all files are told") {
    const Scratch scratch;
    scratch.write("good.json", sample_system());
    scratch.write("bad1.json", R"({"pinstack": 1, "platform": {"cpus": 0}, "tasks": [], "nmae": "x"})");
    scratch.write("bad2.json", R"({"pinstack": 3})");
    const Ended text = run_pinstack("validate good.json bad1.json bad2.json", scratch.path());
    CHECK(text.code == 2);
    CHECK(text.out == "");
    for (const char* part :
         {"bad1.json:1:", "/platform/cpus", "/tasks", "nmae", "did you mean `name`?", "bad2.json:1:"}) {
        CHECK_THAT(text.err, Contains(part));
    }
    const Ended json = run_pinstack("validate --format json good.json bad1.json bad2.json", scratch.path());
    CHECK(json.code == 2);
    CHECK(json.err == "");
    const Json report = Json::parse(json.out);
    CHECK(report["files"][0]["valid"] == true);
    CHECK(report["files"][0]["variant"] == "migrate_disable/wake-previous");
    CHECK(report["files"][1]["problems"].size() >= 3);
    CHECK(report["files"][1]["problems"][0]["line"] == 1);
    const Ended good = run_pinstack("validate good.json", scratch.path());
    CHECK(good.code == 0);
    CHECK(good.out == "good.json: valid: 2 tasks on 2 CPUs, migrate_disable/wake-previous\n");
}

TEST_CASE("validate: a potential deadlock is a warning, which is no problem") {
    const Scratch scratch;
    scratch.write("locks.json",
                  R"({"pinstack": 1, "platform": {"cpus": 2}, "locks": {"A": "mutex", "B": "mutex"}, "tasks": [
  {"name": "T1", "period": 50, "body": [{"lock": {"name": "A", "body": [{"lock": {"name": "B", "body": [{"run": 1}]}}]}}]},
  {"name": "T2", "period": 50, "body": [{"lock": {"name": "B", "body": [{"lock": {"name": "A", "body": [{"run": 1}]}}]}}]}
]})");
    const Ended text = run_pinstack("validate locks.json", scratch.path());
    CHECK(text.code == 0);
    CHECK(text.out == "locks.json: valid: 2 tasks on 2 CPUs, migrate_disable/wake-previous; 1 warning\n");
    CHECK_THAT(text.err,
               Catch::StartsWith("locks.json:2:82: warning: /tasks/0/body/0/lock/body/0/lock: found a potential "
                                 "deadlock: A -> B (task T1, "));
    const Ended json = run_pinstack("validate --format json locks.json", scratch.path());
    CHECK(json.code == 0);
    CHECK(json.err == "");
    CHECK(Json::parse(json.out)["files"][0]["warnings"][0]["line"] == 2);
}

TEST_CASE("an override that makes the file impossible is an input error with a hint") {
    const Scratch scratch;
    scratch.write("sleeps.json",
                  with_tasks(R"({"name": "A", "period": 50, "body": [{"section": [{"run": 1}, {"suspend": 2}]}]})"));
    const Ended ended = run_pinstack("simulate sleeps.json --sections preempt_disable -o out.txt", scratch.path());
    CHECK(ended.code == 2);
    CHECK(ended.out == "");
    CHECK_THAT(ended.err, Contains("sleeps.json") && Contains("/tasks/0/body/0") && Contains("hint: "));
    CHECK_THAT(run_pinstack("simulate sleeps.json --balancer partitioned", scratch.path()).err, Contains("home_cpu"));
    CHECK(scratch.names() == std::vector<std::string>{"sleeps.json"});
    // The same variant in a comparison is listed, unless there is no other.
    CHECK(run_pinstack("compare sleeps.json", scratch.path()).code == 0);
    CHECK(run_pinstack("compare sleeps.json --variants preempt_disable/shift", scratch.path()).code == 2);
}

TEST_CASE("a file impossible under its own variant: other variants can still run it") {
    const Scratch scratch;
    scratch.write("own.json", R"({"pinstack": 1, "platform": {"cpus": 2}, "kernel": {"sections": "preempt_disable"},
        "tasks": [{"name": "A", "releases": [0], "deadline": 50,
                   "body": [{"run": 1}, {"section": [{"run": 1}, {"suspend": 2}]}]}]})");
    for (const char* words : {"validate own.json", "simulate own.json", "simulate own.json --balancer shift"}) {
        CAPTURE(words);
        const Ended ended = run_pinstack(words, scratch.path());
        CHECK(ended.code == 2);
        CHECK(ended.out == "");
        CHECK_THAT(ended.err, Contains("own.json:3:") && Contains("/tasks/0/body/1/section/1/suspend"));
    }
    CHECK(run_pinstack("simulate own.json --sections migrate_disable", scratch.path()).code == 0);

    const Ended compared = run_pinstack("compare own.json --format json", scratch.path());
    REQUIRE(compared.code == 0);
    const Json variants = Json::parse(compared.out).at("variants");
    int impossible = 0;
    for (const Json& variant : variants) {
        const bool is_np = variant.at("variant").at("sections") == "preempt_disable";
        CHECK(variant.contains("why_not") == is_np);
        impossible += is_np;
    }
    CHECK(impossible == 1);
    CHECK(variants.size() == 6);
}
