// SPDX-License-Identifier: Apache-2.0
#include "analyzer/explore/exact/slot_dispatch.hpp"

#include <algorithm>
#include <string_view>

namespace pinstack {
namespace {

constexpr CpuWordSet cpu_bit(std::int8_t cpu) { return CpuWordSet{1} << cpu; }

/// `visit` of each member, most urgent first; false ends it.
template <class Visit>
void in_order(RankSet set, Visit visit) {
    for (; set != 0; set &= set - 1) {
        if (!visit(lowest(set))) return;
    }
}

void dispatch_partitioned(const SlotScene& scene, int, SlotPlacement& placed) {
    CpuWordSet used = 0;
    for (const RankSet set : {scene.holds, scene.ready & ~scene.holds}) {
        in_order(set, [&](std::size_t rank) {
            const std::int8_t home = scene.cpu[rank];
            placed[rank] = (used & cpu_bit(home)) != 0 ? kNowhere : home;
            used |= cpu_bit(home);
            return true;
        });
    }
}

// -- shift and swap-on-entry ------------------------------------------------------------------------------------

struct Shifted {
    RankSet unplaced = 0;  ///< taken, without a CPU
    CpuWordSet held = 0;   ///< by a taken job that cannot go elsewhere
};

Shifted take(const SlotScene& scene, SlotPlacement& placed) {
    Shifted out;
    int taken = 0;
    in_order(scene.ready, [&](std::size_t rank) {
        placed[rank] = kNowhere;
        return true;
    });
    const auto hold = [&](std::size_t rank) {
        placed[rank] = scene.cpu[rank];
        out.held |= cpu_bit(scene.cpu[rank]);
        ++taken;
        return true;
    };
    in_order(scene.holds, hold);
    in_order(scene.ready & ~scene.holds, [&](std::size_t rank) {
        if (taken == scene.cpus) return false;
        if ((scene.pinned & rank_bit(rank)) != 0) {
            if ((out.held & cpu_bit(scene.cpu[rank])) == 0) hold(rank);
        } else {
            out.unplaced |= rank_bit(rank);
            ++taken;
        }
        return true;
    });
    return out;
}

void place_rest(const SlotScene& scene, const Shifted& shifted, SlotPlacement& placed) {
    CpuWordSet used = shifted.held;
    RankSet homeless = shifted.unplaced;
    in_order(shifted.unplaced, [&](std::size_t rank) {
        if ((used & cpu_bit(scene.cpu[rank])) == 0) {
            placed[rank] = scene.cpu[rank];
            used |= cpu_bit(scene.cpu[rank]);
            homeless &= ~rank_bit(rank);
        }
        return true;
    });
    in_order(homeless, [&](std::size_t rank) {
        placed[rank] = static_cast<std::int8_t>(lowest(~used));
        used |= cpu_bit(placed[rank]);
        return true;
    });
}

void dispatch_shift(const SlotScene& scene, int, SlotPlacement& placed) {
    place_rest(scene, take(scene, placed), placed);
}

void dispatch_swap_on_entry(const SlotScene& scene, int, SlotPlacement& placed) {
    Shifted shifted = take(scene, placed);
    std::array<std::size_t, kMostRanks> top;  // the most urgent occupant of each CPU; kMostRanks where there is none
    top.fill(kMostRanks);
    in_order(scene.pinned, [&](std::size_t rank) {
        std::size_t& first = top[static_cast<std::size_t>(scene.cpu[rank])];
        first = std::min(first, rank);
        return true;
    });
    in_order(shifted.unplaced & scene.enters, [&](std::size_t rank) {
        std::int8_t best = kNowhere;
        for (std::int8_t cpu = 0; cpu < scene.cpus; ++cpu) {
            if ((shifted.held & cpu_bit(cpu)) != 0) continue;
            const std::size_t here = top[static_cast<std::size_t>(cpu)];
            const std::size_t there = best == kNowhere ? 0 : top[static_cast<std::size_t>(best)];
            if (best == kNowhere || here > there || (here == there && cpu == scene.cpu[rank])) best = cpu;
        }
        placed[rank] = best;
        shifted.held |= cpu_bit(best);
        shifted.unplaced &= ~rank_bit(rank);
        return true;
    });
    place_rest(scene, shifted, placed);
}

// -- idle-first and its relatives -------------------------------------------------------------------------------

struct ScanWays {
    bool fresh_tries_own = false, pushes = false, bounds_stacks = false;
};

template <ScanWays kWays>
class Scan {
public:
    Scan(const SlotScene& scene, int stack_limit, SlotPlacement& placed)
        : scene_(scene), stack_limit_(stack_limit), placed_(placed) {}

