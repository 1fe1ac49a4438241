// SPDX-License-Identifier: Apache-2.0
//
// Who holds which lock, who waits for it, and what that makes of their urgency. It knows no time and moves nobody: the
// engines decide when a lock is taken, released and handed on.
//
// A lock is held by one task. Those that wait for it stand in order: most urgent first where urgency is inherited
// (rt_mutex: kernel/locking/rtmutex.c), by arrival where they spin. A task waits for one lock at a time, but may hold
// several, so the tasks that wait for each other form chains, and a chain that closes is a deadlock.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/engine/urgency.hpp"

namespace pinstack {

/// An instance of a lock: a local_lock has one for each CPU.
using LockId = std::int32_t;
inline constexpr LockId kNoLock = -1;

class LockTable {
public:
    struct Waiter {
        std::int64_t key = 0;    ///< smaller is more urgent
        std::int64_t place = 0;  ///< among equal keys, smaller comes first
        TaskIndex task = kNoTask;
    };
    struct WaitsFor {
        TaskIndex task;
        LockId lock;
    };

    LockTable(std::size_t locks, std::size_t tasks) : locks_(locks), tasks_(tasks) {}

    TaskIndex owner(LockId lock) const { return locks_[at(lock)].owner; }
    bool has_waiters(LockId lock) const { return !locks_[at(lock)].waiters.empty(); }
    /// The one that comes first. REQUIRES: has_waiters().
    const Waiter& first(LockId lock) const { return locks_[at(lock)].waiters.front(); }
    /// What the task waits for, or kNoLock.
    LockId wanted_by(TaskIndex task) const { return tasks_[at(task)].wanted; }
    bool holds_any(TaskIndex task) const { return !tasks_[at(task)].held.empty(); }

    /// REQUIRES: nobody holds the lock. A task that waited for it waits no more.
    void take(LockId lock, TaskIndex task);
    /// REQUIRES: the task holds the lock.
    void release(LockId lock, TaskIndex task);
    /// REQUIRES: the task waits for nothing.
    void wait(LockId lock, Waiter waiter);
    /// The task waits for what it waited for, at another place.
    void move(TaskIndex task, std::int64_t key, std::int64_t place);

    /// The most urgent of `own` and the keys of those that wait for what the task holds.
    std::int64_t inherited(TaskIndex task, std::int64_t own) const;

    /// The tasks that wait for each other in a circle, from this one on; empty where the chain from it ends.
    std::vector<WaitsFor> circle(TaskIndex task) const;

private:
    struct Lock {
        TaskIndex owner = kNoTask;
        std::vector<Waiter> waiters;  // by key, then place
    };
    struct Task {
        std::vector<LockId> held;
        LockId wanted = kNoLock;
    };

    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }
    void leave(TaskIndex task);

    std::vector<Lock> locks_;
    std::vector<Task> tasks_;
};

}  // namespace pinstack
