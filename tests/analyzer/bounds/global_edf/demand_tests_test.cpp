// SPDX-License-Identifier: Apache-2.0
//
// bar and ff-dbf.
#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <vector>

#include "analyzer/bounds/global_edf/global_edf.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Fraction = boost::multiprecision::cpp_rational;

namespace {

Verdict run(void (*test)(const TaskSet&, Verdict&), const TaskSet& set) {
    Verdict verdict;
    test(set, verdict);
    return verdict;
}

std::int64_t slow_demand(const SporadicTask& task, std::int64_t t) {
    std::int64_t sum = 0;
    for (std::int64_t due = task.deadline; due <= t; due += task.period) sum += task.wcet;
    return sum;
}
std::int64_t slow_carried(const SporadicTask& task, std::int64_t t) {
    std::int64_t sum = 0;
    for (std::int64_t at = 0; at < t; ++at) sum += at % task.period < task.wcet;
    return sum;
}
Fraction utilization(const TaskSet& set) {
    Fraction u = 0;
    for (const SporadicTask& task : set.tasks) u += Fraction(task.wcet) / task.period;
    return u;
}

bool bar_holds(const TaskSet& set, std::size_t k, std::int64_t a) {
    const SporadicTask& task = set.tasks[k];
    std::int64_t sum = 0;
    std::vector<std::int64_t> gains;
    for (std::size_t i = 0; i < set.size(); ++i) {
        std::int64_t without = slow_demand(set.tasks[i], a + task.deadline);
        std::int64_t with = slow_carried(set.tasks[i], a + task.deadline);
        if (i == k) {
            without = std::min(without - task.wcet, a);
            with = std::min(with - task.wcet, a);
        } else {
            without = std::min(without, a + task.deadline - task.wcet + 1);
            with = std::min(with, a + task.deadline - task.wcet + 1);
        }
        sum += without;
        gains.push_back(with - without);
    }
    std::sort(gains.rbegin(), gains.rend());
    for (std::size_t i = 0; i < gains.size() && i + 1 < static_cast<std::size_t>(set.cpus); ++i) sum += gains[i];
    return sum <= set.cpus * (a + task.deadline - task.wcet);
}

/// Over every A up to well above the paper's bound; or, as the paper has it, only where some demand changes.
bool slow_bar(const TaskSet& set, bool only_changes) {
    const Fraction spare = set.cpus - utilization(set);
    if (spare <= 0) return false;
    for (std::size_t k = 0; k < set.size(); ++k) {
        const SporadicTask& task = set.tasks[k];
        Fraction bound = set.cpus * task.wcet;
        std::vector<std::int64_t> times;
        for (const SporadicTask& other : set.tasks) {
            bound += Fraction(other.period - other.deadline) * other.wcet / other.period;
            times.push_back(other.wcet);
        }
        std::sort(times.rbegin(), times.rend());
        for (std::size_t i = 0; i < times.size() && i + 1 < static_cast<std::size_t>(set.cpus); ++i) bound += times[i];
        bound = bound / spare - task.deadline + (only_changes ? 0 : 10);
        for (std::int64_t a = 0; a <= bound; ++a) {
            const std::int64_t t = a + task.deadline;
            const bool changes = std::any_of(set.tasks.begin(), set.tasks.end(), [&](const SporadicTask& other) {
                return slow_demand(other, t) != slow_demand(other, t - 1);
            });
            if ((changes || !only_changes) && !bar_holds(set, k, a)) return false;
        }
    }
    return true;
}

/// q times left minus right side of ff-dbf's condition, sigma = p / q.
std::int64_t excess(const TaskSet& set, std::int64_t t, std::int64_t p, std::int64_t q) {
    std::int64_t sum = 0;
    for (const SporadicTask& task : set.tasks) {
        const std::int64_t r = t % task.period;
        sum += t / task.period * task.wcet * q;
        if (r >= task.deadline) {
            sum += task.wcet * q;
        } else {
            sum += std::max<std::int64_t>(0, task.wcet * q - (task.deadline - r) * p);
        }
    }
    return sum - (set.cpus * q - (set.cpus - 1) * p) * t;
}

/// Every t up to `end`, for one sigma; `end` is enough where (m - (m - 1) sigma - U) end > sum (T - D) u.
bool holds_at(const TaskSet& set, std::int64_t p, std::int64_t q, std::int64_t end) {
    Fraction offset = 0;
    for (const SporadicTask& task : set.tasks) {
        offset += Fraction(task.period - task.deadline) * task.wcet / task.period;
    }
    const Fraction spare = set.cpus - (set.cpus - 1) * Fraction(p) / q - utilization(set);
    if (spare <= 0 && !(spare == 0 && offset == 0)) return false;
    const std::int64_t last = spare == 0 ? 0 : static_cast<std::int64_t>(Fraction(offset / spare)) + 1;
    REQUIRE(last <= end);
    for (std::int64_t t = 1; t <= last; ++t) {
        if (excess(set, t, p, q) > 0) return false;
    }
    return true;
}

/// Tries the greatest density and every sigma at which the condition turns true for some t; for good measure a grid.
bool slow_ff_dbf(const TaskSet& set) {
    constexpr std::int64_t kEnd = 100'000;
    std::int64_t p = 0, q = 1;
    for (const SporadicTask& task : set.tasks) {
        if (task.wcet * q > p * task.deadline) p = task.wcet, q = task.deadline;
    }
    if (p > q) return false;
    if (holds_at(set, p, q, kEnd)) return true;
    const Fraction least = Fraction(p) / q;
    std::vector<std::pair<std::int64_t, std::int64_t>> candidates;
    for (std::int64_t i = 1; i <= 64; ++i) candidates.push_back({i, 64});
    for (std::int64_t t = 1; t <= 60; ++t) {
        // Which tasks still have work to do at speed sigma decides the line; any set of them gives a candidate.
        for (unsigned active = 0; active < 1u << set.size(); ++active) {
            std::int64_t constant = -set.cpus * t, slope = -(set.cpus - 1) * t;
            for (std::size_t i = 0; i < set.size(); ++i) {
                const SporadicTask& task = set.tasks[i];
                const std::int64_t left = task.deadline - t % task.period;
                constant += t / task.period * task.wcet;
                if (left <= 0) {
                    constant += task.wcet;
                } else if ((active >> i & 1) != 0) {
                    constant += task.wcet;
                    slope += left;
                }
            }
            if (slope > 0 && constant > 0 && constant <= slope) candidates.push_back({constant, slope});
        }
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    return std::any_of(candidates.begin(), candidates.end(), [&](const auto& candidate) {
        if (Fraction(candidate.first) / candidate.second < least) return false;
        // The condition at t = 1 .. 60 first: it is quick.
        for (std::int64_t t = 1; t <= 60; ++t) {
            if (excess(set, t, candidate.first, candidate.second) > 0) return false;
        }
        return holds_at(set, candidate.first, candidate.second, kEnd);
    });
}

}  // namespace

TEST_CASE("bar is its formula for every whole A") {
    int passing = 0;
    for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
        const TaskSet set = random_task_set(
            seed, {.order = Order::edf, .tasks_from = 2, .longest_period = 20, .load_from = 10, .load_to = 80});
        const Verdict verdict = run(run_bar, set);
        CAPTURE(describe(set), verdict.why_not);
        REQUIRE(verdict.why_not.empty());
        REQUIRE(verdict.schedulable == slow_bar(set, false));
        passing += verdict.schedulable;
        // As the paper has it.
        CHECK(verdict.schedulable == slow_bar(set, true));
    }
    CHECK(passing > 200);
    CHECK(passing < 1'400);
}

TEST_CASE("ff-dbf is its formula, for every t, at every speed that can be the least") {
    int passing = 0, moved = 0;
    for (std::uint64_t seed = 0; seed < 1'200; ++seed) {
        const TaskSet set = random_task_set(seed, {.order = Order::edf,
                                                   .tasks_from = 2,
                                                   .tasks_to = 5,
                                                   .longest_period = 12,
                                                   .load_from = 10,
                                                   .load_to = 80});
        const Verdict verdict = run(run_ff_dbf, set);
        CAPTURE(describe(set), verdict.why_not);
        REQUIRE(verdict.why_not.empty());
        REQUIRE(verdict.schedulable == slow_ff_dbf(set));
        passing += verdict.schedulable;
        moved += verdict.schedulable && !run(run_gfb, set).schedulable;
    }
    CHECK(passing > 200);
    CHECK(passing < 1'100);
    CHECK(moved > 50);
}