    void run() {
        on_.fill(kNowhere);
        in_order(scene_.ready, [&](std::size_t rank) {
            placed_[rank] = kNowhere;
            return true;
        });
        in_order(scene_.ran | scene_.holds, [&](std::size_t rank) {
            put(rank, scene_.cpu[rank]);
            return true;
        });
        do {
            while (place_one()) {
            }
        } while (kWays.pushes && push_one());
    }

private:
    RankSet waiting() const {
        RankSet set = 0;
        in_order(scene_.ready, [&](std::size_t rank) {
            if (placed_[rank] == kNowhere) set |= rank_bit(rank);
            return true;
        });
        return set;
    }
    std::int8_t on(std::int8_t cpu) const { return on_[static_cast<std::size_t>(cpu)]; }
    bool idle(std::int8_t cpu) const { return on(cpu) == kNowhere; }
    bool is(RankSet set, std::int8_t rank) const { return (set & rank_bit(static_cast<std::size_t>(rank))) != 0; }
    void put(std::size_t rank, std::int8_t cpu) {
        if (!idle(cpu)) placed_[static_cast<std::size_t>(on(cpu))] = kNowhere;
        on_[static_cast<std::size_t>(cpu)] = static_cast<std::int8_t>(rank);
        placed_[rank] = cpu;
    }
    int pinned_waiting(std::int8_t cpu) const {
        int count = 0;
        in_order(scene_.pinned, [&](std::size_t rank) {
            count += scene_.cpu[rank] == cpu && placed_[rank] == kNowhere;
            return true;
        });
        return count;
    }
    bool preemptible(std::int8_t cpu) const {
        if (is(scene_.holds, on(cpu))) return false;
        return !(kWays.bounds_stacks && is(scene_.pinned, on(cpu)) && pinned_waiting(cpu) >= stack_limit_);
    }
    bool can_take(std::size_t rank, std::int8_t cpu) const {
        return idle(cpu) || (static_cast<std::size_t>(on(cpu)) > rank && preemptible(cpu));
    }

    std::int8_t choose(std::size_t rank) const {
        const std::int8_t own = scene_.cpu[rank];
        if ((scene_.pinned & rank_bit(rank)) != 0) return can_take(rank, own) ? own : kNowhere;
        if (kWays.fresh_tries_own && (scene_.fresh & rank_bit(rank)) != 0 && can_take(rank, own)) return own;
        for (const bool over_pinned : {false, true}) {
            const auto suits = [&](std::int8_t cpu) { return idle(cpu) && (over_pinned || pinned_waiting(cpu) == 0); };
            if (suits(own)) return own;
            for (std::int8_t cpu = 0; cpu < scene_.cpus; ++cpu) {
                if (suits(cpu)) return cpu;
            }
        }
        std::int8_t victim = kNowhere;
        for (std::int8_t cpu = 0; cpu < scene_.cpus; ++cpu) {
            if (preemptible(cpu) && (victim == kNowhere || on(cpu) > on(victim))) victim = cpu;
        }
        return victim != kNowhere && static_cast<std::size_t>(on(victim)) > rank ? victim : kNowhere;
    }

    bool place_one() {
        bool has_placed = false;
        in_order(waiting(), [&](std::size_t rank) {
            const std::int8_t cpu = choose(rank);
            if (cpu == kNowhere) return true;
            put(rank, cpu);
            has_placed = true;
            return false;
        });
        return has_placed;
    }

    bool push_one() {
        bool has_pushed = false;
        in_order(waiting() & scene_.pinned, [&](std::size_t rank) {
            const std::int8_t from = scene_.cpu[rank];
            if (idle(from) || is(scene_.pinned, on(from)) || !preemptible(from)) return true;
            const auto pushed = static_cast<std::size_t>(on(from));
            for (std::int8_t to = 0; to < scene_.cpus; ++to) {
                if (to == from || !is_demoted(to) || !can_take(rank, to)) continue;
                on_[static_cast<std::size_t>(from)] = kNowhere;
                put(pushed, to);
                put(rank, from);
                has_pushed = true;
                return false;
            }
            return true;
        });
        return has_pushed;
    }
    bool is_demoted(std::int8_t cpu) const {
        const std::int8_t before = scene_.before[static_cast<std::size_t>(cpu)];
        return before != kRanNothing && (idle(cpu) || before < 2 * on(cpu));
    }

    const SlotScene& scene_;
    int stack_limit_;
    SlotPlacement& placed_;
    std::array<std::int8_t, kMostRanks> on_{};  // of each CPU its rank
};

template <ScanWays kWays>
void dispatch_scan(const SlotScene& scene, int parameter, SlotPlacement& placed) {
    Scan<kWays>(scene, parameter, placed).run();
}

struct Row {
    std::string_view name;
    SlotDispatch dispatch;
};

constexpr Row kRows[] = {
    {"partitioned", dispatch_partitioned},
    {"idle-first", dispatch_scan<ScanWays{}>},
    {"wake-previous", dispatch_scan<ScanWays{.fresh_tries_own = true}>},
    {"wake-previous-push", dispatch_scan<ScanWays{.fresh_tries_own = true, .pushes = true}>},
    {"shift", dispatch_shift},
    {"swap-on-entry", dispatch_swap_on_entry},
    {"bounded-stack", dispatch_scan<ScanWays{.bounds_stacks = true}>},
};

}  // namespace

SlotDispatch slot_dispatch_of(const BalancerName& balancer) {
    const Row* found =
        std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& row) { return row.name == balancer.name; });
    return found->dispatch;
}

}  // namespace pinstack
