// SPDX-License-Identifier: Apache-2.0
//
// Kernel's push: find_lowest_rq(), push_rt_task(), get_push_task() and push_cpu_stop(). Included by kernel_functions.hpp
// alone.
#pragma once

#include "model/linux_rt/kernel.hpp"

namespace pinstack::linux_rt {

// -- Push ---------------------------------------------------------------------------------------------------------

template <bool kLean>
CpuId Kernel<kLean>::find_lowest(TaskIndex task, CpuId executing) {
    const Job& job = queues_.job(task);
    return find_lowest_cpu<Cpus>(queues_.cpupri(), {queues_.mask(task), job.priority, job.cpu, executing},
                                 queues_.cpu(executing).last_pick);
}

template <bool kLean>
CpuId Kernel<kLean>::find_target(TaskIndex task, CpuId executing) {
    if (queues_.class_of(task) == SchedClass::deadline) return find_later_target(task, executing);
    if (queues_.class_of(task) == SchedClass::fair) return kNoCpu;  // the class has no find_lock_rq()
    const CpuId target = find_lowest(task, executing);
    if (target == kNoCpu || target == queues_.job(task).cpu) return kNoCpu;
    return queues_.most_urgent()[at(target)] > queues_.job(task).priority ? target : kNoCpu;
}

template <bool kLean>
void Kernel<kLean>::move(TaskIndex task, CpuId to, CpuId executing) {
    depart(task, queues_.job(task).cpu);
    queues_.dequeue(task);
    queues_.enqueue(task, to);
    add_cost(executing, Overhead::migration, plan_.costs.migration);
    resched(to, executing);
}

template <bool kLean>
[[gnu::noinline]] void Kernel<kLean>::push_while_possible(CpuId cpu, bool pull, CpuId executing) {
    while (push_task(cpu, pull, executing)) {
    }
}

template <bool kLean>
bool Kernel<kLean>::push_task(CpuId cpu, bool pull, CpuId executing) {
    const Cpu& it = queues_.cpu(cpu);
    if (!queues_.is_overloaded(cpu)) return false;
    TaskIndex task = queues_.first_pushable(cpu);
    if (task == kNoTask) return false;
    if (!it.in_stopper && (it.current == kNoTask || queues_.job(task).priority < queues_.job(it.current).priority)) {
        resched(cpu, executing);
        return false;
    }
    if (queues_.is_pinned(task)) {
        if (pull && flavour_ != Flavour::no_push && push_current_away(cpu, executing)) return false;
        if (!plan_.linux.skip_md_head) return false;
        while (task != kNoTask && queues_.is_pinned(task)) task = queues_.next_pushable(task);
        if (task == kNoTask) return false;
    }
    const CpuId target = find_target(task, executing);
    if (target == kNoCpu) return false;
    move(task, target, executing);
    return true;
}

template <bool kLean>
bool Kernel<kLean>::push_current_away(CpuId cpu, CpuId executing) {
    const Cpu& it = queues_.cpu(cpu);
    if (it.push_task != kNoTask || it.in_stopper || it.current == kNoTask || !queues_.is_realtime(it.current))
        return false;
    const CpuId target = find_lowest(it.current, executing);
    if (target == kNoCpu || target == cpu) return false;
    if (plan_.linux.push_target_check && queues_.most_urgent()[at(target)] <= queues_.next_pushable_priority(cpu)) {
        return false;
    }
    const TaskIndex task = get_push_task(cpu);
    if (task == kNoTask || refuses(task, target)) return false;
    queue_stopper(cpu, task, executing);
    return true;
}

template <bool kLean>
TaskIndex Kernel<kLean>::get_push_task(CpuId cpu) {
    const Cpu& it = queues_.cpu(cpu);
    if (flavour_ == Flavour::no_push || it.push_task != kNoTask || it.current == kNoTask) return kNoTask;
    const Job& job = queues_.job(it.current);
    if (queues_.class_of(it.current) == SchedClass::fair) return kNoTask;  // the stopper could not move it
    if (!job.is_movable || (flavour_ != Flavour::v5_11 && job.pin != kNoCpu)) return kNoTask;
    return was_refused(it.current) ? kNoTask : it.current;
}

template <bool kLean>
void Kernel<kLean>::queue_stopper(CpuId cpu, TaskIndex task, CpuId executing) {
    queues_.cpu(cpu).push_task = task;
    queues_.cpu(cpu).stop_queued = true;
    resched(cpu, executing);
}

/// push_cpu_stop()
template <bool kLean>
void Kernel<kLean>::end_push_stop(CpuId cpu) {
    Cpu& it = queues_.cpu(cpu);
    const TaskIndex task = it.push_task;
    queues_.end_stopper(cpu, task);
    Job& job = queues_.job(task);
    if (job.is_queued && job.cpu == cpu) {
        // One that it cannot move is not asked for again at this instant: nothing will have changed.
        job.wants_push = job.pin != kNoCpu;
        const CpuId target = job.wants_push ? kNoCpu : find_target(task, cpu);
        if (target == kNoCpu) {
            refuse(task);
        } else if (!refuses(task, target)) {
            note_push_away(task, cpu, target);
            move(task, target, cpu);
            it.retries = flavour_ == Flavour::chained;
        }
    }
    stopper_done(cpu);
}

template <bool kLean>
void Kernel<kLean>::stopper_done(CpuId cpu) {
    Cpu& it = queues_.cpu(cpu);
    it.push_task = kNoTask;
    it.after_stopper = true;
    it.needs_resched = true;
    kick(cpu);
    if (has_costs()) begin_items(cpu);
}

}  // namespace pinstack::linux_rt
