// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/workload/interference.hpp"

#include <algorithm>
#include <random>
#include <vector>

#include "analyzer/bounds/workload/carry_in.hpp"
#include "model/time/duration.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

struct Terms {
    std::vector<Growth> work, low;
    Growth blocked;
    std::int64_t low_limit = 0;
};

/// After `later`, at the least.
std::int64_t at(const Growth& growth, std::int64_t later) { return growth.value + std::min(growth.rising, later); }

/// (1) of the header, at X, if the amounts were taken at `from`.
bool is_solution(const Terms& terms, std::int64_t m, std::int64_t from, std::int64_t x) {
    std::int64_t sum = 0, low = 0;
    for (const Growth& amount : terms.work) sum += std::min(at(amount, x - from), x);
    for (const Growth& amount : terms.low) low += std::min(at(amount, x - from), x);
    return sum + (m - 1) * std::min({at(terms.blocked, x - from), x, sum}) + std::min(terms.low_limit, low) < m * x;
}

std::vector<Growth> random_growths(std::mt19937_64& random, std::int64_t largest) {
    std::vector<Growth> out(static_cast<std::size_t>(pick(random, 0, 8)));
    for (Growth& growth : out) growth = {pick(random, 0, largest), chance(random, 50) ? 0 : pick(random, 0, largest)};
    return out;
}

/// Steps until the fixed point, which `R` is for.
std::int64_t count_steps(const std::vector<SporadicTask>& others, int cpus, std::int64_t wcet, std::int64_t* response) {
    Interference interference(cpus, others.size(), kTimeLimitNs - 1);
    std::int64_t steps = 0;
    *response =
        least_response(interference, wcet, {wcet, kTimeLimitNs / 4}, [&](Interference& terms, std::int64_t length) {
            ++steps;
            terms.clear();
            for (const SporadicTask& other : others) terms.add(carry_in_workload(other, other.wcet, length));
        });
    return steps;
}

}  // namespace

TEST_CASE("next_delay() skips no solution, stepping by one, and takes what rises into account") {
    int steps = 0;
    for (std::uint64_t seed = 0; seed < 30'000; ++seed) {
        std::mt19937_64 random(seed);
        const int m = static_cast<int>(pick(random, 1, 6));
        const std::int64_t largest = seed % 2 == 0 ? 8 : 100;
        Terms terms{random_growths(random, largest), {}, {}, 0};
        if (chance(random, 50)) {
            terms.blocked = {pick(random, 0, largest), pick(random, 0, largest)};
        } else if (chance(random, 50)) {
            terms.blocked = {1'000'000, 0};
        }
        if (chance(random, 50)) {
            terms.low = random_growths(random, largest);
            terms.low_limit = pick(random, 0, 2 * largest);
        }
        const std::int64_t from = pick(random, 1, 20), last = from + pick(random, 0, 400);
        // In doubles, whole numbers, and wide sums of them.
        constexpr std::int64_t kLargest[] = {100, std::int64_t{1} << 46, kTimeLimitNs - 1};
        Interference interference(m, 20, kLargest[seed % 3]);
        for (const Growth& amount : terms.work) interference.add(amount);
        for (const Growth& amount : terms.low) interference.add_low(amount);
        interference.set_blocked(terms.blocked);
        interference.set_low_limit(terms.low_limit);
        const std::int64_t next = interference.next_delay(from, last);
        CAPTURE(seed, m, from, last, next);
        CHECK((next == from) == is_solution(terms, m, from, from));
        for (std::int64_t x = from; x < next && x <= last; ++x) {
            if (is_solution(terms, m, from, x)) FAIL("there is a solution at " << x);
        }
        steps += next > from;
    }
    CHECK(steps > 5'000);
}

TEST_CASE("next_delay() goes all the way where nothing rises") {
    for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
        std::mt19937_64 random(seed);
        const int m = static_cast<int>(pick(random, 1, 8));
        Terms terms{random_growths(random, seed % 2 == 0 ? 8 : 200), {}, {}, 0};
        for (Growth& amount : terms.work) amount.rising = 0;
        terms.blocked = {chance(random, 50) ? 0 : pick(random, 0, 100), 0};
        std::int64_t x = pick(random, 1, 20);
        Interference interference(m, 20, 1'000);
        for (const Growth& amount : terms.work) interference.add(amount);
        interference.set_blocked(terms.blocked);
        const std::int64_t next = interference.next_delay(x, 1'000'000);
        while (!is_solution(terms, m, x, x)) ++x;
        CAPTURE(seed, m);
        CHECK(next == x);
    }
}

TEST_CASE("a fixed point takes steps by jobs, not by nanoseconds") {
    // A job of 1 ns below m tasks that run for a second, and come every 10 s: R = 1 s + 1 ns. Each of the others rises
    // in step with R from its beginning, so that plain iteration makes a step of 1 ns.
    constexpr std::int64_t second = 1'000'000'000;
    for (const int m : {1, 2, 16}) {
        const std::vector<SporadicTask> others(static_cast<std::size_t>(m), {second, 10 * second, 10 * second});
        std::int64_t response = 0;
        CHECK(count_steps(others, m, 1, &response) <= 4);
        CHECK(response == second + 1);
    }
    // U = 15/16 on one CPU: the busy period is 16 s, but for the nanosecond.
    std::int64_t response = 0;
    CHECK(count_steps({{second, 2 * second, 2 * second}, {7 * second, 16 * second, 16 * second}}, 1, 1, &response) <
          60);
    CHECK(response == 15 * second - 1 + 2);
}

TEST_CASE("a search ends where its budget does") {
    for (const std::size_t steps : {0, 9, 10, 1'000}) {
        Interference interference(1, 1, 1'000);
        interference.budget() = StepBudget(steps);
        int fills = 0;
        const auto fill = [&](Interference& terms, std::int64_t length) {
            ++fills;
            terms.clear();
            terms.add(carry_in_workload({9, 10, 10}, 9, length));
        };
        // 10 jobs of 9 in 100: each step, of 1 + 8, passes one.
        const std::int64_t response = least_response(interference, 10, {10, 1'000}, fill);
        CAPTURE(steps, fills);
        CHECK(interference.gave_up() == (steps < 1'000));
        CHECK(response == (steps < 1'000 ? 1'001 : 100));
        CHECK((steps >= 1'000 || fills == static_cast<int>(steps / 9) + 1));
    }
}

TEST_CASE("next_delay() does not overflow") {
    // m tasks that each run for w keep a job waiting for w: X = w + 1.
    constexpr std::int64_t w = kTimeLimitNs - 2;
    Interference interference(1024, 1024, kTimeLimitNs - 1);
    for (int i = 0; i < 1023; ++i) interference.add({w, 0});
    CHECK(interference.next_delay(1, kTimeLimitNs - 1) == 1);
    interference.add({w, 0});
    CHECK(interference.next_delay(1, kTimeLimitNs - 1) == w + 1);
    interference.set_blocked({kUnbounded, 0});
    CHECK(interference.next_delay(1, kTimeLimitNs - 1) == kTimeLimitNs);
}
