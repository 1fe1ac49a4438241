// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/pinned/pinned.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/slow_pinned.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

struct Row {
    PinRule rule;
    void (*run)(const TaskSet&, Verdict&);
};
constexpr Row kRows[] = {{PinRule::unmitigated, run_pinned_unmitigated},
                         {PinRule::shift, run_pinned_shift},
                         {PinRule::swap_on_entry, run_pinned_swap_on_entry},
                         {PinRule::np, run_pinned_np}};

/// With a section at the end of every body.
TaskSet set_of(int cpus, Order order, const std::vector<SporadicTask>& tasks,
               const std::vector<std::int64_t>& lengths) {
    TaskSet set;
    set.cpus = cpus;
    set.order = order;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        set.add(tasks[i], lengths[i] > 0 ? std::vector{lengths[i]} : std::vector<std::int64_t>());
    }
    return set;
}

std::string run(void (*test)(const TaskSet&, Verdict&), const TaskSet& set) {
    Verdict verdict;
    test(set, verdict);
    return describe(verdict);
}

}  // namespace

TEST_CASE("the bounds under pins are their formulas, instant by instant") {
    for (const Row& row : kRows) {
        for (const Order order : {Order::fp, Order::edf}) {
            int passing = 0;
            for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
                const TaskSet set =
                    random_task_set(seed, {.order = order, .load_from = 15, .load_to = 70, .section_share = 70});
                Verdict verdict;
                row.run(set, verdict);
                CAPTURE(describe(set), static_cast<int>(row.rule));
                REQUIRE(describe(verdict) == describe(slow_pinned(set, row.rule)));
                passing += verdict.schedulable;
            }
            CAPTURE(static_cast<int>(row.rule), static_cast<int>(order));
            CHECK(passing > 100);
            CHECK(passing < 950);
        }
    }
}

TEST_CASE("pinned_bounds_by_hand: three tasks on two CPUs, most urgent first C = 2, 3, 4, T = D = 20") {
    const std::vector<SporadicTask> tasks{{2, 20, 20}, {3, 20, 20}, {4, 20, 20}};
    SECTION("no sections: R_3 = 4 + floor((2 + 2) / 2) = 6 with both clipped to X = 3: (2 + 3) / 2 = 2") {
        const TaskSet set = set_of(2, Order::fp, tasks, {0, 0, 0});
        for (const Row& row : kRows) CHECK(run(row.run, set) == "schedulable: 2 3 6");
    }
    SECTION("a section of 1 in the least urgent: Y = 1 + 2 + 3 = 6, B = 5; X = 6: (5 + min(5, 6, 5)) / 2 = 5") {
        const TaskSet set = set_of(2, Order::fp, tasks, {0, 0, 1});
        CHECK(run(run_pinned_unmitigated, set) == "schedulable: 2 3 9");
        // No more urgent task has a section: nothing can be waited for.
        CHECK(run(run_pinned_shift, set) == "schedulable: 2 3 6");
        CHECK(run(run_pinned_swap_on_entry, set) == "schedulable: 2 3 6");
        // NP: P_1 = 1: 2 + floor(1 / 2). P_2 = min(1 + 1, 2 jobs of 1, X) = 2: 3 + floor((2 + 2) / 2).
        CHECK(run(run_pinned_np, set) == "schedulable: 2 5 6");
    }
    SECTION("sections of 1 in the most and the least urgent: B_3 = 1, of task 1, which then does 1 beside task 2") {
        const TaskSet set = set_of(2, Order::fp, tasks, {1, 0, 1});
        // (1): X = 4, (5 + 1) / 2 = 3. (3): A = 2 with B = 0, A = 1 with B = 1; 2 together.
        CHECK(run(run_pinned_shift, set) == "schedulable: 2 3 6");
        // Fewer than m = 2 more urgent tasks have sections.
        CHECK(run(run_pinned_swap_on_entry, set) == "schedulable: 2 3 6");
    }
    SECTION("a section in every task: swap-on-entry is as shift") {
        const TaskSet set = set_of(2, Order::fp, tasks, {1, 1, 1});
        CHECK(run(run_pinned_shift, set) == run(run_pinned_swap_on_entry, set));
    }
}

