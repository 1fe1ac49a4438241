// SPDX-License-Identifier: Apache-2.0
//
// Both kinds of waiting queues against a sorted set, on random sequences of operations.
#include <algorithm>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "model/engine/waiting_queues.hpp"
#include "tests/support/catch.hpp"

namespace pinstack {
namespace {

/// The obvious twin: (key, task) pairs in order.
using Twin = std::vector<std::set<std::pair<std::int64_t, TaskIndex>>>;

void compare(const WaitingQueues& queues, const Twin& twin) {
    std::size_t total = 0;
    for (std::size_t i = 0; i < twin.size(); ++i) {
        const auto queue = static_cast<std::int32_t>(i);
        total += twin[i].size();
        REQUIRE(queues.size(queue) == twin[i].size());
        REQUIRE(queues.empty(queue) == twin[i].empty());
        const Urgency top = twin[i].empty() ? kIdle : Urgency{twin[i].begin()->first, twin[i].begin()->second};
        REQUIRE(queues.top(queue) == top);
    }
    REQUIRE(queues.size() == total);
}

void compare_above(const WaitingQueues& queues, const Twin& twin, Urgency limit) {
    for (std::size_t i = 0; i < twin.size(); ++i) {
        std::vector<TaskIndex> found;
        queues.for_each_more_urgent(static_cast<std::int32_t>(i), limit,
                                    [&](TaskIndex task) { found.push_back(task); });
        std::vector<TaskIndex> expected;
        for (const auto& [key, task] : twin[i]) {
            if (more_urgent({key, task}, limit)) expected.push_back(task);
        }
        std::sort(found.begin(), found.end());
        std::sort(expected.begin(), expected.end());
        REQUIRE(found == expected);
    }
}

void exercise(std::size_t tasks, bool by_task, std::uint64_t seed) {
    constexpr std::size_t kQueues = 4;
    std::mt19937_64 random(seed);
    WaitingQueues queues(tasks, kQueues, by_task);
    Twin twin(kQueues);
    std::vector<std::pair<std::size_t, std::int64_t>> where(tasks, {kQueues, 0});  // queue (kQueues = none), key
    for (int step = 0; step < 3000; ++step) {
        const std::size_t task = random() % tasks;
        const auto index = static_cast<TaskIndex>(task);
        if (auto& [queue, key] = where[task]; queue < kQueues) {
            REQUIRE(queues.contains(index));
            queues.erase(static_cast<std::int32_t>(queue), index);
            twin[queue].erase({key, index});
            queue = kQueues;
        } else {
            REQUIRE_FALSE(queues.contains(index));
            queue = random() % kQueues;
            key = by_task ? static_cast<std::int64_t>(task) : static_cast<std::int64_t>(random() % 10);
            queues.push(static_cast<std::int32_t>(queue), {key, index});
            twin[queue].insert({key, index});
        }
        compare(queues, twin);
        if (step % 50 == 0) {
            compare_above(queues, twin, {static_cast<std::int64_t>(random() % (by_task ? tasks : 10)), index});
            compare_above(queues, twin, kIdle);
        }
    }
}

}  // namespace

TEST_CASE("waiting queues: bitmaps order by task", "[queues]") { exercise(64, true, 1); }
TEST_CASE("waiting queues: bitmaps order by key, ties by task", "[queues]") { exercise(40, false, 2); }
TEST_CASE("waiting queues: heaps order by task", "[queues]") { exercise(65, true, 3); }
TEST_CASE("waiting queues: heaps order by key, ties by task", "[queues]") { exercise(300, false, 4); }

}  // namespace pinstack
