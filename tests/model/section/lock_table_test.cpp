// SPDX-License-Identifier: Apache-2.0
//
// The table of locks against one that writes down only who holds what and who waits for what, and looks through all of
// it for every answer.
#include "model/section/lock_table.hpp"

#include <optional>
#include <random>

#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"

namespace pinstack::test {
namespace {

struct NaiveTable {
    struct Wait {
        LockId lock;
        LockTable::Waiter waiter;
    };
    std::vector<TaskIndex> owner;
    std::vector<Wait> waits;  // in the order of arrival

    const Wait* wait_of(TaskIndex task) const {
        for (const Wait& it : waits) {
            if (it.waiter.task == task) return &it;
        }
        return nullptr;
    }
    const Wait* first(LockId lock) const {
        const Wait* first = nullptr;
        for (const Wait& it : waits) {
            if (it.lock != lock) continue;
            const auto rank = [](const Wait& wait) { return std::pair(wait.waiter.key, wait.waiter.place); };
            if (first == nullptr || rank(it) < rank(*first)) first = &it;
        }
        return first;
    }
    std::int64_t inherited(TaskIndex task, std::int64_t own) const {
        for (const Wait& it : waits) {
            if (owner[static_cast<std::size_t>(it.lock)] == task) own = std::min(own, it.waiter.key);
        }
        return own;
    }
    std::vector<TaskIndex> circle(TaskIndex task) const {
        std::vector<TaskIndex> seen;
        for (const Wait* wait = wait_of(task); wait != nullptr;) {
            seen.push_back(wait->waiter.task);
            const TaskIndex next = owner[static_cast<std::size_t>(wait->lock)];
            if (next == task) return seen;
            if (std::find(seen.begin(), seen.end(), next) != seen.end()) return {};  // a circle without the task
            wait = wait_of(next);
        }
        return {};
    }
};

constexpr LockId kLocks = 4;
constexpr TaskIndex kTasks = 6;

void check_equal(const LockTable& table, const NaiveTable& naive) {
    for (LockId lock = 0; lock < kLocks; ++lock) {
        REQUIRE(table.owner(lock) == naive.owner[static_cast<std::size_t>(lock)]);
        const NaiveTable::Wait* first = naive.first(lock);
        REQUIRE(table.has_waiters(lock) == (first != nullptr));
        if (first != nullptr) REQUIRE(table.first(lock).task == first->waiter.task);
    }
    for (TaskIndex task = 0; task < kTasks; ++task) {
        const NaiveTable::Wait* wait = naive.wait_of(task);
        REQUIRE(table.wanted_by(task) == (wait == nullptr ? kNoLock : wait->lock));
        REQUIRE(table.holds_any(task) == (std::count(naive.owner.begin(), naive.owner.end(), task) > 0));
        REQUIRE(table.inherited(task, 7) == naive.inherited(task, 7));
        std::vector<TaskIndex> circle;
        for (const LockTable::WaitsFor& it : table.circle(task)) {
            REQUIRE(table.wanted_by(it.task) == it.lock);
            circle.push_back(it.task);
        }
        REQUIRE(circle == naive.circle(task));
    }
}

}  // namespace

TEST_CASE("lock table: agrees with a naive one on random operations", "[locks]") {
    std::size_t circles = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        std::mt19937_64 random(seed);
        LockTable table(kLocks, kTasks);
        NaiveTable naive{std::vector<TaskIndex>(kLocks, kNoTask), {}};
        for (int i = 0; i < 60; ++i) {
            const auto lock = static_cast<LockId>(pick(random, 0, kLocks - 1));
            const auto task = static_cast<TaskIndex>(pick(random, 0, kTasks - 1));
            const std::int64_t key = pick(random, 0, 9);
            TaskIndex& owner = naive.owner[static_cast<std::size_t>(lock)];
            if (naive.wait_of(task) != nullptr) {
                table.move(task, key, i);
                NaiveTable::Wait moved = *naive.wait_of(task);
                moved.waiter = {key, i, task};
                std::erase_if(naive.waits, [&](const NaiveTable::Wait& it) { return it.waiter.task == task; });
                naive.waits.push_back(moved);
            } else if (owner == kNoTask) {
                table.take(lock, task);
                owner = task;
            } else if (owner == task && chance(random, 70)) {
                table.release(lock, task);
                owner = kNoTask;
                if (const NaiveTable::Wait* first = naive.first(lock)) {
                    const TaskIndex next = first->waiter.task;
                    table.take(lock, next);
                    owner = next;
                    std::erase_if(naive.waits, [&](const NaiveTable::Wait& it) { return it.waiter.task == next; });
                }
            } else {
                table.wait(lock, {key, i, task});
                naive.waits.push_back({lock, {key, i, task}});
            }
            check_equal(table, naive);
            circles += table.circle(task).size() > 1;
        }
    }
    REQUIRE(circles > 100);
}

}  // namespace pinstack::test
