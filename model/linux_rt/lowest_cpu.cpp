// SPDX-License-Identifier: Apache-2.0
#include "model/linux_rt/lowest_cpu.hpp"

namespace pinstack::linux_rt {

CpuId next_in_turn(const CpuSet& mask, CpuId& last_pick) {
    CpuId cpu = mask.next(last_pick + 1);
    if (cpu == kNoCpu) cpu = mask.first();
    if (cpu != kNoCpu) last_pick = cpu;
    return cpu;
}

CpuId find_lowest_cpu(std::span<const Priority> most_urgent, const LowestQuery& query, CpuId& last_pick) {
    const auto level_of = [&](CpuId cpu) { return most_urgent[static_cast<std::size_t>(cpu)]; };
    // The kernel looks at the number of CPUs the task may use before it looks at their levels.
    const CpuId first = query.mask.first();
    if (first == kNoCpu || query.mask.next(first + 1) == kNoCpu) return kNoCpu;

    Priority level = query.priority;  // only CPUs that are less urgent than the task
    CpuSet lowest(query.mask.size());
    for (CpuId cpu = first; cpu != kNoCpu; cpu = query.mask.next(cpu + 1)) {
        if (level_of(cpu) < level || level_of(cpu) == query.priority) continue;
        if (level_of(cpu) > level) {
            level = level_of(cpu);
            lowest.clear();
        }
        lowest.insert(cpu);
    }
    if (lowest.empty()) return kNoCpu;
    if (lowest.contains(query.own)) return query.own;
    if (lowest.contains(query.executing)) return query.executing;
    return next_in_turn(lowest, last_pick);
}

}  // namespace pinstack::linux_rt
