// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/bound_check.hpp"

#include <algorithm>

#include "analyzer/bounds/analysis_summary.hpp"
#include "analyzer/bounds/coverage.hpp"
#include "analyzer/bounds/registry.hpp"
#include "analyzer/run/comparison.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

/// Two CPUs, sections in two of three tasks.
System sample(const Variant& own) {
    System system = system_of("sample", 2,
                              {periodic("A", 30, {{10}, {}, {}}, 10, std::nullopt, {run(1), section({run(1)})}),
                               periodic("B", 20, {{20}, {}, {}}, 20, std::nullopt, {run(2), section({run(2)}), run(1)}),
                               periodic("C", 10, {{40}, {}, {}}, 40, std::nullopt, {run(6)})});
    system.kernel = own;
    system.horizon = Hyperperiods{1};
    return system;
}

std::size_t index_of(const Analysis& analysis, std::string_view id) {
    const auto found = std::find_if(analysis.tests.begin(), analysis.tests.end(),
                                    [&](const TestOutcome& outcome) { return outcome.test->id == id; });
    REQUIRE(found != analysis.tests.end());
    return static_cast<std::size_t>(found - analysis.tests.begin());
}

bool covers(const Variant& own, std::string_view id) { return covers_own_variant(sample(own), *find_test(id)); }

}  // namespace

TEST_CASE("bounds under pins cover the own variant only where it is theirs") {
    const Variant push = variant(Protection::migrate_disable, "wake-previous-push");
    CHECK(covers(push, "pinned-unmitigated"));
    CHECK_FALSE(covers(push, "pinned-shift"));
    CHECK_FALSE(covers(push, "pinned-none"));
    CHECK(covers(push, "rta-bc"));
    CHECK_FALSE(covers(push, "partition-ff"));
    CHECK(covers(variant(Protection::migrate_disable, "swap-on-entry"), "pinned-swap-on-entry"));
    CHECK(covers(variant(Protection::none, "idle-first"), "pinned-none"));
    CHECK(covers(variant(Protection::preempt_disable, "shift"), "pinned-np"));
    CHECK_FALSE(covers(variant(Protection::preempt_disable, "linux-rt-5.15"), "pinned-np"));
    CHECK_FALSE(covers(variant(Protection::migrate_disable, "bounded-stack:2"), "pinned-unmitigated"));
    Variant hybrid = push;
    hybrid.hybrid_below = Duration{1};
    CHECK_FALSE(covers(hybrid, "pinned-unmitigated"));
}

TEST_CASE("every bound under pins has a variant of its own") {
    const System system = sample(variant(Protection::migrate_disable, "linux-rt-5.15"));
    for (const SchedulabilityTest& test : schedulability_tests()) {
        if (test.family != TestFamily::pinned) continue;
        CAPTURE(test.id);
        const TestOutcome outcome{.test = &test, .why_not = {}, .gave_up = false, .verdict = {}};
        const std::optional<System> covered = covered_system(system, outcome);
        REQUIRE(covered);
        CHECK_FALSE(covered->kernel == system.kernel);
        CHECK(covers_own_variant(*covered, test));
    }
}

TEST_CASE("each bound stands beside a run of the variant that it covers") {
    const System system = sample(variant(Protection::migrate_disable, "swap-on-entry"));
    const Analysis analysis = analyze(system);
    const BoundCheck check = check_bounds(system, analysis);
    CHECK(check.exceeded.empty());
    CHECK(check.cut_short.empty());
    REQUIRE(check.own_run);
    for (const std::string_view id : {"pinned-none", "pinned-shift", "pinned-unmitigated", "partition-ff"}) {
        CAPTURE(id);
        const std::size_t test = index_of(analysis, id);
        REQUIRE(check.tests[test].run);
        CHECK(check.tests[test].run != check.own_run);
        const System& ran = check.runs[*check.tests[test].run].system;
        const RunResult direct = *run_variant(ran, ran.kernel).result;
        for (std::size_t task = 0; task < 3; ++task) {
            CHECK(check.longest(test, task) == direct.tasks[task].response.max().ns);
        }
    }
    CHECK(to_text(check.runs[*check.tests[index_of(analysis, "pinned-none")].run].system.kernel) == "none/shift");
    CHECK(to_text(check.runs[*check.tests[index_of(analysis, "partition-ff")].run].system.kernel) ==
          "migrate_disable/partitioned");
    CHECK(check.tests[index_of(analysis, "pinned-swap-on-entry")].run == check.own_run);
}

