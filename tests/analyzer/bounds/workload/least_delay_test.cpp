// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/workload/least_delay.hpp"

#include <algorithm>
#include <random>
#include <vector>

#include "model/time/duration.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

/// X = from, from + 1, ... until (1) of the header holds.
std::int64_t slow_least_delay(const std::vector<std::int64_t>& work, int m, std::int64_t x, std::int64_t blocked) {
    while (true) {
        std::int64_t sum = 0;
        for (const std::int64_t amount : work) sum += std::min(amount, x);
        if (sum + (m - 1) * std::min({blocked, x, sum}) < m * x) return x;
        ++x;
    }
}

}  // namespace

TEST_CASE("least_delay() is the first X that does, stepping by one") {
    for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
        std::mt19937_64 random(seed);
        const int m = static_cast<int>(pick(random, 1, 8));
        std::vector<std::int64_t> work(static_cast<std::size_t>(pick(random, 0, 12)));
        for (std::int64_t& amount : work) amount = pick(random, 0, seed % 2 == 0 ? 8 : 200);
        const std::int64_t from = pick(random, 1, 20), blocked = chance(random, 50) ? 0 : pick(random, 0, 100);
        CAPTURE(seed, m, work, from, blocked);
        CHECK(least_delay(work, m, from, blocked) == slow_least_delay(work, m, from, blocked));
    }
}

TEST_CASE("least_delay() neither overflows nor steps through nanoseconds") {
    // m tasks that each run for w keep a job waiting for w: X = w + 1.
    constexpr std::int64_t w = kTimeLimitNs - 1;
    CHECK(least_delay(std::vector<std::int64_t>(1024, w), 1024, 1) == w + 1);
    CHECK(least_delay(std::vector<std::int64_t>(1023, w), 1024, 1) == 1);
    // One CPU adds up what its tasks do.
    CHECK(least_delay(std::vector<std::int64_t>{1'000'000'000, 2'000'000'000}, 1, 1) == 3'000'000'001);
}
