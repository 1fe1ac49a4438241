// SPDX-License-Identifier: Apache-2.0
//
// bak, bcl, bcli, rta-bc-edf, load, tardiness.
#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <numeric>

#include "analyzer/bounds/global_edf/global_edf.hpp"
#include "analyzer/bounds/pinned/pinned.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/slow_carry_in.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Fraction = boost::multiprecision::cpp_rational;
using Whole = boost::multiprecision::cpp_int;

namespace {

Verdict run(void (*test)(const TaskSet&, Verdict&), const TaskSet& set) {
    Verdict verdict;
    test(set, verdict);
    return verdict;
}

bool slow_bak(const TaskSet& set) {
    return std::all_of(set.tasks.begin(), set.tasks.end(), [&](const SporadicTask& task) {
        const Fraction lambda = Fraction(task.wcet) / task.deadline;
        Fraction sum = 0;
        for (const SporadicTask& other : set.tasks) {
            const Fraction u = Fraction(other.wcet) / other.period;
            Fraction beta = u * (1 + Fraction(other.period - other.deadline) / task.deadline);
            if (lambda < u) beta += (other.wcet - lambda * other.period) / task.deadline;
            sum += std::min(Fraction(1), beta);
        }
        return sum <= set.cpus - (set.cpus - 1) * lambda;
    });
}

bool slow_bcl(const TaskSet& set) {
    for (std::size_t k = 0; k < set.size(); ++k) {
        const SporadicTask& task = set.tasks[k];
        const Fraction room = 1 - Fraction(task.wcet) / task.deadline;
        Fraction sum = 0;
        bool is_some_short = false;
        for (std::size_t i = 0; i < set.size(); ++i) {
            if (i == k) continue;
            const SporadicTask& other = set.tasks[i];
            const Fraction beta = Fraction(slow_edf_workload(other, other.deadline, task.deadline)) / task.deadline;
            sum += std::min(beta, room);
            is_some_short = is_some_short || (beta > 0 && beta <= room);
        }
        if (!(sum < set.cpus * room || (sum == set.cpus * room && is_some_short))) return false;
    }
    return true;
}

Verdict slow_bcli(const TaskSet& set) {
    std::vector<std::int64_t> slack(set.size(), 0);
    Verdict verdict;
    verdict.reset(set.size());
    for (bool grows = true; grows;) {
        grows = false;
        verdict.schedulable = true;
        for (std::size_t k = 0; k < set.size(); ++k) {
            const SporadicTask& task = set.tasks[k];
            std::int64_t sum = 0;
            for (std::size_t i = 0; i < set.size(); ++i) {
                if (i == k) continue;
                const SporadicTask& other = set.tasks[i];
                sum += std::min(slow_edf_workload(other, other.deadline - slack[i], task.deadline),
                                task.deadline - task.wcet + 1);
            }
            const std::int64_t left = task.deadline - task.wcet - sum / set.cpus;
            verdict.schedulable = verdict.schedulable && left >= 0;
            if (left <= slack[k]) continue;
            slack[k] = left;
            grows = true;
        }
    }
    for (std::size_t k = 0; k < set.size(); ++k) {
        if (verdict.schedulable) verdict.bounds[k] = set.tasks[k].deadline - slack[k];
    }
    return verdict;
}

std::int64_t hyperperiod(const TaskSet& set) {
    std::int64_t h = 1;
    for (const SporadicTask& task : set.tasks) h = std::lcm(h, task.period);
    return h;
}

/// Over every t up to a hyperperiod and the longest deadline.
bool slow_load(const TaskSet& set) {
    Fraction load = 0, delta = 0, u = 0;
    std::int64_t longest = 0;
    for (const SporadicTask& task : set.tasks) {
        delta = std::max(delta, Fraction(task.wcet) / std::min(task.deadline, task.period));
        u += Fraction(task.wcet) / task.period;
        longest = std::max(longest, task.deadline);
    }
    if (delta > 1) return false;
    for (std::int64_t t = 1; t <= hyperperiod(set) + longest; ++t) {
        std::int64_t demand = 0;
        for (const SporadicTask& task : set.tasks) {
            for (std::int64_t due = task.deadline; due <= t; due += task.period) demand += task.wcet;
        }
        load = std::max(load, Fraction(demand) / t);
    }
    load = std::max(load, u);  // where t goes to infinity
    const Fraction mu = set.cpus - (set.cpus - 1) * delta;
    Whole up = numerator(mu) / denominator(mu);
    if (up * denominator(mu) < numerator(mu)) ++up;
    return load <= std::max(Fraction(mu - (Fraction(up) - 1) * delta),
                            Fraction((Fraction(up) - 1) - (Fraction(up) - 2) * delta));
}

/// Devi and Anderson's bounds of responses; empty where U > m.
std::vector<std::int64_t> slow_tardiness(const TaskSet& set) {
    std::vector<Fraction> shares;
    std::vector<std::int64_t> times;
    Fraction u = 0;
    for (const SporadicTask& task : set.tasks) {
        shares.push_back(Fraction(task.wcet) / task.period);
        times.push_back(task.wcet);
        u += shares.back();
    }
    if (u > set.cpus) return {};
    std::sort(shares.rbegin(), shares.rend());
    std::sort(times.rbegin(), times.rend());
    int l = 0;
    while (l + 1 < u) ++l;
    Fraction top = -times.back(), bottom = set.cpus;
    for (int i = 0; i < l; ++i) top += times[static_cast<std::size_t>(i)];
    for (int i = 0; i + 1 < l; ++i) bottom -= shares[static_cast<std::size_t>(i)];
    const Fraction x = top / bottom;
    std::vector<std::int64_t> bounds;
    for (const SporadicTask& task : set.tasks) {
        const Whole late = l == 0 ? Whole(0) : Whole(numerator(x) / denominator(x)) + task.wcet;
        bounds.push_back(task.period + static_cast<std::int64_t>(late));
    }
    return bounds;
}

}  // namespace

