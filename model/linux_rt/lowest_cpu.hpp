// SPDX-License-Identifier: Apache-2.0
//
// Which CPU a real-time task should go to: find_lowest_rq() of kernel/sched/rt.c over cpupri_find() of
// kernel/sched/cpupri.c (Linux 6.1 and 6.12, one sched domain that spans all CPUs).
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "model/platform/cpu_set.hpp"

namespace pinstack::linux_rt {

/// As in the kernel, smaller is more urgent.
using Priority = std::int32_t;
/// Of a CPU without a real-time task, idle or not: cpupri has one level for both.
inline constexpr Priority kNormal = std::numeric_limits<Priority>::max();

struct LowestQuery {
    const CpuSet& mask;  ///< of the task, whether it is migration-disabled or not
    Priority priority;   ///< of the task
    CpuId own;           ///< task_cpu()
    CpuId executing;     ///< where the search runs
};

/// Among the CPUs of the mask whose most urgent task is least urgent, and less urgent than the task: the task's own,
/// else the executing one, else the next one after the executing CPU's last pick. kNoCpu where there is none, or the
/// task is bound to one CPU. `most_urgent`: of each CPU, queued tasks included. `last_pick` (the executing CPU's
/// distribute_cpu_mask_prev) moves when it decides. O(CPUs).
CpuId find_lowest_cpu(std::span<const Priority> most_urgent, const LowestQuery& query, CpuId& last_pick);

/// cpumask_any_and_distribute(): the next CPU of the mask after the last pick, wrapping; kNoCpu where it is empty.
CpuId next_in_turn(const CpuSet& mask, CpuId& last_pick);

}  // namespace pinstack::linux_rt
