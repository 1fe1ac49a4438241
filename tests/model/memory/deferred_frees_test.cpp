// SPDX-License-Identifier: Apache-2.0
//
// Page tables that wait for grace periods, by hand and against a walk through the run tick by tick.
#include "model/memory/deferred_frees.hpp"

#include <algorithm>
#include <vector>

#include "model/section/rcu_tracker.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"

namespace pinstack::test {
namespace {

constexpr std::int64_t kTick = 1'000'000'000;  // so that byte seconds are whole

PageTableResult finish(RcuTracker& rcu, std::int64_t end) {
    static_cast<void>(rcu.finish(end, [](TaskIndex task) { return static_cast<std::uint32_t>(task); }));
    PageTableResult result;
    rcu.deferred().finish(end, result);
    return result;
}

}  // namespace

TEST_CASE("page tables: a batch waits for the first grace period that begins later", "[memory]") {
    RcuTracker rcu(1, Duration{4 * kTick});
    rcu.free_later(600, 5 * kTick);  // two batches, until 12: the grace period from 4 on began before
    rcu.free_later(10, 8 * kTick);   // until 12, too: one begins at 8
    const PageTableResult result = finish(rcu, 20 * kTick);
    CHECK(result.deferrals.number == 3);
    CHECK(result.deferrals.total.ns == (7 + 7 + 4) * kTick);
    CHECK(result.deferrals.longest.ns == 7 * kTick);
    CHECK(result.held_at_end == 0);
    CHECK(result.peak_bytes == 610 * 4096);
    CHECK(result.byte_seconds == (600 * 7 + 10 * 4) * 4096);
}

TEST_CASE("page tables: a reader keeps them; what is not freed is held until the end", "[memory]") {
    RcuTracker rcu(1, Duration{4 * kTick});
    rcu.enter(0, 6 * kTick);
    rcu.free_later(1, 5 * kTick + kTick);
    rcu.leave(0, 13 * kTick);  // the grace period from 8 on ends at 16
    rcu.free_later(2, 15 * kTick);
    const PageTableResult result = finish(rcu, 18 * kTick);
    CHECK(result.deferrals.number == 1);
    CHECK(result.deferrals.longest.ns == 10 * kTick);
    CHECK(result.held_at_end == 2);
    CHECK(result.peak_bytes == 3 * 4096);
    CHECK(result.byte_seconds == (10 + 2 * 3) * 4096);
}

TEST_CASE("page tables: agree with a walk through the run, tick by tick", "[memory]") {
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        std::mt19937_64 random(seed);
        const std::int64_t scan = pick(random, 1, 6);
        const std::int64_t end = pick(random, 1, 60);
        RcuTracker rcu(3, Duration{scan * kTick});
        struct Reader {
            bool reads = false;
            bool is_waited_for = false;
        };
        std::vector<Reader> readers(3);
        struct Batch {
            std::int64_t tables;
            std::int64_t since;
        };
        std::vector<Batch> batches;
        PageTableResult expected;
        std::int64_t began = 0;
        const int share = static_cast<int>(pick(random, 0, 60));
        for (std::int64_t now = 0; now <= end; ++now) {
            // What happens at `now`, in any order.
            for (int events = 3; events > 0; --events) {
                const auto task = static_cast<std::size_t>(pick(random, 0, 2));
                if (chance(random, 30)) {
                    const std::int64_t tables = pick(random, 1, 1200);
                    rcu.free_later(tables, now * kTick);
                    for (std::int64_t left = tables; left > 0; left -= 509)
                        batches.push_back({std::min<std::int64_t>(left, 509), now});
                } else if (readers[task].reads && chance(random, 50)) {
                    readers[task] = {};
                    rcu.leave(static_cast<TaskIndex>(task), now * kTick);
                } else if (!readers[task].reads && chance(random, share)) {
                    // One that begins with a grace period is waited for.
                    readers[task] = {true, now == began};
                    rcu.enter(static_cast<TaskIndex>(task), now * kTick);
                }
            }
            const bool is_over =
                std::none_of(readers.begin(), readers.end(), [](const Reader& each) { return each.is_waited_for; });
            if (now > began && (now - began) % scan == 0 && is_over) {
                std::erase_if(batches, [&](const Batch& batch) {
                    if (batch.since > began) return false;
                    expected.deferrals.add((now - batch.since) * kTick);
                    return true;
                });
                began = now;
                for (Reader& each : readers) each.is_waited_for = each.reads;
            }
            if (now == end) break;
            std::int64_t held = 0;
            for (const Batch& batch : batches) held += batch.tables;
            expected.peak_bytes = std::max(expected.peak_bytes, held * 4096);
            expected.byte_seconds += held * 4096;
        }
        for (const Batch& batch : batches) expected.held_at_end += static_cast<std::uint64_t>(batch.tables);
        INFO("seed " << seed);
        const PageTableResult found = finish(rcu, end * kTick);
        REQUIRE(found.deferrals == expected.deferrals);
        REQUIRE(found.held_at_end == expected.held_at_end);
        REQUIRE(found.peak_bytes == expected.peak_bytes);
        REQUIRE(found.byte_seconds == expected.byte_seconds);
    }
}

}  // namespace pinstack::test