TEST_CASE("bak, bcl and bcli are their formulas, in exact fractions") {
    int bak = 0, bcl = 0, bcli = 0, rta = 0;
    for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
        const TaskSet set = random_task_set(
            seed, {.order = Order::edf, .tasks_from = 2, .longest_period = 20, .load_from = 10, .load_to = 80});
        CAPTURE(describe(set));
        REQUIRE(run(run_bak, set).schedulable == slow_bak(set));
        REQUIRE(run(run_bcl, set).schedulable == slow_bcl(set));
        REQUIRE(describe(run(run_bcli, set)) == describe(slow_bcli(set)));
        REQUIRE(describe(run(run_rta_bc_edf, set)) == describe(run(run_pinned_none, set)));
        bak += run(run_bak, set).schedulable;
        bcl += run(run_bcl, set).schedulable;
        bcli += run(run_bcli, set).schedulable;
        rta += run(run_rta_bc_edf, set).schedulable;
        if (run(run_bcl, set).schedulable) CHECK(run(run_bcli, set).schedulable);
        if (run(run_bcli, set).schedulable) CHECK(run(run_rta_bc_edf, set).schedulable);
    }
    CHECK(bak > 200);
    CHECK(bcl > 200);
    CHECK(bcli > bcl);
    CHECK(rta > bcli);
    CHECK(rta < 2'800);
}

TEST_CASE("load is its formula, at every instant") {
    int passing = 0, above = 0;
    for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
        const Deadlines deadlines = seed % 2 == 0 ? Deadlines::constrained : Deadlines::arbitrary;
        const TaskSet set = random_task_set(seed, {.order = Order::edf,
                                                   .tasks_to = 4,
                                                   .longest_period = 9,
                                                   .deadlines = deadlines,
                                                   .load_from = 10,
                                                   .load_to = 90});
        const Verdict verdict = run(run_load, set);
        CAPTURE(describe(set), verdict.why_not);
        REQUIRE(verdict.why_not.empty());
        REQUIRE(verdict.schedulable == slow_load(set));
        passing += verdict.schedulable;
        above += verdict.schedulable && !run(run_gfb, set).schedulable;
    }
    CHECK(passing > 300);
    CHECK(passing < 1'400);
    CHECK(above > 10);
}

TEST_CASE("load gives up, or is quick, where times are long") {
    TaskSet set;
    set.cpus = 2;
    set.order = Order::edf;
    constexpr std::int64_t hour = 3'600'000'000'000;
    set.add({hour, 24 * hour + 1, 20 * hour});
    set.add({1'000, 1'000'003, 900'000});
    CHECK(run(run_load, set).why_not == "");
    CHECK(run(run_load, set).schedulable);
    set.add({1, std::int64_t{1} << 51, std::int64_t{1} << 51});
    CHECK(run(run_load, set).why_not == "the test covers times up to 2^50 ns");
}

TEST_CASE("tardiness is its formula, in exact fractions, past the deadline") {
    int late = 0, none = 0;
    for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
        const TaskSet set = random_task_set(
            seed,
            {.order = Order::edf, .tasks_from = 2, .deadlines = Deadlines::implicit, .load_from = 20, .load_to = 105});
        const Verdict verdict = run(run_tardiness, set);
        const std::vector<std::int64_t> slow = slow_tardiness(set);
        CAPTURE(describe(set), describe(verdict));
        for (std::size_t i = 0; i < set.size(); ++i) {
            REQUIRE(verdict.bounds[i] == (slow.empty() ? std::nullopt : std::optional(slow[i])));
        }
        CHECK(verdict.schedulable == (!slow.empty() && slow[0] == set.tasks[0].period));
        late += !verdict.schedulable && !slow.empty();
        none += slow.empty();
    }
    CHECK(late > 500);
    CHECK(none > 100);
}

TEST_CASE("tardiness_by_hand: three tasks of C = 2, T = 3 on two CPUs") {
    // U = 2, l = 1: x = (2 - 2) / 2 = 0, so that no job is later than C = 2 after its deadline.
    TaskSet set;
    set.cpus = 2;
    set.order = Order::edf;
    for (int i = 0; i < 3; ++i) set.add({2, 3, 3});
    CHECK(describe(run(run_tardiness, set)) == "not schedulable: 5 5 5");
}

TEST_CASE("times in nanoseconds make no difference, nor do tests give up") {
    constexpr std::int64_t ms = 1'000'000;
    int accepted = 0;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const TaskSet small = random_task_set(seed, {.order = Order::edf, .load_from = 10, .load_to = 80});
        TaskSet set = small;
        for (SporadicTask& task : set.tasks) task.wcet *= ms, task.period *= ms, task.deadline *= ms;
        CAPTURE(describe(small));
        for (auto* test : {run_gfb, run_bak, run_load, run_ff_dbf}) {
            CHECK(run(test, set).why_not == "");
            CHECK(run(test, set).schedulable == run(test, small).schedulable);
            accepted += run(test, set).schedulable;
        }
        CHECK(run(run_bar, set).why_not == "");
        // What happens at whole milliseconds happens at whole nanoseconds too.
        for (auto* test : {run_bcli, run_rta_bc_edf}) {
            if (run(test, set).schedulable) CHECK(run(test, small).schedulable);
        }
    }
    CHECK(accepted > 200);
}
