// SPDX-License-Identifier: Apache-2.0
//
// RCU's grace periods, by hand and against the list of all read sides.
#include "model/section/rcu_tracker.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/reference_rcu.hpp"

namespace pinstack::test {
namespace {

struct Read {
    std::int64_t from;
    std::int64_t to;
};

/// Each read side is of a task of its own.
RcuResult result_of(const std::vector<Read>& reads, std::int64_t scan, std::int64_t end) {
    RcuTracker tracker(reads.size(), Duration{scan});
    for (std::int64_t now = 0; now <= end; ++now) {
        for (std::size_t i = 0; i < reads.size(); ++i) {
            if (reads[i].to == now) tracker.leave(static_cast<TaskIndex>(i), now);
        }
        for (std::size_t i = 0; i < reads.size(); ++i) {
            if (reads[i].from == now) tracker.enter(static_cast<TaskIndex>(i), now);
        }
    }
    return tracker.finish(end, [](TaskIndex task) { return static_cast<std::uint32_t>(task); }).value();
}

struct GracePeriods {
    std::uint64_t count;
    std::int64_t sum;
    std::int64_t longest;
    friend bool operator==(const GracePeriods&, const GracePeriods&) = default;
};

GracePeriods grace_periods(const std::vector<Read>& reads, std::int64_t scan, std::int64_t end) {
    const RcuResult result = result_of(reads, scan, end);
    return {result.grace_periods, result.grace_period_time.ns, result.longest_grace_period.ns};
}

}  // namespace

TEST_CASE("RCU: a grace period lasts whole scans, until nobody reads who read when it began", "[rcu]") {
    // One from 0 to 4 waits for nobody, the next for the reader, until the scan at 12; then 16 and 20.
    CHECK(grace_periods({{1, 10}}, 4, 20) == GracePeriods{4, 20, 8});
    // Who begins to read later is not waited for.
    CHECK(grace_periods({{1, 6}, {5, 15}}, 4, 20) == GracePeriods{4, 20, 8});
    CHECK(grace_periods({{1, 6}, {9, 11}}, 4, 20) == GracePeriods{5, 20, 4});
    // The end falls into the fifth.
    CHECK(grace_periods({{1, 6}}, 4, 19) == GracePeriods{4, 16, 4});
}

TEST_CASE("RCU: at the instant at which a grace period begins or could end", "[rcu]") {
    CHECK(grace_periods({{4, 9}}, 4, 12) == GracePeriods{2, 12, 8});  // begins with it: waited for
    CHECK(grace_periods({{0, 5}}, 4, 8) == GracePeriods{1, 8, 8});    // from 0 on, too
    CHECK(grace_periods({{1, 8}}, 4, 8) == GracePeriods{2, 8, 4});    // ends there: not waited for
    CHECK(grace_periods({{3, 8}, {8, 13}}, 4, 16) == GracePeriods{3, 16, 8});
}

TEST_CASE("RCU: only the outermost read side counts; nobody read: no result", "[rcu]") {
    const auto index = [](TaskIndex) { return 3u; };
    RcuTracker tracker(1, Duration{4});
    tracker.enter(0, 1);
    tracker.enter(0, 2);
    tracker.leave(0, 3);
    tracker.leave(0, 10);
    const RcuResult result = tracker.finish(20, index).value();
    CHECK(result.readers.count() == 1);
    CHECK(result.readers.max().ns == 9);
    CHECK(result.longest_task == 3);
    CHECK_FALSE(RcuTracker(1, Duration{4}).finish(20, index).has_value());
}

TEST_CASE("RCU: agrees with the list of all read sides, in any order of the events of an instant", "[rcu]") {
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        std::mt19937_64 random(seed);
        const std::int64_t scan = pick(random, 1, 6);
        const std::int64_t end = pick(random, 1, 40);
        RcuTracker tracker(4, Duration{scan});
        ReferenceRcu reference;
        std::vector<int> depth(4, 0);
        for (std::int64_t now = 0; now <= end; ++now) {
            for (std::int64_t events = pick(random, 0, 2); events > 0; --events) {
                const auto task = static_cast<std::uint32_t>(pick(random, 0, 3));
                if (depth[task] == 0 || (depth[task] == 1 && chance(random, 20))) {
                    ++depth[task];
                    tracker.enter(static_cast<TaskIndex>(task), now);
                    reference.begin_reading(task, now);
                } else {
                    --depth[task];
                    tracker.leave(static_cast<TaskIndex>(task), now);
                    reference.end_reading(task, now);
                }
            }
        }
        const auto found = tracker.finish(end, [](TaskIndex task) { return static_cast<std::uint32_t>(task); });
        const auto expected = reference.result(end, scan);
        INFO("seed " << seed);
        REQUIRE(found.has_value() == expected.has_value());
        if (!found) continue;
        REQUIRE(found->readers == expected->readers);
        REQUIRE(found->longest_task == expected->longest_task);
        REQUIRE(found->grace_periods == expected->grace_periods);
        REQUIRE(found->grace_period_time == expected->grace_period_time);
        REQUIRE(found->longest_grace_period == expected->longest_grace_period);
    }
}

}  // namespace pinstack::test
