// SPDX-License-Identifier: Apache-2.0
//
// A lock that tasks share: the kinds of the kernel (Documentation/locking/locktypes.rst), which PREEMPT_RT changes.
// use_of() in program.hpp says what taking one does.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pinstack {

enum class LockKind : std::uint8_t {
    spinlock,      ///< as raw_spinlock; with PREEMPT_RT an rt_mutex, then RCU's read side, then migrate_disable
    raw_spinlock,  ///< preempt_disable, and busy waiting in the order of arrival
    mutex,         ///< sleeping, with priority inheritance (rt_mutex); does not pin
    local_lock,    ///< one for each CPU: preempt_disable; with PREEMPT_RT migrate_disable, then this CPU's spinlock
    cpu_hotplug,   ///< cpus_read_lock(): shared by tasks, held against them by operations on CPUs (docs/hotplug.md)
};

std::string_view name_of(LockKind kind);

/// May a task that takes such a lock have to sleep? If not, it is non-preemptible while it holds the lock.
constexpr bool may_block(LockKind kind, bool preempt_rt) {
    if (kind == LockKind::mutex || kind == LockKind::cpu_hotplug) return true;
    return (preempt_rt && kind != LockKind::raw_spinlock);
}

struct Lock {
    std::string name;  ///< unique in the system
    LockKind kind = LockKind::spinlock;

    friend bool operator==(const Lock&, const Lock&) = default;
};

}  // namespace pinstack
