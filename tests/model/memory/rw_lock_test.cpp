// SPDX-License-Identifier: Apache-2.0
//
// The reader/writer lock, by hand and against the list of all requests.
#include "model/memory/rw_lock.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"

namespace pinstack::test {
namespace {

using Use = RwLock::Use;
using Tasks = std::vector<TaskIndex>;

/// Every request there ever was, in the order of arrival.
class SlowRwLock {
public:
    bool take(TaskIndex task, Use use) {
        const bool enters = count(State::waiting) == 0 && count(State::inside, Use::writing) == 0 &&
                            (use == Use::reading || count(State::inside) == 0);
        requests_.push_back({task, use, enters ? State::inside : State::waiting});
        return enters;
    }
    Tasks leave(TaskIndex task) {
        for (Request& each : requests_) {
            if (each.task == task && each.state == State::inside) each.state = State::gone;
        }
        Tasks entered;
        if (count(State::inside) > 0) return entered;
        const auto first = std::find_if(requests_.begin(), requests_.end(),
                                        [](const Request& each) { return each.state == State::waiting; });
        if (first == requests_.end()) return entered;
        const bool is_writer = first->use == Use::writing;
        for (Request& each : requests_) {
            if (each.state != State::waiting || (is_writer ? &each != &*first : each.use == Use::writing)) continue;
            each.state = State::inside;
            entered.push_back(each.task);
        }
        return entered;
    }
    Tasks inside() const {
        Tasks out;
        for (const Request& each : requests_) {
            if (each.state == State::inside) out.push_back(each.task);
        }
        return out;
    }
    std::ptrdiff_t readers() const { return count(State::inside, Use::reading); }
    std::ptrdiff_t writers() const { return count(State::inside, Use::writing); }
    std::ptrdiff_t waiting() const { return count(State::waiting); }
    bool is_known(TaskIndex task) const {
        return std::any_of(requests_.begin(), requests_.end(),
                           [&](const Request& each) { return each.task == task && each.state != State::gone; });
    }

private:
    enum class State { waiting, inside, gone };
    struct Request {
        TaskIndex task;
        Use use;
        State state;
    };
    std::ptrdiff_t count(State state) const {
        return std::count_if(requests_.begin(), requests_.end(),
                             [&](const Request& each) { return each.state == state; });
    }
    std::ptrdiff_t count(State state, Use use) const {
        return std::count_if(requests_.begin(), requests_.end(),
                             [&](const Request& each) { return each.state == state && each.use == use; });
    }
    std::vector<Request> requests_;
};

}  // namespace

TEST_CASE("mmap_lock: readers together, a writer alone, and a waiting writer keeps later readers out", "[memory]") {
    RwLock lock;
    CHECK(lock.take(0, Use::reading));
    CHECK(lock.take(1, Use::reading));
    CHECK_FALSE(lock.take(2, Use::writing));
    CHECK_FALSE(lock.take(3, Use::reading));
    CHECK(lock.leave().empty());
    CHECK(lock.leave() == Tasks{2});
    CHECK(lock.is_written());
    CHECK(lock.leave() == Tasks{3});
    CHECK(lock.readers() == 1);
}

TEST_CASE("mmap_lock: where a reader comes first, all readers enter; writers stay in order", "[memory]") {
    RwLock lock;
    CHECK(lock.take(0, Use::writing));
    CHECK_FALSE(lock.take(1, Use::reading));
    CHECK_FALSE(lock.take(2, Use::writing));
    CHECK_FALSE(lock.take(3, Use::reading));
    CHECK_FALSE(lock.take(4, Use::writing));
    CHECK(lock.leave() == Tasks{1, 3});
    CHECK(lock.waiting() == 2);
    CHECK(lock.leave().empty());
    CHECK(lock.leave() == Tasks{2});
    CHECK_FALSE(lock.take(5, Use::reading));
    CHECK(lock.leave() == Tasks{4});  // he came before the reader
    CHECK(lock.leave() == Tasks{5});
}

TEST_CASE("mmap_lock: agrees with the list of all requests", "[memory]") {
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        std::mt19937_64 random(seed);
        RwLock lock;
        SlowRwLock slow;
        const int writers = static_cast<int>(pick(random, 0, 100));
        for (int i = 0; i < 60; ++i) {
            INFO("seed " << seed << ", event " << i);
            const auto task = static_cast<TaskIndex>(pick(random, 0, 7));
            if (const Tasks inside = slow.inside(); !inside.empty() && chance(random, 45)) {
                const TaskIndex leaves = inside[static_cast<std::size_t>(pick(random, 0, std::ssize(inside) - 1))];
                REQUIRE(lock.leave() == slow.leave(leaves));
            } else if (!slow.is_known(task)) {
                const Use use = chance(random, writers) ? Use::writing : Use::reading;
                REQUIRE(lock.take(task, use) == slow.take(task, use));
            }
            REQUIRE(lock.readers() == slow.readers());
            REQUIRE(lock.is_written() == (slow.writers() == 1));
            REQUIRE(static_cast<std::ptrdiff_t>(lock.waiting()) == slow.waiting());
            REQUIRE(slow.writers() <= 1);
            REQUIRE((slow.writers() == 0 || slow.readers() == 0));
        }
    }
}

}  // namespace pinstack::test
