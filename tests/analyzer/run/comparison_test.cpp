// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/comparison.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

TEST_CASE("the default variants are the contract's, with the system's own order and options") {
    System system = family_f1(2);
    system.kernel.order = Order::edf;
    system.kernel.hybrid_below = Duration{3};
    std::vector<std::string> names;
    for (const Variant& each : default_variants(system)) {
        names.push_back(to_text(each));
        CHECK(each.order == Order::edf);
        CHECK(each.hybrid_below == Duration{3});
    }
    CHECK(names == std::vector<std::string>{"none/shift", "preempt_disable/idle-first", "migrate_disable/wake-previous",
                                            "migrate_disable/wake-previous-push", "migrate_disable/shift",
                                            "migrate_disable/swap-on-entry"});
}

TEST_CASE("variants are read from a list; every bad one is a problem, a repeated one counts once") {
    const Variant base;
    const auto two = parse_variants("none/shift,migrate_disable/bounded-stack:2,none/shift", base);
    REQUIRE(two.has_value());
    CHECK(two->size() == 2);
    const auto bad = parse_variants("none/shift,nothing/shift,none/shuffle,", base);
    REQUIRE_FALSE(bad.has_value());
    CHECK(bad.error().size() == 3);
}

TEST_CASE("the baseline is none/shift wherever it stands, else the first variant") {
    const System system = family_f1(3);
    const auto baseline_of = [&](const char* list) {
        const Comparison comparison = compare(system, *parse_variants(list, system.kernel));
        return to_text(comparison.base().variant);
    };
    CHECK(baseline_of("migrate_disable/shift,none/shift") == "none/shift");
    CHECK(baseline_of("migrate_disable/shift,migrate_disable/idle-first") == "migrate_disable/shift");
}

TEST_CASE("common random numbers: after a drain every variant has done the same work") {
    // Varying run times and jitter: useful + inversion is the sum of the run times drawn, whatever the schedule.
    std::vector<Task> tasks;
    for (int i = 0; i < 6; ++i) {
        Task each = task(numbered("T", i), 10 + i, {0, 50, 90, 200}, 400, 0,
                         {run(uniform(1, 9)), section({run(uniform(1, 30))}), run(uniform(2, 5))});
        std::get<ExplicitReleases>(each.releases).jitter = Duration{20};
        tasks.push_back(std::move(each));
    }
    System system = system_of("random", 3, std::move(tasks));
    system.seed = 7;
    const Comparison comparison = compare(system, default_variants(system));
    const CapacitySplit& base = comparison.base().result->capacity;
    for (const Outcome& outcome : comparison.outcomes) {
        CAPTURE(to_text(outcome.variant));
        REQUIRE(outcome.applicable());
        const CapacitySplit& capacity = outcome.result->capacity;
        CHECK(capacity.useful + capacity.inversion() == base.useful + base.inversion());
    }
    // The variants differ in what they lose, or the test would say nothing.
    CHECK(worst_outcome(comparison.outcomes)->result->capacity.stacking_loss > 0);
}

TEST_CASE("a variant that is impossible for the system is listed with the reason") {
    // f7 sleeps in its section, which NP forbids.
    const System system = family_f7();
    const Comparison comparison = compare(system, default_variants(system));
    REQUIRE(comparison.outcomes.size() == 6);
    for (const Outcome& outcome : comparison.outcomes) {
        const bool is_np = outcome.variant.sections == Protection::preempt_disable;
        CHECK(outcome.applicable() == !is_np);
        CHECK(outcome.why_not.empty() == !is_np);
        if (is_np) {
            CHECK_THAT(why_not_text(outcome.why_not),
                       Catch::Contains("/tasks/0/body/0") && Catch::Contains("suspension"));
        }
    }
}

TEST_CASE("the worst variant misses most beyond the baseline; another one may stack most") {
    // T0 and T1 meet their deadlines however they stack; U misses under NP, behind the two sections.
    const System system =
        system_of("two evils", 2,
                  {task("T0", 10, {0}, 100, 0, {run(1), section({run(10)})}),
                   task("T1", 11, {0}, 100, 1, {run(1), section({run(10)})}), task("U", 20, {2}, 6, 0, {run(5)})});
    const std::vector<Variant> variants{variant(Protection::none, "shift"),
                                        variant(Protection::preempt_disable, "idle-first"),
                                        variant(Protection::migrate_disable, "wake-previous")};
    System stacking = system;
    stacking.tasks.erase(stacking.tasks.begin() + 1);
    stacking.platform.cpus = 2;
    const Comparison misses = compare(system, variants);
    CHECK(to_text(worst_outcome(misses.outcomes)->variant) == "preempt_disable/idle-first");
    CHECK(misses_beyond(*misses.outcomes[1].result, &*misses.base().result) == 1);
    CHECK(misses_beyond(*misses.outcomes[1].result, &*misses.outcomes[1].result) == 0);
    const Comparison stacks = compare(stacking, variants);
    CHECK(to_text(worst_outcome(stacks.outcomes)->variant) == "migrate_disable/wake-previous");
    CHECK(most_stacked_outcome(stacks.outcomes) == worst_outcome(stacks.outcomes));
    CHECK_FALSE(are_equal(misses.outcomes));
    CHECK_FALSE(are_equal(stacks.outcomes));
    CHECK(are_equal({&misses.outcomes[0], 1}));
}

TEST_CASE("what one task misses less does not make up for what another misses more") {
    RunResult base, other;
    base.tasks.resize(2);
    other.tasks.resize(2);
    base.tasks[0].misses = 5;
    other.tasks[1].misses = 3;
    CHECK(misses_beyond(other, &base) == 3);
    CHECK(misses_beyond(base, nullptr) == 5);
}

TEST_CASE(
    "where nothing misses beyond the baseline the worst variant is the one that loses most, the first of equals") {
    const System system = family_f1(4);
    const Comparison comparison = compare(system, default_variants(system));
    CHECK(to_text(worst_outcome(comparison.outcomes)->variant) == "migrate_disable/wake-previous");
    CHECK(worst_outcome({}) == nullptr);
}
