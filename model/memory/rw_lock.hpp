// SPDX-License-Identifier: Apache-2.0
//
// A reader/writer lock whose waiters sleep, as mmap_lock is one (rw_semaphore: kernel/locking/rwsem.c, Linux 6.1 and
// 6.12). It knows no time and moves nobody.
//
// Modelled: any number of readers or one writer. A task that finds a writer inside, or anybody waiting, waits too: a
// waiting writer keeps later readers out (RWSEM_FLAG_WAITERS). When the last one leaves, the lock is handed to the
// first that waits (rwsem_mark_wake()): a writer alone, or, where a reader comes first, all readers that wait, whoever
// stands between them. So writers enter in the order of arrival, and a reader waits for the writers before the first
// waiting reader and no others.
//
// Left out: spinning while the owner runs (CONFIG_RWSEM_SPIN_ON_OWNER), stealing by whoever comes between the wake-up
// and the waiter's next look, and with it the hand-over after 4 ms; the limit of 256 readers a time; downgrading.
// Nobody inherits urgency: neither does the kernel's without PREEMPT_RT. With it the lock is rwbase_rt (rwbase_rt.c),
// of which nothing is modelled here: its waiters stand by priority, the writer inherits from them (readers inside never
// do), and readers come in until the writer has the lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "model/engine/urgency.hpp"

namespace pinstack {

class RwLock {
public:
    enum class Use : std::uint8_t { reading, writing };

    /// Returns whether the task has the lock; else it waits. REQUIRES: it neither has it nor waits for it.
    bool take(TaskIndex task, Use use);
    /// A reader, or the writer, leaves. Returns whom the lock is handed to, in the order of arrival. O(waiters)
    std::vector<TaskIndex> leave();

    int readers() const { return readers_; }
    bool is_written() const { return is_written_; }
    std::size_t waiting() const { return waiters_.size(); }

private:
    struct Waiter {
        TaskIndex task;
        Use use;
    };

    std::deque<Waiter> waiters_;  // by arrival
    int readers_ = 0;             // inside
    bool is_written_ = false;     // a writer is inside
};

}  // namespace pinstack
