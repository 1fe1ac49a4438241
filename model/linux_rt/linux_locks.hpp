// SPDX-License-Identifier: Apache-2.0
//
// LinuxEngine's locks: rt_mutex as kernel/locking/rtmutex.c and spinlock_rt.c have it (Linux 6.1), and busy waiting.
//
// A waiter on a CPU *looks* at its lock: when it begins to wait, when schedule() has picked it, and when it sees, after
// `latencies.resched`, that it need not spin any more. If the lock has no owner and it comes first, it takes it. If it
// comes first and the owner is the current task of a CPU, it spins, preemptible as before; else it sleeps. A release
// only wakes the first waiter: until that one looks, whoever is more urgent can take the lock (rt_mutex_steal()), the
// last owner first of all. Waiters stand by priority, equals in the order in which they came to that priority. A lock
// with busy waiting goes by arrival, without stealing or inheritance.
//
// Included by linux_engine.hpp alone.
#pragma once

#include <limits>

#include "model/linux_rt/linux_engine.hpp"

namespace pinstack::linux_rt {

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::picked(CpuId cpu) {
    if constexpr (kLean) return;
    const TaskIndex task = state().cpu(cpu).current;
    recorder_.starts(task, state().now());
    if (has_call(task)) return wait_for_call(task, cpu);
    locks_.wanted_by(task) == kNoLock ? carry_on(task, cpu) : look(task);
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::action_done() {
    for (CpuId cpu = 0; cpu < plan_.cpus; ++cpu) {
        if (!state().cpu(cpu).is_spinning) continue;
        const TaskIndex task = state().cpu(cpu).current;
        if (has_call(task)) continue;
        if (waits_[at(task)].look_sent || spins_on(task)) continue;
        waits_[at(task)].look_sent = true;
        kernel_.send_look(task);
    }
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::look_arrives(TaskIndex task) {
    if constexpr (kLean) return;
    waits_[at(task)].look_sent = false;
    if (state().job(task).on != kNoCpu && locks_.wanted_by(task) != kNoLock && is_current(task)) look(task);
}

template <bool kObserved, bool kLean>
bool LinuxEngine<kObserved, kLean>::take_lock(TaskIndex task) {
    Job& job = state().job(task);
    if (plan_.locks[at(state().step_of(task).detail)].is_hotplug) return begin_reading(task);
    const LockId lock = this->instance(task, job.cpu);
    const bool spins = plan_.lock_of(lock).spins;
    const TaskIndex owner = locks_.owner(lock);
    if (owner == kNoTask &&
        (!locks_.has_waiters(lock) || (!spins && state().lock_key(task) < locks_.first(lock).key))) {
        locks_.take(lock, task);
        if (has_costs() && !spins) {
            kernel_.add_work(job.cpu, Overhead::rt_mutex, plan_.costs.rt_mutex_uncontended);
        }
        return true;
    }
    locks_.wait(lock, {spins ? std::numeric_limits<std::int64_t>::max() : state().lock_key(task), ++arrivals_, task});
    enter(task, JobState::lock_wait);
    this->note_deadlock(task);
    job.remaining = kNever;
    job.has_begun_step = false;  // schedule() has it look
    if (!spins && owner != kNoTask) adjust_priority(owner, job.cpu);
    look(task);
    return false;
}

/// cpus_read_lock(): who waits sleeps, without a priority to lend, until the operation lets it in.
template <bool kObserved, bool kLean>
bool LinuxEngine<kObserved, kLean>::begin_reading(TaskIndex task) {
    if constexpr (!kLean) {
        if (!hotplug_.enter(task)) {
            Job& job = state().job(task);
            job.remaining = kNever;
            job.has_begun_step = false;
            enter(task, JobState::lock_wait);
            kernel_.leave(job.cpu);
            return false;
        }
    }
    return true;
}

/// REQUIRES: the task waits, and is current on its CPU.
template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::look(TaskIndex task) {
    const CpuId cpu = state().job(task).cpu;
    if (!state().executes(cpu)) return;  // it looks at the end of the work, or of its reload
    const LockId lock = locks_.wanted_by(task);
    waits_[at(task)].was_woken = false;
    if (locks_.owner(lock) == kNoTask && locks_.first(lock).task == task) {
        locks_.take(lock, task);
        state().set_spinning(cpu, false);
        enter(task, JobState::interference);  // it may lose its CPU yet at this instant
        kernel_.touch(cpu);
        state().job(task).has_begun_step = true;
        proceed(task, cpu);
    } else if (spins_on(task) || plan_.lock_of(lock).spins) {
        state().set_spinning(cpu, true);
    } else {
        kernel_.leave(cpu);
    }
}

template <bool kObserved, bool kLean>
bool LinuxEngine<kObserved, kLean>::spins_on(TaskIndex task) const {
    const LockId lock = locks_.wanted_by(task);
    const TaskIndex owner = locks_.owner(lock);
    const bool is_first = locks_.first(lock).task == task;
    if (plan_.lock_of(lock).spins) return owner != kNoTask || !is_first;
    return owner != kNoTask && is_first && is_current(owner);
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::release_lock(TaskIndex task) {
    const Job& job = state().job(task);
    if constexpr (!kLean) {
        if (plan_.locks[at(state().step_of(task).detail)].is_hotplug) return hotplug_.leave(task);
    }
    const LockId lock = this->instance(task, job.cpu);
    locks_.release(lock, task);
    if (!locks_.has_waiters(lock) || plan_.lock_of(lock).spins) return;
    if (has_costs()) kernel_.add_work(job.cpu, Overhead::rt_mutex, plan_.costs.rt_mutex_contended);
    adjust_priority(task, job.cpu);
    wake_waiter(locks_.first(lock).task, job.cpu);
    kernel_.preemption_point(job.cpu);
}

/// rt_mutex_adjust_prio_chain()
template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::adjust_priority(TaskIndex task, CpuId executing) {
    while (task != kNoTask) {
        const std::int64_t key = locks_.inherited(task, state().own_lock_key(task));
        if (key == state().lock_key(task)) return;
        const LockId wanted = locks_.wanted_by(task);
        const bool goes_on = wanted != kNoLock && !plan_.lock_of(wanted).spins;
        const TaskIndex first = goes_on ? locks_.first(wanted).task : kNoTask;
        kernel_.set_priority(task, key, executing);
        if (!goes_on) return;
        locks_.move(task, key, ++arrivals_);
        task = locks_.owner(wanted);
        if (task == kNoTask && locks_.first(wanted).task != first) wake_waiter(locks_.first(wanted).task, executing);
    }
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::wake_waiter(TaskIndex task, CpuId executing) {
    if (std::exchange(waits_[at(task)].was_woken, true)) return;
    if (!state().job(task).is_queued) {
        if (state().is_throttled_task(task)) return;  // it looks when it runs again
        kernel_.wake_up(task, executing);
    } else if (!is_current(task)) {
        kernel_.wake_preempted(task, executing);
    }
}

}  // namespace pinstack::linux_rt
