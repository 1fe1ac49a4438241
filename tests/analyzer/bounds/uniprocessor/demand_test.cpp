// SPDX-License-Identifier: Apache-2.0
//
// edf-demand and qpa.
#include <algorithm>
#include <numeric>

#include "analyzer/bounds/uniprocessor/demand.hpp"
#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"
#include "model/time/duration.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/slow_one_cpu.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

TaskSet protected_set(std::uint64_t seed, const RandomSetOptions& options) {
    const TaskSet plain = random_task_set(seed, options);
    System system = system_of(plain, Arrivals::synchronous, seed, 1);
    system.kernel.sections = Protection::preempt_disable;
    TaskSet set = make_task_set(system);
    for (std::size_t i = 0; i < set.size(); ++i) set.tasks[i].jitter = plain.tasks[i].jitter;
    return set;
}

RandomSetOptions small(std::uint64_t seed) {
    return {.order = Order::edf,
            .cpus_to = 1,
            .tasks_to = 4,
            .longest_period = 10,
            .deadlines = seed % 3 == 0 ? Deadlines::arbitrary : Deadlines::constrained,
            .longest_jitter = seed % 2 == 0 ? 0 : 3,
            .load_from = 40,
            .load_to = 105,
            .section_share = seed % 5 < 2 ? 0 : 60};
}

std::int64_t hyperperiod_of(const TaskSet& set) {
    std::int64_t out = 1;
    for (const SporadicTask& task : set.tasks) out = std::lcm(out, task.period);
    return out;
}

/// Whatever is demanded by t is done by t, for every t up to where it repeats: the jobs of all tasks from 0 on, or
/// those of all but one, one of whose jobs began a stretch at -1 and has a later deadline.
bool slow_demand_test(const TaskSet& set) {
    const std::int64_t hyperperiod = hyperperiod_of(set);
    std::int64_t end = 2 * hyperperiod, in_each = 0;
    for (const SporadicTask& task : set.tasks) in_each += hyperperiod / task.period * task.wcet;
    if (in_each > hyperperiod) return false;  // sooner or later
    for (const SporadicTask& task : set.tasks) end += task.deadline + task.jitter;
    for (std::int64_t t = -20; t <= end; ++t) {
        std::vector<std::int64_t> wanted(set.size(), 0);
        for (std::size_t i = 0; i < set.size(); ++i) {
            const SporadicTask& task = set.tasks[i];
            for (std::int64_t due = -task.jitter; due + task.deadline <= t; due += task.period) wanted[i] += task.wcet;
        }
        const std::int64_t sum = std::accumulate(wanted.begin(), wanted.end(), std::int64_t{0});
        if (sum > 0 && sum > t) return false;
        for (std::size_t i = 0; i < set.size(); ++i) {
            const std::int64_t others = sum - wanted[i];
            if (set.tasks[i].deadline - 1 > t && others > 0 && others + set.tasks[i].longest_np - 1 > t) return false;
        }
    }
    return true;
}

/// All tasks release a job at 0 after their longest jitter, while at -1 one stands before a stretch, or none does.
bool misses_at_a_critical_instant(const TaskSet& set) {
    std::int64_t end = 2 * hyperperiod_of(set);
    for (const SporadicTask& task : set.tasks) end += task.deadline + task.jitter;
    std::vector<std::vector<Stretch>> np;
    std::vector<SlowJob> blockers(1, {set.size()});
    for (std::size_t i = 0; i < set.size(); ++i) {
        np.push_back(stretches_of(set, set.tasks[i]));
        for (const Stretch stretch : np.back()) {
            blockers.push_back({i, -1, -1, set.tasks[i].deadline - 1, std::max<std::int64_t>(stretch.from - 1, 0)});
        }
    }
    for (const SlowJob& blocker : blockers) {
        std::vector<SlowJob> jobs;
        if (blocker.place < set.size()) jobs.push_back(blocker);
        for (std::size_t i = 0; i < set.size(); ++i) {
            if (i == blocker.place) continue;  // its next job comes a period later
            const std::vector<SlowJob> own = jobs_of(set, i, -set.tasks[i].jitter, end);
            jobs.insert(jobs.end(), own.begin(), own.end());
        }
        run_slowly(set, np, jobs, end);
        for (const SlowJob& job : jobs) {
            if (job.deadline < end && (job.finish < 0 || job.finish > job.deadline)) return true;
        }
    }
    return false;
}

bool passes(void (*test)(const TaskSet&, Verdict&), const TaskSet& set) {
    Verdict verdict;
    test(set, verdict);
    INFO(describe(set));
    REQUIRE(verdict.why_not == "");
    for (std::size_t i = 0; i < set.size(); ++i) {
        CHECK(verdict.bounds[i] == (verdict.schedulable ? std::optional(set.tasks[i].deadline) : std::nullopt));
    }
    return verdict.schedulable;
}

}  // namespace

