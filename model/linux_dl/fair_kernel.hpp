// SPDX-License-Identifier: Apache-2.0
//
// Kernel's SCHED_OTHER, as far as idle time and stacking need it (kernel/sched/fair.c, simplified). A task that wakes
// goes to its CPU if nothing is queued there, else to the lowest CPU that it may use where nothing is, else to its own;
// it preempts nobody of its class. Whenever an instant's scheduling is over and a CPU has nothing to run, it pulls the
// waiting fair task with the least virtual run time from the CPU with the most fair tasks; the lowest idle CPU first,
// until none can. (Not one that its own CPU is about to run, but for the time that the kernel takes.)
//
// Left out: balancing of loads between busy CPUs, wake-up preemption, cache affinity, groups.
#pragma once

#include "model/linux_rt/kernel.hpp"

namespace pinstack::linux_rt {

/// No task is queued there or current.
template <bool kLean>
bool Kernel<kLean>::has_nothing(CpuId cpu) const {
    return queues_.first(cpu) == kNoTask && !queues_.is_occupied(cpu);
}

/// select_task_rq_fair()
template <bool kLean>
CpuId Kernel<kLean>::select_fair_cpu(TaskIndex task) const {
    const CpuId own = queues_.job(task).cpu;
    if (has_nothing(own)) return own;
    const Cpus& mask = queues_.mask(task);
    for (CpuId cpu = mask.first(); cpu != kNoCpu; cpu = mask.next(cpu + 1)) {
        if (has_nothing(cpu)) return cpu;
    }
    return own;
}

template <bool kLean>
bool Kernel<kLean>::may_be_pulled(TaskIndex task, CpuId cpu) const {
    // Whom its own CPU is about to run does not wait.
    const CpuId own = queues_.job(task).cpu;
    const bool is_next = queues_.first(own) == task && !queues_.is_occupied(own) && !queues_.cpu(own).in_stopper;
    return !is_next && queues_.is_waiting(task) && !queues_.is_pinned(task) && queues_.mask(task).contains(cpu);
}

/// Of those that have one to give, the CPU with the most fair tasks.
template <bool kLean>
CpuId Kernel<kLean>::source_for(CpuId idle) const {
    CpuId source = kNoCpu;
    if constexpr (!kLean) {
        const auto& fair = queues_.classes().fair();
        for (CpuId cpu = 0; cpu < plan_.cpus; ++cpu) {
            if (source != kNoCpu && fair.count(cpu) <= fair.count(source)) continue;
            if (fair.least(cpu, [&](TaskIndex task) { return may_be_pulled(task, idle); }) != kNoTask) source = cpu;
        }
    }
    return source;
}

template <bool kLean>
bool Kernel<kLean>::balance_idle() {
    bool has_pulled = false;
    if constexpr (!kLean) {
        for (CpuId cpu = 0; cpu < plan_.cpus; ++cpu) {
            if (!has_nothing(cpu) || queues_.cpu(cpu).in_stopper || !queues_.masks().active().contains(cpu)) continue;
            const CpuId source = source_for(cpu);
            if (source == kNoCpu) continue;
            const TaskIndex task =
                queues_.classes().fair().least(source, [&](TaskIndex each) { return may_be_pulled(each, cpu); });
            ++events_;
            move(task, cpu, cpu);
            has_pulled = true;
        }
    }
    return has_pulled;
}

}  // namespace pinstack::linux_rt
