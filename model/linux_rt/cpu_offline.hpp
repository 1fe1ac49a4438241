// SPDX-License-Identifier: Apache-2.0
//
// Kernel, where CPUs go offline and affinities are set: balance_push() and __balance_push_cpu_stop(),
// select_fallback_rq(), __set_cpus_allowed_ptr() of kernel/sched/core.c (Linux 6.1 and 6.12).
//
// A CPU that is not active takes no part in push and pull, and each schedule() that picks a task there which is not
// migration-disabled has the stopper bring it to the lowest CPU that it may use. So does schedule() where a task was
// given a mask without its CPU. What has no active CPU left in its mask gets all of them.
//
// Left out: which CPU the caller of sched_setaffinity() is on, and the turns by which it takes the new one (here always
// the lowest); the wait of the hotplug thread, which is no real-time task, for its CPU.
#pragma once

#include "model/linux_rt/kernel.hpp"

namespace pinstack::linux_rt {

template <bool kLean>
bool Kernel<kLean>::must_leave(TaskIndex task, CpuId cpu) const {
    return has_events() && task != kNoTask && !queues_.is_pinned(task) && !queues_.mask(task).contains(cpu);
}

/// select_fallback_rq()
template <bool kLean>
CpuId Kernel<kLean>::fallback_cpu(TaskIndex task) {
    if (queues_.mask(task).empty()) {
        const Instant now{queues_.now()};
        const std::uint32_t file_index = plan_.tasks[at(task)].file_index;
        const Finding finding{Finding::Kind::affinity_broken, now, now, file_index, kNoCpu, kNoCpu, 0, {}, {}};
        if (findings_.total++ < Findings::kKept) findings_.kept.push_back(finding);
        queues_.set_mask_class(task, 0);
    }
    return queues_.mask(task).first();
}

/// __migrate_task()
template <bool kLean>
void Kernel<kLean>::bring(TaskIndex task, CpuId executing) {
    const CpuId to = fallback_cpu(task);
    depart(task, queues_.job(task).cpu);
    queues_.dequeue(task);
    queues_.enqueue(task, to);
    add_cost(executing, Overhead::migration, plan_.costs.migration);
    wakeup_preempt(task, executing);
}

/// __balance_push_cpu_stop()
template <bool kLean>
void Kernel<kLean>::end_leave_stop(CpuId cpu) {
    const TaskIndex task = queues_.cpu(cpu).push_task;
    leaving_[at(cpu)] = 0;
    queues_.end_stopper(cpu, task);
    const Job& job = queues_.job(task);
    if (job.is_queued && job.cpu == cpu && must_leave(task, cpu)) bring(task, cpu);
    stopper_done(cpu);
}

template <bool kLean>
void Kernel<kLean>::set_active(CpuId cpu, bool active) {
    ++events_;
    queues_.set_active(cpu, active);
    if (!active) resched(cpu, cpu);
}

template <bool kLean>
void Kernel<kLean>::set_affinity(TaskIndex task, std::int32_t mask_class) {
    ++events_;
    queues_.set_mask_class(task, mask_class);
    const Job& job = queues_.job(task);
    if (!job.is_queued || !must_leave(task, job.cpu)) return;
    if (queues_.cpu(job.cpu).current == task) {
        resched(job.cpu, job.cpu);
    } else if (queues_.cpu(job.cpu).push_task != task) {
        bring(task, queues_.mask(task).first());
    }
}

template <bool kLean>
bool Kernel<kLean>::is_quiet(CpuId cpu) const {
    const Cpu& it = queues_.cpu(cpu);
    const bool is_used = it.in_work || it.in_stopper || it.is_throttled || it.after_stopper || it.has_left;
    const bool is_waited_for = it.push_task != kNoTask || queues_.first(cpu) != kNoTask || pinned_[at(cpu)] != 0;
    return !is_used && !is_waited_for && held_[at(cpu)].empty() && !(has_costs() && work_.can_begin(cpu));
}

}  // namespace pinstack::linux_rt
