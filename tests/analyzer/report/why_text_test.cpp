// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/why_text.hpp"

#include "analyzer/run/comparison.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Catch::Contains;

namespace {

/// Two tasks on two CPUs: T0 is pinned to CPU 0 from 1 on, preempted at 2, and waits until T1 is done at 7.
System two_tasks(std::int64_t deadline) {
    return system_of(
        "two", 2,
        {task("T0", 10, {0}, deadline, 0, {run(1), section({run(4)})}), task("T1", 20, {2}, 20, 0, {run(5)})});
}

Comparison runs_of(const System& system) {
    return compare(system, {variant(Protection::none, "shift"), variant(Protection::migrate_disable, "wake-previous")});
}

}  // namespace

TEST_CASE("a missed deadline is explained from the response split, the episodes and the baseline") {
    const System system = two_tasks(9);
    const Comparison runs = runs_of(system);
    const Reasons reasons = reasons_of(system, runs.outcomes[1], &runs.base(), 5);
    REQUIRE(reasons.sentences.size() == 1);
    CHECK(
        reasons.sentences[0] ==
        "T0 misses 1 of 1 deadline: of its worst response of 10ns, 5ns is pin_wait, 5ns running; it waits in 1 "
        "stacking episode, up to 1 deep; under none/shift its worst response is 5ns (all running) and it misses none");
    CHECK(reasons.states == std::vector<JobState>{JobState::pin_wait});
    CHECK(reasons.tasks_left_out == 0);
}

TEST_CASE("without a miss, the tasks that are kept waiting") {
    const System system = two_tasks(20);
    const Comparison runs = runs_of(system);
    const Reasons reasons = reasons_of(system, runs.outcomes[1], nullptr, 5);
    REQUIRE(reasons.sentences.size() == 1);
    CHECK(
        reasons.sentences[0] ==
        "T0: of its mean response of 10ns, 5ns is pin_wait, 5ns running; it waits in 1 stacking episode, up to 1 deep");
    // What the variant adds is seen where like stands beside like: the mean of the base.
    const Reasons compared = reasons_of(system, runs.outcomes[1], &runs.base(), 5);
    CHECK_THAT(compared.sentences[0], Contains("; under none/shift its mean response is 5ns (all running)"));
    CHECK(reasons_of(system, runs.outcomes[0], nullptr, 5).sentences.empty());
}

TEST_CASE("a task too long for its deadline does not wait; one that never completes has no response") {
    const System longer = system_of("long", 1, {task("T", 5, {0}, 3, 0, {run(4)})});
    const Comparison run_of_longer = compare(longer, {longer.kernel});
    CHECK(reasons_of(longer, run_of_longer.base(), nullptr, 5).sentences[0] ==
          "T misses 1 of 1 deadline: its worst response of 4ns is all running");
    System cut = system_of("cut", 1, {task("T", 5, {0}, 3, 0, {run(9)})});
    cut.horizon = Duration{5};
    const Comparison run_of_cut = compare(cut, {cut.kernel});
    CHECK(reasons_of(cut, run_of_cut.base(), nullptr, 5).sentences[0] ==
          "T misses 1 of 1 deadline: none of its jobs completes");
}

TEST_CASE("what a variant adds to the misses comes before what is missed in any case") {
    System system = two_tasks(9);
    system.tasks.push_back(task("late anyway", 30, {50}, 3, 1, {run(4)}));
    const Comparison runs = runs_of(system);
    const Reasons reasons = reasons_of(system, runs.outcomes[1], &runs.base(), 1);
    REQUIRE(reasons.sentences.size() == 1);
    CHECK_THAT(reasons.sentences[0], Contains("T0 misses 1 of 1 deadline"));
    const Reasons alike = reasons_of(system, runs.outcomes[1], &runs.base(), 5);
    CHECK(alike.sentences[1] ==
          "late anyway misses 1 of 1 deadline: its worst response of 4ns is all running; the same under none/shift");
}

TEST_CASE("a rare miss is explained by the worst response, not by a mean that hides it") {
    // T is late once, behind the NP section of L from 49 to 55; its other 99 responses are 1.
    std::vector<std::int64_t> releases;
    for (int i = 0; i < 100; ++i) releases.push_back(i * 10);
    const System system = system_of(
        "rare", 1, {task("T", 20, releases, 3, 0, {run(1)}), task("L", 10, {49}, 99, 0, {section({run(6)})})});
    const Comparison runs = compare(system, {variant(Protection::preempt_disable, "idle-first")});
    CHECK(reasons_of(system, runs.base(), nullptr, 5).sentences ==
          std::vector<std::string>{
              "T misses 1 of 100 deadlines: of its worst response of 6ns, 5ns is np_blocking, 1ns running"});
}

TEST_CASE("where only unfinished jobs are late, the worst response is said to be that of the others") {
    System system =
        system_of("open", 1, {task("T", 10, {0, 10}, 5, 0, {run(2)}), task("H", 20, {10}, 99, 0, {run(50)})});
    system.horizon = Duration{30};
    const Comparison runs = compare(system, {system.kernel});
    CHECK(reasons_of(system, runs.base(), nullptr, 5).sentences[0] ==
          "T misses 1 of 2 deadlines: the worst response of 2ns of its 1 completed job is all running");
}

TEST_CASE("where not all episodes were kept they are not counted") {
    const System system = two_tasks(9);
    Comparison runs = runs_of(system);
    runs.outcomes[1].result->stacking.episodes_total = 87'492;
    CHECK_THAT(reasons_of(system, runs.outcomes[1], nullptr, 5).sentences[0], !Contains("episode"));
}

TEST_CASE("what there is no room for is counted") {
    std::vector<Task> tasks;
    for (int i = 0; i < 9; ++i) tasks.push_back(task(numbered("T", i), 10, {0}, 3, 0, {run(4)}));
    const System system = system_of("many", 1, std::move(tasks));
    const Comparison runs = compare(system, {system.kernel});
    const Reasons reasons = reasons_of(system, runs.base(), nullptr, 5);
    CHECK(reasons.sentences.size() == 5);
    CHECK(reasons.tasks_left_out == 4);
}