TEST_CASE("the best bound is the smallest of those that cover the own variant, the first of equals") {
    const System system = sample(variant(Protection::migrate_disable, "swap-on-entry"));
    const Analysis analysis = analyze(system);
    const BoundCheck check = check_bounds(system, analysis);
    for (std::size_t task = 0; task < 3; ++task) {
        std::optional<std::int64_t> smallest;
        for (std::size_t test = 0; test < analysis.tests.size(); ++test) {
            if (!check.tests[test].covers_own) continue;
            const auto& bound = analysis.tests[test].verdict.bounds[task];
            if (bound) smallest = std::min(*bound, smallest.value_or(*bound));
        }
        REQUIRE(smallest);
        CHECK(check.best[task].bound == smallest);
        REQUIRE(check.best[task].test != nullptr);
    }
    const AnalysisSummary summary = summary_of(system, analysis, check);
    CHECK(summary.is_proved());
    CHECK(summary.applicable >= summary.proved_by.size());
    CHECK(why_not_proved(summary).empty());
}

TEST_CASE("a bound that the simulation exceeds is found, in the numbers and in the verdict") {
    const System system = sample(variant(Protection::migrate_disable, "swap-on-entry"));
    Analysis analysis = analyze(system);
    const std::size_t test = index_of(analysis, "pinned-shift");
    analysis.tests[test].verdict.bounds[2] = 5;  // C alone runs for 6
    const BoundCheck check = check_bounds(system, analysis);
    REQUIRE(check.exceeded.size() == 1);
    CHECK(check.is_exceeded(test, 2));
    CHECK_FALSE(check.is_exceeded(test, 1));

    // No job of C ever completes, but its deadline passes.
    System late = system_of("late", 1,
                            {periodic("A", 2, {{10}, {}, {}}, 10, std::nullopt, {run(10)}),
                             periodic("C", 1, {{10}, {}, {}}, 10, std::nullopt, {run(1)})});
    late.kernel = variant(Protection::none, "shift");
    late.horizon = Duration{100};
    Analysis wrong = analyze(late);
    CHECK(check_bounds(late, wrong).exceeded.empty());
    const std::size_t uni = index_of(wrong, "rta-uni");
    CHECK_FALSE(wrong.tests[uni].verdict.schedulable);
    wrong.tests[uni].verdict.schedulable = true;
    CHECK(check_bounds(late, wrong).is_exceeded(uni, 1));
}

TEST_CASE("responses count from the due instants, as bounds do") {
    System system = system_of("jitter", 1, {periodic("A", 2, {{20}, {}, {5}}, 20, std::nullopt, {run(3)})});
    system.kernel = variant(Protection::none, "shift");
    system.horizon = Duration{2000};
    const Analysis analysis = analyze(system);
    const BoundCheck check = check_bounds(system, analysis);
    const std::size_t test = index_of(analysis, "rta-uni");
    CHECK(analysis.tests[test].verdict.bounds[0] == 8);
    CHECK(check.longest(test, 0).value() > 3);
    CHECK(check.longest(test, 0).value() <= 8);
    CHECK(check.exceeded.empty());
}

TEST_CASE("outcomes at hand stand for runs, and say the same") {
    const System system = sample(variant(Protection::migrate_disable, "wake-previous"));
    const Analysis analysis = analyze(system);
    Comparison runs = compare(system, default_variants(system));
    const BoundCheck own = check_bounds(system, analysis);
    const BoundCheck other = check_bounds(system, analysis, {.at_hand = runs.outcomes, .placements = false});
    for (std::size_t test = 0; test < analysis.tests.size(); ++test) {
        if (analysis.tests[test].test->family == TestFamily::placement) {
            CHECK_FALSE(other.tests[test].run);
            continue;
        }
        for (std::size_t task = 0; task < 3; ++task) CHECK(own.longest(test, task) == other.longest(test, task));
    }
    // They are used: what they say is repeated.
    for (Outcome& outcome : runs.outcomes) outcome.result->tasks[0].misses = 1;
    CHECK_FALSE(check_bounds(system, analysis, {.at_hand = runs.outcomes, .placements = false}).exceeded.empty());
}

TEST_CASE("what cannot be run says why, and its bounds stay") {
    System system = sample(variant(Protection::migrate_disable, "shift"));
    for (Task& task : system.tasks)
        task.releases = Periodic{{4'611'686'018'427'387'847 - task.priority.value()}, {}, {}};
    const Analysis analysis = analyze(system);
    const BoundCheck check = check_bounds(system, analysis);
    REQUIRE(check.own_run);
    CHECK_FALSE(check.runs[*check.own_run].is_run());
    CHECK_FALSE(check.longest(index_of(analysis, "pinned-shift"), 0));
    CHECK(check.best[0].bound);
    CHECK(check.exceeded.empty());
}
