// SPDX-License-Identifier: Apache-2.0
//
// What the modelled kernel keeps of each task and of each CPU: the scheduler's part of task_struct and of struct rq
// (kernel/sched/sched.h), but for the queues (run_queues.hpp). A cache line each.
#pragma once

#include <cstdint>

#include "model/engine/instant_tree.hpp"
#include "model/engine/overhead.hpp"
#include "model/engine/urgency.hpp"
#include "model/linux_rt/lowest_cpu.hpp"
#include "model/platform/cpu_set.hpp"

namespace pinstack::linux_rt {

/// What a task's current job is to the kernel.
struct alignas(64) Job {
    std::int64_t remaining = 0;  ///< of the current step, while not on a CPU; kNever if it has no length
    std::uint32_t step = 0;      ///< place in Plan::steps
    Priority priority = 0;
    CpuId cpu = 0;                ///< task_cpu(): where it is queued or slept
    CpuId on = kNoCpu;            ///< the CPU it runs on
    CpuId pin = kNoCpu;           ///< migration-disabled there
    CpuId last_ran = kNoCpu;      ///< for counting migrations
    bool is_queued = false;       ///< on_rq
    bool is_movable = false;      ///< nr_cpus_allowed > 1
    bool was_switched = false;    ///< switched out inside its outermost migrate_disable(): its mask was narrowed
    bool wants_push = false;      ///< MDF_PUSH
    bool has_begun_step = false;  ///< the first part of its step was executed, and its section entered
};
struct alignas(64) Cpu {
    std::int64_t end = kNever;  ///< of the current task's step
    TaskIndex current = kNoTask;
    CpuId last_pick = 0;            ///< distribute_cpu_mask_prev
    TaskIndex push_task = kNoTask;  ///< whom the push stopper is to push; kNoTask: push_busy is not set
    TaskIndex before = kNoTask;     ///< what was current before the instant in which it was touched
    std::uint64_t touched_in = 0;   ///< number of an instant
    bool stop_queued = false;       ///< the push stopper waits for the CPU
    bool in_stopper = false;
    bool after_stopper = false;  ///< what schedule() finds as prev is the stopper
    bool retries = false;        ///< chained: the stopper moved its task
    bool needs_resched = false;  ///< TIF_NEED_RESCHED
    bool has_left = false;       ///< what was current went to sleep or is done; schedule() will see to it
    bool non_preemptible = false;
    bool irqs_off = false;
    bool is_spinning = false;  ///< the current task waits for a lock, or for other CPUs
    bool holds_interrupts = false;  ///< that came while they were off
    bool in_work = false;           ///< operations of the kernel take their time there (docs/costs.md)
    bool is_reloading = false;      ///< the current task reloads its working set
    bool is_throttled = false;      ///< rt_throttled: no task is picked (throttling.hpp)
    Overhead work{};                ///< what the kernel works at
    Overhead spins_at{};
};
static_assert(sizeof(Cpu) == 64);

}  // namespace pinstack::linux_rt
