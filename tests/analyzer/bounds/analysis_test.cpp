// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/analysis.hpp"

#include <algorithm>

#include "analyzer/bounds/registry.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

Task periodic_task(std::string name, int priority, std::int64_t period, CpuId home, Body body) {
    return periodic(std::move(name), priority, {{period}, {0}, {0}}, period, home, std::move(body));
}

const TestOutcome& outcome_of(const Analysis& analysis, std::string_view id) {
    return *std::find_if(analysis.tests.begin(), analysis.tests.end(),
                         [&](const TestOutcome& outcome) { return outcome.test->id == id; });
}

using Bounds = std::vector<std::optional<std::int64_t>>;

/// CPU 0: A and C; CPU 1: B and D, which together are too much.
System partitioned() {
    System system = system_of("p", 2,
                              {periodic_task("A", 10, 20, 0, {run(6)}), periodic_task("B", 20, 10, 1, {run(5)}),
                               periodic_task("C", 30, 10, 0, {run(4)}), periodic_task("D", 15, 20, 1, {run(11)})});
    system.kernel = variant(Protection::migrate_disable, "partitioned");
    return system;
}

}  // namespace

TEST_CASE("an analysis holds every test, in the order of the table; those of the other order do not apply") {
    const Analysis analysis = analyze(partitioned());
    REQUIRE(analysis.tests.size() == schedulability_tests().size());
    for (std::size_t i = 0; i < analysis.tests.size(); ++i) {
        const TestOutcome& outcome = analysis.tests[i];
        CAPTURE(outcome.test->id);
        CHECK(outcome.test == &schedulability_tests()[i]);
        if (!outcome.test->is_for(Order::fp)) CHECK(outcome.why_not == "the test is for edf, the system's order is fp");
        CHECK(outcome.verdict.bounds.size() == (outcome.applicable() ? 4 : 0));
    }
}

TEST_CASE("under `partitioned` a one-CPU test is made of each CPU: bounds by task in file order, one verdict for all") {
    System system = partitioned();
    const Analysis overloaded = analyze(system);
    // A: 6 + 4 = 10; C: 4; B: 5; D never ends, as 5/10 + 11/20 > 1.
    CHECK(outcome_of(overloaded, "rta-uni").verdict.bounds == Bounds{10, 5, 4, {}});
    CHECK_FALSE(outcome_of(overloaded, "rta-uni").verdict.schedulable);
    CHECK(outcome_of(overloaded, "ll").verdict.bounds == Bounds{20, {}, 10, {}});
    system.tasks[3].body = {run(10)};
    const Analysis full = analyze(system);
    CHECK(outcome_of(full, "rta-uni").verdict.bounds == Bounds{10, 5, 4, 20});
    CHECK(outcome_of(full, "rta-uni").verdict.schedulable);
    CHECK_FALSE(outcome_of(full, "ll").verdict.schedulable);
}

TEST_CASE("run_test() on each CPU agrees with the CPUs alone, and no response in a simulation exceeds it") {
    int checked = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const Order order = seed % 2 == 0 ? Order::fp : Order::edf;
        const TaskSet set = random_task_set(
            seed, {.order = order, .cpus_from = 2, .cpus_to = 3, .load_from = 40, .load_to = 80, .homes = true});
        const SchedulabilityTest& test = *find_test(order == Order::fp ? "rta-uni" : "edf-wcrt");
        Verdict whole, alone;
        run_test(test, set, whole);
        bool schedulable = true;
        std::vector<std::uint32_t> places;
        for (CpuId cpu = 0; cpu < set.cpus; ++cpu) {
            test.run(tasks_of_cpu(set, cpu, places), alone);
            schedulable = schedulable && alone.schedulable;
            for (std::size_t i = 0; i < places.size(); ++i) CHECK(whole.bounds[places[i]] == alone.bounds[i]);
        }
        CHECK(whole.schedulable == schedulable);
        for (const Arrivals arrivals : {Arrivals::synchronous, Arrivals::sporadic}) {
            const System system = system_of(set, arrivals, seed, 400);
            const auto kernel = variant(Protection::none, "partitioned", order);
            CHECK(bound_exceeded(set, whole, simulated_responses(system, kernel)) == "");
        }
        ++checked;
    }
    CHECK(checked == 400);
}

TEST_CASE("a system that cannot run under its own variant: pinned bounds and placements do not mind") {
    System system = partitioned();
    system.tasks[0].home_cpu.reset();
    const Analysis analysis = analyze(system);
    CHECK_FALSE(outcome_of(analysis, "rta-uni").applicable());
    CHECK_FALSE(outcome_of(analysis, "rta-bc").applicable());
    CHECK(outcome_of(analysis, "pinned-none").applicable());
    CHECK(outcome_of(analysis, "partition-ff").applicable());
}

TEST_CASE("one CPU under Linux: equal priorities in order of arrival delay each other") {
    System system =
        system_of("l", 1, {periodic_task("A", 10, 20, 0, {run(3)}), periodic_task("B", 10, 20, 0, {run(2)})});
    system.kernel = variant(Protection::migrate_disable, "linux-rt-5.15");
    CHECK(outcome_of(analyze(system), "rta-uni").verdict.bounds == Bounds{5, 5});
    system.kernel = variant(Protection::migrate_disable, "shift");
    CHECK(outcome_of(analyze(system), "rta-uni").verdict.bounds == Bounds{3, 5});
}

TEST_CASE("exact tests: at whole units of the file's time, where the system keeps to them") {
    const auto outcome = [](const std::string& unit, const std::string& releases, const std::string& run) {
        const std::string text = R"({"pinstack": 1, "time_unit": ")" + unit +
                                 R"(", "platform": {"cpus": 1}, "horizon": 100, "kernel": {"balancer": "shift"}, "tasks": [
            {"name": "A", "period": 4, "wcet": 2}, {"name": "B", )" +
                                 releases + R"(, "deadline": 6, "body": [{"run": )" + run + "}]}]}";
        const Analysis analysis = analyze(parse_system(text, "x").value());
        for (const TestOutcome& test : analysis.tests) {
            if (test.test->id == "exact-fp") return test;
        }
        return TestOutcome{};
    };
    const TestOutcome us = outcome("us", R"("period": 8)", "4");
    REQUIRE(us.why_not.empty());
    CHECK(us.verdict.bounds[0] == 2000);
    CHECK_FALSE(us.verdict.bounds[1].has_value());  // 8 of 6
    CHECK_FALSE(us.verdict.schedulable);
    CHECK(outcome("us", R"("period": 8)", "2").verdict.bounds[1] == 4000);
    CHECK(outcome("us", R"("period": 8, "offset": "2us")", "2").why_not.empty());
    const std::string between = "`B` can be released, or end, between whole units of 1us";
    CHECK(outcome("us", R"("period": 8, "offset": "1500ns")", "2").why_not == between);
    CHECK(outcome("us", R"("min_interarrival": {"min": 8, "max": 12, "distribution": "uniform"})", "2").why_not ==
          between);
    CHECK(outcome("us", R"("period": 8)", R"({"min": 1, "max": 2, "distribution": "uniform"})").why_not == between);
    CHECK(outcome("ns", R"("period": 8)", R"({"min": 1, "max": 2, "distribution": "uniform"})").why_not.empty());
}
