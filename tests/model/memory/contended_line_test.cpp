// SPDX-License-Identifier: Apache-2.0
//
// A contended line, by hand, against the list of all accesses, and at saturation.
#include "model/memory/contended_line.hpp"

#include <algorithm>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"

namespace pinstack::test {

TEST_CASE("a contended line: free for the CPU that has it, one after the other for the rest", "[memory]") {
    ContendedLine line;
    CHECK(line.change(0, 5, 10).length() == 0);
    CHECK(line.change(0, 5, 10).length() == 0);
    const ContendedLine::Access second = line.change(1, 7, 10);  // until 17
    CHECK(second.wait == 0);
    CHECK(second.transfer == 10);
    CHECK(line.change(2, 9, 10).wait == 8);   // until 27
    CHECK(line.change(0, 20, 10).wait == 7);  // until 37
    CHECK(line.change(1, 40, 10).length() == 10);
    CHECK(line.change(1, 50, 10).length() == 0);
}

TEST_CASE("a contended line: agrees with a queue that is served nanosecond by nanosecond", "[memory]") {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        std::mt19937_64 random(seed);
        ContendedLine line;
        struct Request {
            CpuId cpu;
            std::int64_t left;  // of its transfer
            std::int64_t ends;  // as the line said
        };
        std::vector<Request> queue;  // the first one is served
        CpuId last = kNoCpu;
        const std::int64_t transfer = pick(random, 1, 6);
        for (std::int64_t now = 0; now < 200; ++now) {
            INFO("seed " << seed << ", at " << now);
            if (!queue.empty() && queue.front().left == 0) {
                REQUIRE(queue.front().ends == now);
                queue.erase(queue.begin());
            }
            for (std::int64_t n = pick(random, 0, 5) / 5 + pick(random, 0, 9) / 9; n > 0; --n) {
                const auto cpu = static_cast<CpuId>(pick(random, 0, 3));
                const std::int64_t length = line.change(cpu, now, transfer).length();
                if (queue.empty() && (last == cpu || last == kNoCpu)) {
                    REQUIRE(length == 0);
                } else {
                    queue.push_back({cpu, transfer, now + length});
                }
                last = cpu;
            }
            if (!queue.empty()) --queue.front().left;
        }
    }
}

TEST_CASE("a contended line: T CPUs that work h between two accesses take max(h + t, T t) for a round", "[memory]") {
    for (std::int64_t h = 5; h <= 40; h += 5) {
        for (int cpus = 2; cpus <= 8; ++cpus) {
            constexpr std::int64_t kTransfer = 10;
            ContendedLine line;
            std::vector<std::int64_t> next(static_cast<std::size_t>(cpus), 0);
            std::vector<std::int64_t> came;  // of CPU 0
            for (int i = 0; i < 2000; ++i) {
                const auto first = std::min_element(next.begin(), next.end());
                if (first == next.begin()) came.push_back(*first);
                *first += line.change(static_cast<CpuId>(first - next.begin()), *first, kTransfer).length() + h;
            }
            INFO("h " << h << ", " << cpus << " CPUs");
            REQUIRE(came.size() > 20);
            CHECK(came.back() - came[came.size() - 11] == 10 * std::max(h + kTransfer, cpus * kTransfer));
        }
    }
}

}  // namespace pinstack::test
