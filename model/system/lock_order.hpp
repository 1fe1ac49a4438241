// SPDX-License-Identifier: Apache-2.0
//
// The order in which tasks take locks inside each other: an edge A -> B where some task takes B while it holds A. Tasks
// that wait for each other for ever (a deadlock) need a cycle in it whose edges are of as many tasks as there are
// edges: each of them holds one lock and waits for the next. A cycle that fewer tasks make is harmless, because the
// jobs of one task run one at a time, and is not listed.
//
// A cycle makes a deadlock possible, not certain: timing, priorities or a lock around it all may rule it out. A
// local_lock, which each CPU has for itself, counts as one lock: it can be part of a deadlock of tasks on one CPU.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/system/system.hpp"

namespace pinstack {

/// One edge of a cycle, with a witness.
struct LockOrderEdge {
    std::uint32_t held = 0;   ///< place in System::locks
    std::uint32_t taken = 0;  ///< while that is held; the next edge's `held`
    std::uint32_t task = 0;   ///< that does so; another one for each edge of the cycle
    std::string pointer;      ///< of the operation that takes the lock: "/tasks/0/body/1/lock/body/0/lock"
};

/// No lock twice; begins with the lock that is first in the file.
using LockOrderCycle = std::vector<LockOrderEdge>;

struct LockOrderCycles {
    std::vector<LockOrderCycle> cycles;  ///< short ones first
    bool complete = true;                ///< false: there may be more
};

/// The number of cycles can be exponential in that of locks: the search ends after so many. Cycles of two locks come
/// first. Among locks that hang together it also ends after ten times as many, harmless ones included; where these are
/// more than 64, it looks for one of the longer cycles only.
inline constexpr std::size_t kMostLockOrderCycles = 100;

LockOrderCycles find_lock_order_cycles(const System& system);

/// "A -> B (task T1, /tasks/0/body/0/lock/body/0/lock) -> A (task T2, ...)".
std::string to_text(const LockOrderCycle& cycle, const System& system);

}  // namespace pinstack
