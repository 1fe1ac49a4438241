// SPDX-License-Identifier: Apache-2.0
//
// The flow against every schedule in steps of one tick, on small random demands; and by hand.
#include "analyzer/feasibility/late_work.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

WorkPiece piece(std::int64_t from, std::int64_t to, std::int64_t work, std::uint32_t task,
                std::int32_t mask = kAnyCpu) {
    return {{from}, {to}, {work}, task, mask};
}

/// Tries every assignment of pieces to CPUs in every tick. In a tick, pieces of one task and mask run one at a time.
class EverySchedule {
public:
    explicit EverySchedule(const Demand& demand) : demand_(demand) {
        for (const WorkPiece& each : demand.pieces) {
            left_.push_back(each.work.ns);
            end_ = std::max(end_, each.to.ns);
        }
    }
    /// Work that is not done in time under the best one.
    std::int64_t least_late() { return from(0); }

private:
    std::int64_t from(std::int64_t tick) {
        if (tick >= end_) {
            std::int64_t late = 0;
            for (const std::int64_t left : left_) late += left;
            return late;
        }
        const auto key = std::pair(tick, left_);
        if (const auto known = known_.find(key); known != known_.end()) return known->second;
        const std::int64_t best = fill(tick, 0, {});
        known_[key] = best;
        return best;
    }
    std::int64_t fill(std::int64_t tick, CpuId cpu, const std::vector<std::pair<std::uint32_t, std::int32_t>>& busy) {
        if (cpu == demand_.cpus) return from(tick + 1);
        std::int64_t best = fill(tick, cpu + 1, busy);
        for (std::size_t i = 0; i < demand_.pieces.size(); ++i) {
            const WorkPiece& each = demand_.pieces[i];
            const std::pair group(each.task, each.mask);
            if (left_[i] == 0 || tick < each.from.ns || tick >= each.to.ns) continue;
            if (each.mask != kAnyCpu && !demand_.masks[static_cast<std::size_t>(each.mask)].contains(cpu)) continue;
            if (std::find(busy.begin(), busy.end(), group) != busy.end()) continue;
            auto now_busy = busy;
            now_busy.push_back(group);
            --left_[i];
            best = std::min(best, fill(tick, cpu + 1, now_busy));
            ++left_[i];
        }
        return best;
    }

    const Demand& demand_;
    std::vector<std::int64_t> left_;
    std::int64_t end_ = 0;
    std::map<std::pair<std::int64_t, std::vector<std::int64_t>>, std::int64_t> known_;
};

Demand random_demand(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    Demand out;
    out.cpus = static_cast<int>(pick(random, 1, 3));
    if (out.cpus > 1 && chance(random, 60)) {
        for (std::int64_t count = pick(random, 1, 2); count > 0; --count) {
            CpuSet mask(out.cpus);
            for (CpuId cpu = 0; cpu < out.cpus; ++cpu) mask.set(cpu, chance(random, 50));
            if (mask.empty()) mask.insert(0);
            out.masks.push_back(mask);
        }
    }
    for (std::int64_t count = pick(random, 1, 5); count > 0; --count) {
        const std::int64_t from = pick(random, 0, 4);
        const bool is_masked = !out.masks.empty() && chance(random, 60);
        const auto mask = is_masked ? pick(random, 0, static_cast<std::int64_t>(out.masks.size()) - 1) : kAnyCpu;
        out.pieces.push_back(piece(from, from + pick(random, 0, 4), pick(random, 1, 3),
                                   static_cast<std::uint32_t>(pick(random, 0, 3)), static_cast<std::int32_t>(mask)));
    }
    return out;
}

}  // namespace

TEST_CASE("three jobs of 2 in 3 on two CPUs: possible, though no fixed order of them does it") {
    const Demand demand{2, {}, {piece(0, 3, 2, 0), piece(0, 3, 2, 1), piece(0, 3, 2, 2)}};
    CHECK(least_late_work(demand)->ns == 0);
    const Demand of_one_task{2, {}, {piece(0, 3, 2, 0), piece(0, 3, 2, 0), piece(0, 3, 2, 2)}};
    CHECK(least_late_work(of_one_task)->ns == 1);
}

TEST_CASE("four pieces of 4 pinned to one CPU between 1 and 15: 2 are late") {
    const Demand demand{4,
                        {cpu_set(4, {0})},
                        {piece(1, 9, 4, 0, 0), piece(3, 11, 4, 1, 0), piece(5, 13, 4, 2, 0), piece(7, 15, 4, 3, 0)}};
    CHECK(least_late_work(demand)->ns == 2);
}

TEST_CASE("a window that is too short, or none") {
    CHECK(least_late_work({1, {}, {}})->ns == 0);
    CHECK(least_late_work({1, {}, {piece(0, 3, 5, 0), piece(9, 9, 1, 0), piece(20, 10, 2, 0)}})->ns == 5);
}

TEST_CASE("long times do not overflow, and large networks are refused") {
    const std::int64_t half = kTimeLimitNs / 2;
    CHECK(least_late_work({1024, {}, {piece(0, half, half - 1, 0)}})->ns == 0);
    CHECK_FALSE(least_late_work({1, {}, {piece(0, half, half, 0), piece(0, half, half, 1)}}));
    CHECK_FALSE(least_late_work({1, {}, {piece(0, 3, 2, 0), piece(0, 3, 2, 1)}}, 3));
}

TEST_CASE("the flow does as much as the best of all schedules") {
    std::size_t feasible = 0, late = 0;
    for (std::uint64_t seed = 0; seed < rounds(600); ++seed) {
        CAPTURE(seed);
        const Demand demand = random_demand(seed);
        const std::int64_t expected = EverySchedule(demand).least_late();
        REQUIRE(least_late_work(demand)->ns == expected);
        (expected == 0 ? feasible : late)++;
    }
    CHECK(feasible > 50);
    CHECK(late > 50);
}
