// SPDX-License-Identifier: Apache-2.0
//
// The suites and cases themselves, and the bytes of a small document. tests/examples/junit_report.py reads documents as
// XML.
#include "analyzer/report/junit_report.hpp"

#include <algorithm>

#include "analyzer/report/version.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Catch::Contains;
using Verdict = JunitCase::Verdict;

namespace {

const Variant kWake = variant(Protection::migrate_disable, "wake-previous");

std::vector<JunitSuite> suites_of(const System& system, const std::vector<Variant>& variants,
                                  const JunitLimits& limits = {}, const RunRequest& request = {}) {
    const Comparison runs = compare(system, variants, request);
    return junit_suites({.file = "f.json", .system = system, .runs = runs, .request = request}, limits);
}

std::string document(const std::vector<JunitSuite>& suites) {
    StringSink sink;
    write_junit(sink, suites);
    return sink.text;
}

std::string property(const JunitSuite& suite, const std::string& name) {
    for (const auto& [key, value] : suite.properties) {
        if (key == name) return value;
    }
    return "(none)";
}

std::vector<std::string> names_of(const JunitSuite& suite) {
    std::vector<std::string> names;
    for (const JunitCase& each : suite.cases) names.push_back(each.name);
    return names;
}

/// Task i of n misses i jobs: all are released at 0, each runs 1, the last in the file is the least urgent.
System staircase(std::int64_t n) {
    std::vector<Task> tasks;
    for (std::int64_t i = 0; i < n; ++i) {
        tasks.push_back(task(numbered("T", i), static_cast<int>(n - i), {0}, i % 2 == 0 ? n : 1, 0, {run(1)}));
    }
    return system_of("staircase", 1, std::move(tasks));
}

}  // namespace

TEST_CASE("junit: a case for each task, one that misses is a failure") {
    const std::vector<JunitSuite> suites = suites_of(family_f1(2), {variant(Protection::none, "shift"), kWake});
    REQUIRE(suites.size() == 2);
    CHECK(names_of(suites[0]) == std::vector<std::string>{"T0 under none/shift", "T1 under none/shift"});
    CHECK(suites[0].cases[0].verdict == Verdict::passed);
    CHECK(suites[1].classname == "f.json");
    CHECK_THAT(suites[1].name, Catch::EndsWith(" under migrate_disable/wake-previous"));
    REQUIRE(suites[1].cases.size() == 2);
    const JunitCase& late = suites[1].cases[0];
    CHECK(late.name == "T0 under migrate_disable/wake-previous");
    CHECK(late.verdict == Verdict::failed);
    CHECK(late.message == "2 of 2 jobs miss the deadline of 9ns; worst response 10ns");
    CHECK(late.details == "response times of 2 completed jobs, summed: running 10ns, pin_wait 10ns");
    CHECK(suites[1].cases[1].verdict == Verdict::passed);
    CHECK(property(suites[1], "variant") == "migrate_disable/wake-previous");
    CHECK(property(suites[1], "seed") == "1");
    CHECK(property(suites[1], "deadline_misses") == "2");
    CHECK(property(suites[1], "stacking_loss_ns") == "10");
    CHECK(property(suites[1], "utilization_loss_ratio") == "0.045454545454545456");
    CHECK(property(suites[1], "pinstack_version") == version());
    CHECK_THAT(property(suites[1], "ties"), Catch::StartsWith("equal priorities"));
    CHECK(property(suites[1], "tie_check") == "(none)");
    CHECK(property(suites[1], "passed_tasks_in_one_case") == "(none)");
}

TEST_CASE("junit: an impossible variant is one skipped case with the reason") {
    const std::vector<JunitSuite> suites =
        suites_of(family_f7(), {kWake, variant(Protection::preempt_disable, "idle-first")});
    REQUIRE(suites[1].cases.size() == 1);
    CHECK(suites[1].cases[0].name == "all tasks under preempt_disable/idle-first");
    CHECK(suites[1].cases[0].verdict == Verdict::skipped);
    CHECK_THAT(suites[1].cases[0].message, Contains("suspension"));
    CHECK(property(suites[1], "span_ns") == "(none)");
}

TEST_CASE("junit: jobs that never complete, tasks that never begin") {
    System system = system_of("starved", 1,
                              {task("busy", 9, {0}, 100, 0, {run(50)}), task("never", 1, {0}, 20, 0, {run(1)}),
                               task("later", 1, {40}, 20, 0, {run(1)})});
    system.horizon = Duration{30};
    const JunitSuite suite = suites_of(system, {variant(Protection::none, "shift")})[0];
    CHECK(suite.cases[0].verdict == Verdict::passed);
    CHECK(suite.cases[1].verdict == Verdict::failed);
    CHECK(suite.cases[1].message == "1 of 1 job misses the deadline of 20ns; none completed");
    CHECK(suite.cases[1].details == "");
    CHECK(suite.cases[2].verdict == Verdict::skipped);
    CHECK(suite.cases[2].message == "no job is released before the end of the run");

    system.tasks = {task("late", 1, {0, 5}, 2, 0, {run(20)})};
    const JunitSuite late = suites_of(system, {variant(Protection::none, "shift")})[0];
    CHECK(late.cases[0].message == "2 of 2 jobs miss the deadline of 2ns; worst response 20ns; 1 not completed");
}

TEST_CASE("junit: what --ties found is a property") {
    RunRequest request;
    request.tie_orders = 3;
    CHECK_THAT(property(suites_of(family_f1(2), {kWake}, {}, request)[0], "tie_check"),
               Contains("does not depend on ties"));
}

