// SPDX-License-Identifier: Apache-2.0
#include "model/linux_dl/cpu_deadlines.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"

namespace pinstack::linux_dl {

TEST_CASE("cpudl: the latest deadline stands on top", "[linux-dl]") {
    CpuDeadlines heap(3);
    CHECK(heap.latest() == kNoCpu);
    heap.set(1, 10);
    heap.set(0, 20);
    CHECK(heap.latest() == 0);
    CHECK(heap.free().contains(2));
    heap.set(0, 5);
    CHECK(heap.latest() == 1);
    heap.clear(1);
    CHECK(heap.latest() == 0);
    CHECK(heap.latest_deadline() == 5);
}

TEST_CASE("cpudl: of equals, one that comes stands above, one that changes stays below", "[linux-dl]") {
    CpuDeadlines heap(3);
    heap.set(2, 7);
    heap.set(0, 7);  // cpudl_heapify_up() passes its equals
    CHECK(heap.latest() == 0);
    heap.set(1, 3);
    heap.set(1, 7);  // cpudl_heapify() compares with the parent first
    CHECK(heap.latest() == 0);
}

TEST_CASE("cpudl: agrees with a search on random changes", "[linux-dl]") {
    std::mt19937_64 random(1);
    CpuDeadlines heap(9);
    std::map<CpuId, std::int64_t> slow;
    for (int round = 0; round < 20'000; ++round) {
        const auto cpu = static_cast<CpuId>(test::pick(random, 0, 8));
        if (test::chance(random, 40)) {
            heap.clear(cpu);
            slow.erase(cpu);
        } else {
            const std::int64_t deadline = test::pick(random, 0, 30);
            heap.set(cpu, deadline);
            slow[cpu] = deadline;
        }
        REQUIRE((heap.latest() == kNoCpu) == slow.empty());
        for (CpuId each = 0; each < 9; ++each) REQUIRE(heap.free().contains(each) == !slow.contains(each));
        if (slow.empty()) continue;
        const auto latest =
            std::max_element(slow.begin(), slow.end(), [](auto& a, auto& b) { return a.second < b.second; });
        REQUIRE(heap.latest_deadline() == latest->second);
        REQUIRE(slow.at(heap.latest()) == latest->second);
    }
}

}  // namespace pinstack::linux_dl