TEST_CASE("edf-demand and qpa test every instant") {
    int passing = 0;
    for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
        const TaskSet set = protected_set(seed, small(seed));
        CAPTURE(describe(set));
        const bool expected = slow_demand_test(set);
        REQUIRE(passes(run_edf_demand, set) == expected);
        REQUIRE(passes(run_qpa, set) == expected);
        passing += expected;
    }
    CHECK(passing > 600);
    CHECK(passing < 2'400);
}

TEST_CASE("edf-demand is exact: a set that fails misses a deadline after some critical instant") {
    int passing = 0;
    for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
        const TaskSet set = protected_set(seed, small(seed));
        if (load_of(set, set.size()) == Load::above_one) continue;  // misses, but perhaps late
        const bool passed = passes(run_edf_demand, set);
        INFO(describe(set));
        CHECK(passed == !misses_at_a_critical_instant(set));
        passing += passed;
    }
    CHECK(passing > 150);
    CHECK(passing < 850);
}

TEST_CASE("a set that passes edf-demand misses no deadline in any simulation") {
    int runs = 0;
    for (std::uint64_t seed = 0; seed < 800; ++seed) {
        const TaskSet set = protected_set(seed, small(seed));
        Verdict verdict;
        run_edf_demand(set, verdict);
        if (!verdict.schedulable) continue;
        for (const Arrivals arrivals : {Arrivals::synchronous, Arrivals::offsets, Arrivals::sporadic}) {
            const System system = system_of(set, arrivals, seed, 600);
            const auto kernel = variant(Protection::preempt_disable, "shift", Order::edf);
            CHECK(bound_exceeded(set, verdict, simulated_responses(system, kernel)) == "");
            ++runs;
        }
    }
    CHECK(runs > 600);
}

TEST_CASE("qpa is edf-demand on sets with times in nanoseconds") {
    int passing = 0;
    for (std::uint64_t seed = 0; seed < 600; ++seed) {
        std::mt19937_64 random(seed);
        TaskSet set;
        set.order = Order::edf;
        const std::int64_t tasks = pick(random, 2, 12);
        for (std::int64_t i = 0; i < tasks; ++i) {
            SporadicTask task;
            task.period = pick(random, 1'000'000, 50'000'000);
            task.wcet = std::max<std::int64_t>(1, task.period / tasks * pick(random, 20, 150) / 100);
            task.deadline = pick(random, task.period / 2, 2 * task.period);
            task.jitter = chance(random, 30) ? pick(random, 0, 1'000'000) : 0;
            if (chance(random, 40)) task.longest_np = pick(random, 1, std::min<std::int64_t>(task.wcet, 3'000'000));
            set.add(task);
        }
        CAPTURE(describe(set));
        const bool passed = passes(run_qpa, set);
        REQUIRE(passed == passes(run_edf_demand, set));
        passing += passed;
    }
    CHECK(passing > 100);
    CHECK(passing < 500);
}

TEST_CASE("the processor-demand tests at utilization 1, above it, and with the longest times") {
    const auto both = [](const std::vector<SporadicTask>& tasks) {
        TaskSet set;
        set.order = Order::edf;
        for (const SporadicTask& task : tasks) set.add(task);
        const bool passed = passes(run_qpa, set);
        CHECK(passed == passes(run_edf_demand, set));
        return passed;
    };
    CHECK(both({{1, 2, 2}, {2, 4, 4}}));
    CHECK(both({{1, 2, 2}, {2, 4, 3}}));  // 3 instants are enough
    CHECK_FALSE(both({{1, 2, 2}, {2, 4, 2}}));
    CHECK_FALSE(both({{1, 2, 2}, {2, 4, 4, 2}}));
    CHECK(both({{1, 2, 2}, {2, 4, 5, 1}}));  // utilization 1 and jitter: the busy window does not end
    CHECK_FALSE(both({{2, 3, 30}, {2, 5, 50}}));
    CHECK_FALSE(both({{1, 10, 3, 3}}));  // late when it is released
    constexpr std::int64_t longest = kTimeLimitNs - 1;
    CHECK(both({{longest, longest, longest}}));
    CHECK_FALSE(both({{longest, longest, longest}, {1, longest, longest}}));
    CHECK_FALSE(both({{longest, 1, longest}, {longest, 1, longest}}));
}

TEST_CASE("jeffay91: blocking by a task with a later deadline, in whole time") {
    // C_i + sum floor((L - 1) / T_j) C_j <= L for T_1 < L < T_i: L = 3 gives C_2 + 1 <= 3.
    const auto passes_with = [](std::int64_t blocking) {
        TaskSet set;
        set.order = Order::edf;
        set.add({1, 2, 2});
        SporadicTask other{blocking, 20, 20};
        other.longest_np = blocking;
        set.add(other);
        return passes(run_edf_demand, set);
    };
    CHECK(passes_with(2));
    CHECK_FALSE(passes_with(3));
}
