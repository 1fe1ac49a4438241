// SPDX-License-Identifier: Apache-2.0
//
// One dispatch of an idealised balancer, as a function of who is ready: what DESIGN section 5 says of each, for the few
// jobs of an exploration. It is the simulator's placement, CPU by CPU: a witness is replayed by it.
//
// Tasks are called by their rank: 0 is the most urgent one now. A set of tasks or CPUs is a word.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "analyzer/explore/exact/slot_system.hpp"

namespace pinstack {

using RankSet = std::uint32_t;
using CpuWordSet = std::uint32_t;
inline constexpr std::size_t kMostRanks = 32;
inline constexpr std::int8_t kNowhere = -1;
inline constexpr std::int8_t kRanNothing = 127;

constexpr RankSet rank_bit(std::size_t rank) { return RankSet{1} << rank; }
constexpr std::size_t lowest(std::uint32_t set) { return static_cast<std::size_t>(std::countr_zero(set)); }

/// What a dispatch starts from. Of a task that is not ready only `before` counts.
struct SlotScene {
    int cpus = 1;
    RankSet ready = 0;
    RankSet pinned = 0;                         ///< to `cpu`
    RankSet holds = 0;                          ///< non-preemptible, on `cpu`
    RankSet enters = 0;                         ///< stands at the start of a section, and is pinned where it runs next
    RankSet fresh = 0;                          ///< released at this instant
    RankSet ran = 0;                            ///< on `cpu` in the slot before, and unfinished
    std::array<std::int8_t, kMostRanks> cpu{};  ///< the own CPU
    /// Of each CPU twice the rank of what it ran in the slot before, less 1 if that is complete: it lies between two
    /// ranks. kRanNothing where it idled. For wake-previous-push only.
    std::array<std::int8_t, kMostRanks> before{};
};

/// Of each ready task the CPU it runs on, or kNowhere.
using SlotPlacement = std::array<std::int8_t, kMostRanks>;

/// One of these for each balancer.
using SlotDispatch = void (*)(const SlotScene& scene, int parameter, SlotPlacement& placed);

/// REQUIRES: an idealised balancer. Of `partitioned` the own CPU is the home CPU.
SlotDispatch slot_dispatch_of(const BalancerName& balancer);

}  // namespace pinstack
