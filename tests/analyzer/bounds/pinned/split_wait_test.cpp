// SPDX-License-Identifier: Apache-2.0
//
// The longest wait against all ways to split it.
#include "analyzer/bounds/pinned/split_wait.hpp"

#include <algorithm>
#include <functional>

#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

struct Terms {
    int cpus = 1;
    std::int64_t most_blocked = 0;
    struct Task {
        std::int64_t work, on_cpu;
    };
    std::vector<Task> tasks;
};

/// Every b_i, every A.
std::int64_t longest_of_all(const Terms& wait) {
    std::vector<std::int64_t> on_cpu(wait.tasks.size(), 0);
    std::int64_t longest = 0;
    const std::function<void(std::size_t, std::int64_t)> choose = [&](std::size_t i, std::int64_t b) {
        if (b > wait.most_blocked) return;
        if (i < wait.tasks.size()) {
            for (on_cpu[i] = 0; on_cpu[i] <= wait.tasks[i].on_cpu; ++on_cpu[i]) choose(i + 1, b + on_cpu[i]);
            return;
        }
        for (std::int64_t a = 0;; ++a) {
            std::int64_t running = 0;
            for (std::size_t j = 0; j < wait.tasks.size(); ++j) {
                running += std::min(a, wait.tasks[j].work - on_cpu[j]);
            }
            if (running < wait.cpus * a) break;
            longest = std::max(longest, a + b);
            if (a > 100) break;
        }
    };
    choose(0, 0);
    return longest;
}

}  // namespace

TEST_CASE("split wait: the longest of all ways") {
    for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
        std::mt19937_64 random(seed);
        Terms wait;
        wait.cpus = static_cast<int>(pick(random, 1, 3));
        wait.most_blocked = chance(random, 30) ? 1'000'000 : pick(random, 0, 8);
        for (std::int64_t i = pick(random, 0, 4); i > 0; --i) {
            const std::int64_t work = pick(random, 0, 7);
            wait.tasks.push_back({work, pick(random, 0, work)});
        }
        CAPTURE(seed);
        SplitWait split;
        split.clear(wait.cpus, wait.most_blocked);
        for (const Terms::Task& task : wait.tasks) split.add(task.work, task.on_cpu);
        REQUIRE(split.longest() == longest_of_all(wait));
    }
}