TEST_CASE("junit: potential deadlocks and the kernel are properties") {
    const JunitSuite suite = suites_of(lock_order(), {kWake}).front();
    CHECK(property(suite, "preempt_rt") == "false");
    CHECK_THAT(property(suite, "warning"), Contains("a potential deadlock: A -> B (task T1, "));
    const JunitSuite without = suites_of(family_f1(2), {kWake}).front();
    CHECK(property(without, "preempt_rt") == "(none)");
    CHECK(property(without, "warning") == "(none)");
}

TEST_CASE("junit: with many tasks, passed ones and the lesser failures become one case each") {
    const System system = staircase(10);  // of them T1, T3, .. T9 miss
    const std::vector<Variant> ideal{variant(Protection::none, "shift")};
    CHECK(suites_of(system, ideal, {.passed = 5, .failed = 5})[0].cases.size() == 10);

    const JunitSuite folded = suites_of(system, ideal, {.passed = 4, .failed = 5})[0];
    REQUIRE(folded.cases.size() == 6);
    CHECK(folded.cases[0].name == "T1 under none/shift");
    CHECK(folded.cases[5].name == "all tasks that miss no deadline under none/shift");
    CHECK(folded.cases[5].verdict == Verdict::passed);
    CHECK(property(folded, "passed_tasks_in_one_case") == "5");
    CHECK(property(folded, "failed_tasks_in_one_case") == "(none)");

    const JunitSuite small = suites_of(system, ideal, {.passed = 4, .failed = 2})[0];
    CHECK(names_of(small) == std::vector<std::string>{"T7 under none/shift", "T9 under none/shift",
                                                      "further tasks under none/shift",
                                                      "all tasks that miss no deadline under none/shift"});
    CHECK(small.cases[2].verdict == Verdict::failed);
    CHECK(small.cases[2].message == "3 more tasks miss a deadline; the 2 that miss most are listed");
    CHECK(property(small, "failed_tasks_in_one_case") == "3");
}

TEST_CASE("junit: thousands of tasks that all miss stay within 2 MiB") {
    System system = staircase(3000);
    for (Task& each : system.tasks) {
        each.priority.reset();
        each.deadline = Duration{1};
    }
    const std::string late = document(suites_of(system, default_variants(system)));
    CHECK(late.size() > 500'000);
    CHECK(late.size() < std::size_t{2} << 20);
    for (Task& each : system.tasks) each.deadline = Duration{5000};
    CHECK(document(suites_of(system, default_variants(system))).size() < 20'000);
}

TEST_CASE("junit: the document of a file that is not valid") {
    const Problems problems{{{"bad<1>.json", 3, 5, "/tasks/0/period"}, "\"fast\"", "a duration", "write \"10ms\""},
                            {{"bad<1>.json", 0, 0, ""}, "nothing", "a file", ""}};
    CHECK(document({junit_error_suite("bad<1>.json", problems)}) ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<testsuites name=\"pinstack\" tests=\"1\" failures=\"0\" errors=\"1\" time=\"0\">\n"
          "  <testsuite name=\"bad&lt;1&gt;.json\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\" time=\"0\">\n"
          "    <testcase name=\"the system file is valid\" classname=\"bad&lt;1&gt;.json\" time=\"0\">\n"
          "      <error type=\"invalid_file\" message=\"/tasks/0/period: found &quot;fast&quot;, expected a duration; "
          "found "
          "nothing, expected a file\">/tasks/0/period: found &quot;fast&quot;, expected a duration; found nothing, "
          "expected "
          "a file\n"
          "bad&lt;1&gt;.json:3:5: error: /tasks/0/period: found &quot;fast&quot;, expected a duration\n"
          "    hint: write &quot;10ms&quot;\n"
          "bad&lt;1&gt;.json: error: found nothing, expected a file</error>\n"
          "    </testcase>\n"
          "  </testsuite>\n"
          "</testsuites>\n");
}

TEST_CASE("junit: names that XML cannot hold stay different, tabs and line breaks stay what they are") {
    JunitSuite suite{.name = "s", .classname = "f"};
    for (const char* name : {"\x01", "\x02", "\xEF\xBF\xBD #2", "a\tb", "a b", "a\nb"})
        suite.cases.push_back({.name = name});
    const std::string text = document({suite});
    for (const char* name : {"name=\"\xEF\xBF\xBD\"", "name=\"\xEF\xBF\xBD #2\"", "name=\"\xEF\xBF\xBD #2 #2\"",
                             "name=\"a&#9;b\"", "name=\"a b\"", "name=\"a&#10;b\""}) {
        CAPTURE(name);
        const std::size_t at = text.find(name);
        CHECK(at != std::string::npos);
        CHECK(text.find(name, at + 1) == std::string::npos);
    }
}

TEST_CASE("junit: several files in one document, counted together") {
    std::vector<JunitSuite> suites = suites_of(family_f1(2), {kWake});
    for (const JunitSuite& more : suites_of(family_f7(), {variant(Protection::preempt_disable, "idle-first"), kWake})) {
        suites.push_back(more);
    }
    suites.push_back(junit_error_suite("g.json", {{{"g.json", 0, 0, ""}, "no such file", "a file", ""}}));
    std::size_t tests = 0, failures = 0;
    for (const JunitSuite& suite : suites) {
        tests += suite.cases.size();
        for (const JunitCase& each : suite.cases) failures += each.verdict == Verdict::failed ? 1 : 0;
    }
    REQUIRE(failures > 0);
    CHECK_THAT(document(suites), Contains("<testsuites name=\"pinstack\" tests=\"" + std::to_string(tests) +
                                          "\" failures=\"" + std::to_string(failures) + "\" errors=\"1\" time=\"0\">"));
    CHECK(document({}) ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<testsuites name=\"pinstack\" tests=\"0\" failures=\"0\" errors=\"0\" time=\"0\">\n</testsuites>\n");
}
