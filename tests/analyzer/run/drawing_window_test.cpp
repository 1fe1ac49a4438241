// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/drawing_window.hpp"

#include "analyzer/run/comparison.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

TEST_CASE("the worst episode is drawn from the releases of its jobs to their completions") {
    // f1: two bursts, at 0 and 100. The stack of the first lasts from 2 to 17, its jobs live from 0 to 20.
    const System system = family_f1(4);
    const Comparison comparison = compare(system, default_variants(system));
    const Picture picture = record_picture(system, comparison.outcomes, std::nullopt, 1000);
    CHECK(picture.drawn.window.from.ns == 0);
    CHECK(picture.drawn.window.to.ns == 20);
    CHECK(picture.drawn.reason == WindowReason::worst_episode);
    CHECK(picture.drawn.variant == "migrate_disable/wake-previous");
    CHECK(picture.drawn.episode.from.ns == 2);
    CHECK(picture.drawn.episode.to.ns == 17);
    CHECK(picture.timelines.size() == 6);
    CHECK_FALSE(picture.cut);
}

TEST_CASE("a system that does not stack shows its first missed deadline") {
    // f5: an urgent task with D = 2 over m NP sections of 6 misses.
    const System system = family_f5(2);
    const Outcome outcome = run_variant(system, variant(Protection::preempt_disable, "idle-first"));
    REQUIRE(outcome.result->deadline_misses() == 1);
    const DrawingWindow chosen = choose_window(system, {&outcome, 1}, 1000);
    CHECK(chosen.window.contains(Instant{3}));  // released at 1, D 2
    CHECK(chosen.reason == WindowReason::first_miss);
}

TEST_CASE("the first miss is found however far it lies behind what a drawing can hold") {
    // One CPU. A runs every 10; only at 70'000 does B come and make it late: A is released at 70'000, due at 70'004.
    std::vector<Task> tasks{periodic("A", 1, {{10}, {0}, {0}}, 4, 0, {run(2)}),
                            task("B", 2, {70'000}, 1000, 0, {run(5)})};
    System system = system_of("late", 1, std::move(tasks));
    system.horizon = Duration{100'000};
    const Outcome outcome = run_variant(system, variant(Protection::none, "shift"));
    REQUIRE(outcome.result->deadline_misses() == 1);
    const DrawingWindow chosen = choose_window(system, {&outcome, 1}, 50);
    CHECK(chosen.reason == WindowReason::first_miss);
    CHECK(chosen.window.contains(Instant{70'000}));  // release
    CHECK(chosen.window.contains(Instant{70'007}));  // completion
    CHECK(chosen.window.length() < Duration{30});
}

TEST_CASE("a first miss that is not in the drawn interval is drawn too, for the variant that has it") {
    // At 2 T0 stacks under wake-previous, which harms nobody. At 1000 U comes behind two NP sections, and misses.
    System system =
        system_of("two evils", 2,
                  {task("T0", 10, {0}, 100, 0, {run(1), section({run(10)})}), task("T1", 11, {2}, 100, 0, {run(5)}),
                   task("L0", 5, {1000}, 100, 0, {section({run(10)})}),
                   task("L1", 6, {1000}, 100, 1, {section({run(10)})}), task("U", 20, {1002}, 6, 0, {run(5)})});
    const Comparison runs =
        compare(system, {variant(Protection::none, "shift"), variant(Protection::preempt_disable, "idle-first"),
                         variant(Protection::migrate_disable, "wake-previous")});
    const Picture picture = record_picture(system, runs.outcomes, std::nullopt, 1000);
    CHECK(picture.drawn.reason == WindowReason::worst_episode);
    CHECK(picture.drawn.variant == "migrate_disable/wake-previous");
    const std::vector<MissPicture> misses = record_first_misses(system, runs.outcomes, picture, 1000);
    REQUIRE(misses.size() == 1);
    CHECK(misses[0].outcome == 1);
    CHECK(misses[0].miss.task == 4);
    CHECK(misses[0].picture.drawn.window.contains(Instant{1002}));
    CHECK(misses[0].picture.drawn.window.contains(Instant{1015}));  // completion
    REQUIRE(misses[0].picture.timelines.size() == 1);
    CHECK_FALSE(misses[0].picture.timelines[0].intervals.empty());
    // Drawn already; or another interval was asked for.
    const Picture whole = record_picture(system, runs.outcomes, Window{{0}, {2000}}, 1000);
    CHECK(record_first_misses(system, runs.outcomes, whole, 1000).empty());
    Picture all = picture;
    all.drawn.window.to = Instant{2000};
    CHECK(record_first_misses(system, runs.outcomes, all, 1000).empty());
    // What is late under the baseline as well is no doing of the variant.
    system.tasks[4].deadline = Duration{1};
    const Comparison late =
        compare(system, {variant(Protection::none, "shift"), variant(Protection::migrate_disable, "wake-previous")});
    CHECK(record_first_misses(system, late.outcomes, picture, 1000).empty());
}

TEST_CASE("nothing lost, nothing missed: the start of the run") {
    std::vector<Task> tasks{periodic("T0", 1, {{100}, {0}, {0}}, 100, 0, {run(10)})};
    System system = system_of("calm", 2, std::move(tasks));
    system.horizon = Duration{1'000'000};
    const Outcome outcome = run_variant(system, variant(Protection::none, "shift"));
    const DrawingWindow chosen = choose_window(system, {&outcome, 1}, 1000);
    CHECK(chosen.window.from.ns == 0);
    CHECK(chosen.window.to.ns == 200);
    CHECK(chosen.reason == WindowReason::start);
    CHECK_FALSE(chosen.whole_run);
}

TEST_CASE("what does not fit is cut at the same instant for all") {
    const System system = family_f2(4);
    const Comparison comparison = compare(system, default_variants(system));
    const Picture picture = record_picture(system, comparison.outcomes, Window{{0}, {100}}, 12);
    CHECK(picture.cut);
    for (const Timeline& timeline : picture.timelines) CHECK(timeline.window.to == picture.drawn.window.to);
}