TEST_CASE("pinned_bounds_by_hand_edf: the same tasks under EDF, a section of 1 in each") {
    // Of the others one job each has a deadline up to that of the job: W_i <= C_i, WM_i <= 1.
    const TaskSet set = set_of(2, Order::edf, {{2, 20, 20}, {3, 20, 20}, {4, 20, 20}}, {1, 1, 1});
    // C_1 = 2: X = 4: 2 + floor((3 + 4) / 2). C_2 = 3: X = 3: 3 + floor((2 + 3) / 2). C_3 = 4: X = 3, the same.
    CHECK(run(run_pinned_none, set) == "schedulable: 5 5 6");
    // B = min(1 + 1, Y - 1, WM(Z) = 2) = 2, Y - 1 = 7, 6, 5. X = 5, 5, 4: (7 + 2) / 2, (6 + 2) / 2, (5 + 2) / 2.
    CHECK(run(run_pinned_shift, set) == "schedulable: 6 7 7");
    CHECK(run(run_pinned_swap_on_entry, set) == "schedulable: 6 7 7");
    // B = Y - 1 = 7, 6, 5, so that B = X at last: the first X with S + X < 2 X is S + 1.
    CHECK(run(run_pinned_unmitigated, set) == "schedulable: 9 9 9");
    // P = min(2 + 2 * 1, 2 jobs of 1 of each other) = 4. X = 6, 6, 5: (7 + 4) / 2, (6 + 4) / 2, (5 + 4) / 2.
    CHECK(run(run_pinned_np, set) == "schedulable: 7 8 8");
}

TEST_CASE("one CPU: nothing is lost under pins, and a section blocks at most once where it cannot be preempted") {
    // R_2 = 3 + 2 = 5 and its section of 3 delays task 1 by 3: 2 + 3.
    const TaskSet set = set_of(1, Order::fp, {{2, 10, 10}, {3, 20, 20}}, {0, 3});
    CHECK(run(run_pinned_unmitigated, set) == "schedulable: 2 5");
    CHECK(run(run_pinned_shift, set) == "schedulable: 2 5");
    CHECK(run(run_pinned_np, set) == "schedulable: 5 5");
}

TEST_CASE("with at most m tasks that have sections, pinned-swap-on-entry is pinned-none") {
    int more = 0;
    for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
        const Order order = seed % 2 == 0 ? Order::fp : Order::edf;
        const TaskSet set = random_task_set(
            seed, {.order = order, .cpus_from = 2, .load_from = 20, .load_to = 70, .section_share = 40});
        const auto sectioned = std::count_if(set.tasks.begin(), set.tasks.end(),
                                             [](const SporadicTask& task) { return task.sectioned > 0; });
        CAPTURE(describe(set));
        if (sectioned <= set.cpus) {
            CHECK(run(run_pinned_swap_on_entry, set) == run(run_pinned_none, set));
        } else {
            more += run(run_pinned_swap_on_entry, set) != run(run_pinned_none, set);
        }
    }
    CHECK(more > 20);
}

TEST_CASE("tasks of seconds, and whole sets of them, take no longer than tasks of nanoseconds") {
    for (const Order order : {Order::fp, Order::edf}) {
        TaskSet set = random_task_set(5, {.order = order, .cpus_from = 4, .tasks_from = 8, .section_share = 70});
        std::vector<std::string> small;
        for (const Row& row : kRows) small.push_back(run(row.run, set));
        constexpr std::int64_t scale = 7'000'000'000;
        for (SporadicTask& task : set.tasks) {
            for (std::int64_t* time : {&task.wcet, &task.period, &task.deadline, &task.sectioned}) *time *= scale;
            task.longest_section *= scale;
        }
        for (std::int64_t& length : set.sections) length *= scale;
        for (std::size_t i = 0; i < std::size(kRows); ++i) {
            Verdict verdict;
            kRows[i].run(set, verdict);
            CHECK(verdict.schedulable == (small[i].front() == 's'));
        }
    }
}
