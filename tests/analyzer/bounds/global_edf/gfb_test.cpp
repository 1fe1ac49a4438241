// SPDX-License-Identifier: Apache-2.0
#include <boost/multiprecision/cpp_int.hpp>

#include "analyzer/bounds/global_edf/global_edf.hpp"
#include "model/time/duration.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Fraction = boost::multiprecision::cpp_rational;

namespace {

bool slow_gfb(const TaskSet& set) {
    Fraction sum = 0, largest = 0;
    for (const SporadicTask& task : set.tasks) {
        const Fraction density = Fraction(task.wcet) / std::min(task.deadline, task.period);
        sum += density;
        largest = std::max(largest, density);
    }
    return sum <= set.cpus - (set.cpus - 1) * largest;
}

TaskSet set_of(int cpus, const std::vector<SporadicTask>& tasks) {
    TaskSet set;
    set.cpus = cpus;
    set.order = Order::edf;
    for (const SporadicTask& task : tasks) set.add(task);
    return set;
}

}  // namespace

TEST_CASE("gfb is its formula, in exact fractions") {
    int passing = 0;
    for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
        const TaskSet set = random_task_set(seed, {.order = Order::edf, .deadlines = Deadlines::arbitrary});
        Verdict verdict;
        run_gfb(set, verdict);
        CAPTURE(describe(set));
        REQUIRE(verdict.schedulable == slow_gfb(set));
        passing += verdict.schedulable;
        for (std::size_t i = 0; i < set.size(); ++i) {
            CHECK(verdict.bounds[i] == (verdict.schedulable ? std::optional(set.tasks[i].deadline) : std::nullopt));
        }
    }
    CHECK(passing > 500);
    CHECK(passing < 4'500);
}

TEST_CASE("gfb at the bound: sum = m - (m - 1) max passes, one nanosecond more does not") {
    // m = 2, densities 1/3, 1/3, 2/3: 4/3 = 2 - 2/3.
    constexpr std::int64_t third = 1'000'000'000'000;
    Verdict verdict;
    run_gfb(
        set_of(2, {{third, 3 * third, 3 * third}, {third, 3 * third, 3 * third}, {2 * third, 3 * third, 3 * third}}),
        verdict);
    CHECK(verdict.schedulable);
    run_gfb(
        set_of(2,
               {{third + 1, 3 * third, 3 * third}, {third, 3 * third, 3 * third}, {2 * third, 3 * third, 3 * third}}),
        verdict);
    CHECK_FALSE(verdict.schedulable);
}

TEST_CASE("gfb with the longest times there are") {
    constexpr std::int64_t longest = kTimeLimitNs - 1;
    Verdict verdict;
    run_gfb(set_of(1024, std::vector<SporadicTask>(1024, {longest, longest, longest})), verdict);
    CHECK_FALSE(verdict.schedulable);  // 1024 > 1024 - 1023
    run_gfb(set_of(1024, {{longest, longest, longest}}), verdict);
    CHECK(verdict.schedulable);  // 1 = 1024 - 1023
    run_gfb(set_of(1, {{longest, 1, 1}}), verdict);
    CHECK_FALSE(verdict.schedulable);
}

TEST_CASE("a set that passes gfb misses no deadline in any simulation") {
    int runs = 0;
    for (std::uint64_t seed = 0; seed < 600; ++seed) {
        const TaskSet set = random_task_set(
            seed, {.order = Order::edf, .deadlines = Deadlines::arbitrary, .load_from = 20, .load_to = 70});
        Verdict verdict;
        run_gfb(set, verdict);
        if (!verdict.schedulable) continue;
        for (const Arrivals arrivals : {Arrivals::synchronous, Arrivals::offsets, Arrivals::sporadic}) {
            const System system = system_of(set, arrivals, seed, 500);
            const auto responses = simulated_responses(system, variant(Protection::none, "shift", Order::edf));
            CHECK(bound_exceeded(set, verdict, responses) == "");
            ++runs;
        }
    }
    CHECK(runs > 300);
}
