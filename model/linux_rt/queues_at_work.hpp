// SPDX-License-Identifier: Apache-2.0
//
// RunQueues, where the kernel itself has a CPU: its stopper, its operations where they take time (docs/costs.md), tasks that
// spin or reload their working sets. Included by run_queues.hpp alone.
#pragma once

#include "model/linux_rt/run_queues.hpp"

namespace pinstack::linux_rt {

template <bool kLean>
void RunQueues<kLean>::set_spinning(CpuId cpu_id, bool spinning, Overhead kind) {
    Cpu& it = cpu(cpu_id);
    if (it.is_spinning == spinning) return;
    it.is_spinning = spinning;
    if (spinning) {
        it.spins_at = kind;
        overhead_.begin(kind);
        if (kind == Overhead::spin_wait) spin_time_.begin(it.current, now_);
    } else {
        overhead_.end(it.spins_at);
        if (it.spins_at == Overhead::spin_wait) spin_time_.end(it.current, now_);
    }
    has_changed_ = true;
}

template <bool kLean>
void RunQueues<kLean>::begin_stopper(CpuId cpu_id, TaskIndex served) {
    cpu(cpu_id).in_stopper = true;
    has_changed_ = true;
    set_idle(cpu_id, false);
    overhead_.begin(Overhead::stopper);
    if (job(served).is_queued && job(served).cpu == cpu_id && job(served).on == kNoCpu) {
        set_served(served, cpu_id, true);
    }
}

template <bool kLean>
void RunQueues<kLean>::end_stopper(CpuId cpu_id, TaskIndex served) {
    cpu(cpu_id).in_stopper = false;
    has_changed_ = true;
    set_idle(cpu_id, true);
    overhead_.end(Overhead::stopper);
    if (serves(cpu_id, served)) set_served(served, cpu_id, false);
}

template <bool kLean>
void RunQueues<kLean>::begin_work(CpuId cpu_id, Overhead kind, std::int64_t length) {
    Cpu& it = cpu(cpu_id);
    if (it.in_work) {
        overhead_.end(it.work);
    } else if (is_occupied(cpu_id)) {
        stop(cpu_id);
    } else {
        set_idle(cpu_id, false);
    }
    it.end = kNever;
    it.in_work = true;
    it.work = kind;
    overhead_.begin(kind);
    ends_.set(cpu_id, now_ + length);
    has_changed_ = true;
}

template <bool kLean>
void RunQueues<kLean>::end_work(CpuId cpu_id) {
    Cpu& it = cpu(cpu_id);
    overhead_.end(it.work);
    it.in_work = false;
    if (!is_occupied(cpu_id)) set_idle(cpu_id, true);
    ends_.set(cpu_id, kNever);
    has_changed_ = true;
}

template <bool kLean>
void RunQueues<kLean>::begin_reload(CpuId cpu_id, std::int64_t length) {
    cpu(cpu_id).is_reloading = true;
    overhead_.begin(Overhead::cache_reload);
    set_end(cpu_id, now_ + length);
    has_changed_ = true;
}

template <bool kLean>
void RunQueues<kLean>::stop_reload(CpuId cpu_id) {
    Cpu& it = cpu(cpu_id);
    it.is_reloading = false;
    overhead_.end(Overhead::cache_reload);
    if (job(it.current).last_ran == cpu_id) reloads_[at(it.current)] = it.end - now_;
    set_end(cpu_id, kNever);
    has_changed_ = true;
}

template <bool kLean>
void RunQueues<kLean>::stop_step(CpuId cpu_id) {
    Cpu& it = cpu(cpu_id);
    if (it.end == kNever) return;
    job(it.current).remaining = it.end - now_;
    set_end(cpu_id, kNever);
}

template <bool kLean>
void RunQueues<kLean>::start_step(CpuId cpu_id) {
    const std::int64_t remaining = job(cpu(cpu_id).current).remaining;
    if (remaining != kNever) set_end(cpu_id, now_ + remaining);
}

template <bool kLean>
std::int64_t RunQueues<kLean>::reload_on(TaskIndex task, CpuId cpu_id) const {
    const CpuId last = job(task).last_ran;
    return last == kNoCpu || last == cpu_id ? reloads_[at(task)] : plan_->reload(task, last, cpu_id);
}

template <bool kLean>
void RunQueues<kLean>::set_last_ran(TaskIndex task, CpuId cpu_id) {
    if (plan_->has_costs) reloads_[at(task)] = reload_on(task, cpu_id);
    job(task).last_ran = cpu_id;
}

}  // namespace pinstack::linux_rt
