// SPDX-License-Identifier: Apache-2.0
//
// The chain against figures that were published, and against a simulation of the same rules with queues and clocks.
#include "analyzer/odds/stacking_odds.hpp"

#include <cmath>

#include "tests/analyzer/odds/slow_stacking.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/rounds.hpp"

namespace pinstack {

namespace {

StackingOdds odds_of(const ChainSpec& spec) {
    const auto chain = StackingChain::build(spec);
    REQUIRE(chain.has_value());
    const auto odds = solve(*chain);
    REQUIRE(odds.has_value());
    return *odds;
}

ChainSpec uniform(int cpus, double wake, double enter, double leave, bool push_away = false) {
    return {.cpus = cpus,
            .tasks = cpus,
            .wake_rate = wake,
            .enter_rate = enter,
            .leave_rate = leave,
            .sticky = false,
            .push_away = push_away};
}

ChainSpec sticky(int cpus, int tasks, double wake, double enter, double leave, bool push_away = false) {
    return {.cpus = cpus,
            .tasks = tasks,
            .wake_rate = wake,
            .enter_rate = enter,
            .leave_rate = leave,
            .sticky = true,
            .push_away = push_away};
}

}  // namespace

// By hand: task 1 never waits; P(S > 0) = (lambda / 2) pi(T, M) (1 / alpha + 1 / beta).
TEST_CASE("two tasks on two CPUs stack as often as the exact rationals say") {
    const auto any_stack = [](double wake, double enter, double leave) {
        return odds_of(uniform(2, wake, enter, leave)).long_run.any_stack;
    };
    const auto close = [](double value) { return Approx(value).epsilon(0).margin(1e-9); };
    CHECK(any_stack(1, 2, 2) == close(10.0 / 147));
    CHECK(any_stack(1, 1, 1) == close(1.0 / 8));
    CHECK(any_stack(0.25, 1, 1) == close(1.0 / 34));
    CHECK(any_stack(1, 4, 1) == close(40.0 / 299));
    CHECK(any_stack(1, 1, 4) == close(5.0 / 151));
    CHECK(any_stack(2, 2, 1) == close(30.0 / 143));
    // With nobody to push while two tasks are stacked, pushing changes nothing.
    CHECK(odds_of(uniform(2, 1, 1, 1, true)).long_run.any_stack == close(1.0 / 8));
}

TEST_CASE("as many tasks as CPUs, woken anywhere: the published losses") {
    struct Row {
        int cpus;
        double wake, enter, leave;
        bool push_away;
        double lost, full_stack;  // full_stack < 0: not published
    };
    for (const Row& row : std::initializer_list<Row>{
             {3, 1, 1, 1, false, .229086, -1},
             {3, 1, 1, 1, true, .166937, -1},
             {4, 1, 1, 1, false, .330425, 3.1084e-4},
             {4, 1, 1, 1, true, .196524, 1.3546e-4},
             {2, 1, 2, 2, false, .068027, -1},
             {3, 1, 2, 2, false, .129816, -1},
             {4, 1, 2, 2, false, .190425, 1.1082e-4},
             {4, 1, 2, 2, true, .124703, -1},
             {4, 1, 1, 4, false, .094388, 9.985e-6},
         }) {
        CAPTURE(row.cpus, row.wake, row.enter, row.leave, row.push_away);
        const LongRun run = odds_of(uniform(row.cpus, row.wake, row.enter, row.leave, row.push_away)).long_run;
        CHECK(std::abs(run.lost_cpus - row.lost) <= 0.5000001e-6);
        if (row.full_stack > 0) CHECK(run.full_stack == Approx(row.full_stack).epsilon(1e-4));
    }
}

TEST_CASE("one task more than CPUs, woken where they ran last: the published losses") {
    const auto lost = [](const ChainSpec& spec) { return odds_of(spec).long_run.lost_cpus; };
    CHECK(std::abs(lost(sticky(2, 3, 1, 1, 1)) - .107632) <= 0.5000001e-6);
    CHECK(std::abs(lost(sticky(2, 3, 1, 1, 1, true)) - .059032) <= 0.5000001e-6);
    CHECK(std::abs(lost(sticky(2, 3, 1, 2, 2)) - .087565) <= 0.5000001e-6);
    CHECK(std::abs(lost(sticky(2, 3, 1, 2, 2, true)) - .056016) <= 0.5000001e-6);
    CHECK(std::abs(lost(sticky(3, 4, 1, 2, 2)) - .140826) <= 0.5000001e-6);
    CHECK(std::abs(lost(sticky(3, 4, 1, 2, 2, true)) - .075131) <= 0.5000001e-6);
}

TEST_CASE("as many tasks as CPUs, woken where they ran last: they spread, and what that costs is published") {
    const auto transient = [](const ChainSpec& spec) { return odds_of(spec).transient.value(); };
    CHECK(transient(sticky(2, 2, 1, 1, 1)).mean_time == Approx(3.0).epsilon(1e-9));
    CHECK(transient(sticky(2, 2, 1, 1, 1)).lost_cpu_time == Approx(0.8).epsilon(1e-9));
    CHECK(std::abs(transient(sticky(4, 4, 1, 1, 1)).mean_time - 5.347) <= 0.0005001);
    CHECK(std::abs(transient(sticky(4, 4, 1, 1, 1)).lost_cpu_time - 1.9657) <= 0.00005001);
    CHECK(std::abs(transient(sticky(4, 4, 1, 1, 1, true)).mean_time - 3.919) <= 0.0005001);
    CHECK(std::abs(transient(sticky(4, 4, 1, 1, 1, true)).lost_cpu_time - .8637) <= 0.00005001);
    CHECK(odds_of(sticky(4, 4, 1, 1, 1)).long_run.any_stack == 0);
}

TEST_CASE("the chain agrees with a simulation of its rules") {
    std::uint64_t seed = 1;
    for (const bool push_away : {false, true}) {
        for (const ChainSpec& spec : {uniform(3, 1, 2, 2, push_away), uniform(4, .5, 1, 3, push_away),
                                      sticky(2, 4, 1, 1, 2, push_away), sticky(3, 5, 1, 2, 1, push_away)}) {
            CAPTURE(spec.cpus, spec.tasks, spec.sticky, push_away);
            const LongRun run = odds_of(spec).long_run;
            const SlowStacking seen = simulate_stacking(spec, 60'000, 40, seed++);
            // Five standard errors of the mean of the batches.
            CHECK(std::abs(seen.lost_cpus.mean - run.lost_cpus) <= 5 * seen.lost_cpus.error);
            CHECK(std::abs(seen.any_stack.mean - run.any_stack) <= 5 * seen.any_stack.error);
            CHECK(std::abs(seen.busy_cpus.mean - run.busy_cpus) <= 5 * seen.busy_cpus.error);
            CHECK(seen.lost_cpus.error < 0.01);
        }
    }
}

TEST_CASE("a chain that is too large is refused") {
    const auto chain = StackingChain::build(uniform(9, 1, 1, 1));
    REQUIRE(!chain.has_value());
    CHECK(chain.error().front().found.find("more than 20000 states") != std::string::npos);
}

}  // namespace pinstack
