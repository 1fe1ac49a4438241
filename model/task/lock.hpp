// SPDX-License-Identifier: Apache-2.0
//
// The locks of Linux that a body can take. What taking one does to the task depends on PREEMPT_RT:
//
//   raw_spinlock  preempt_disable(), then busy waiting, first in first out, in both kernels
//   spinlock      without PREEMPT_RT the same. With it an rt_mutex: a waiter sleeps and the owner inherits its
//   priority;
//                 the owner is inside an RCU read-side section and then migration-disabled: it pins after it has the
//                 lock
//   mutex         a waiter sleeps and the owner inherits its priority (rt_mutex), in both kernels; the owner is not
//   pinned local_lock    one lock for each CPU. Without PREEMPT_RT preempt_disable() alone; with it migrate_disable()
//   and then
//                 the spinlock of this CPU: it pins, then blocks
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pinstack {

enum class LockKind : std::uint8_t { spinlock, raw_spinlock, mutex, local_lock };

std::string_view name_of(LockKind kind);

/// May a task that takes such a lock have to sleep?
constexpr bool may_block(LockKind kind, bool preempt_rt) {
    return kind == LockKind::mutex || (preempt_rt && kind != LockKind::raw_spinlock);
}

/// Is a task that holds such a lock non-preemptible?
constexpr bool is_non_preemptible(LockKind kind, bool preempt_rt) { return !may_block(kind, preempt_rt); }

struct Lock {
    std::string name;  ///< unique in the system
    LockKind kind = LockKind::spinlock;
};

}  // namespace pinstack
