// SPDX-License-Identifier: Apache-2.0
//
// Which CPU a real-time task should go to: find_lowest_rq() of kernel/sched/rt.c over cpupri_find() of
// kernel/sched/cpupri.c (Linux 6.1 and 6.12, one sched domain that spans all CPUs).
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <span>

#include "model/platform/cpu_set.hpp"

namespace pinstack::linux_rt {

/// As in the kernel, smaller is more urgent.
using Priority = std::int32_t;
/// Of a CPU without a real-time task, idle or not: cpupri has one level for both.
inline constexpr Priority kNormal = std::numeric_limits<Priority>::max();

template <class Cpus>
struct LowestQuery {
    const Cpus& mask;  ///< of the task, whether it is migration-disabled or not
    Priority priority;   ///< of the task
    CpuId own;           ///< task_cpu()
    CpuId executing;     ///< where the search runs
};

/// Among the CPUs of the mask whose most urgent task is least urgent, and less urgent than the task: the task's own,
/// else the executing one, else the next one after the executing CPU's last pick. kNoCpu where there is none, or the
/// task is bound to one CPU. `most_urgent`: of each CPU, queued tasks included. `last_pick` (the executing CPU's
/// distribute_cpu_mask_prev) moves when it decides. O(CPUs).
template <class Cpus>
CpuId find_lowest_cpu(std::span<const Priority> most_urgent, const LowestQuery<Cpus>& query, CpuId& last_pick);

/// cpumask_any_and_distribute(): the next CPU of the mask after the last pick, wrapping; kNoCpu where it is empty.
template <class Cpus>
CpuId next_in_turn(const Cpus& mask, CpuId& last_pick);

// -- The searches -----------------------------------------------------------------------------------------------------

/// The least urgent of `priority` and those of the CPUs in the mask.
template <class Cpus>
Priority least_urgent(std::span<const Priority> most_urgent, const Cpus& mask, Priority priority) {
    for (int i = 0; i < mask.words(); ++i) {
        const Priority* const of_word = most_urgent.data() + i * 64;
        if (mask.word(i) == ~std::uint64_t{0}) {
            for (int bit = 0; bit < 64; ++bit) priority = std::max(priority, of_word[bit]);
            continue;
        }
        for (std::uint64_t bits = mask.word(i); bits != 0; bits &= bits - 1) {
            priority = std::max(priority, of_word[std::countr_zero(bits)]);
        }
    }
    return priority;
}

/// Of a word of the mask, the CPUs of that priority. Without branches on it.
template <class Cpus>
std::uint64_t equally_urgent(std::span<const Priority> most_urgent, const Cpus& mask, int word, Priority priority) {
    std::uint64_t equal = 0;
    for (std::uint64_t bits = mask.word(word); bits != 0; bits &= bits - 1) {
        const bool is_equal = most_urgent[static_cast<std::size_t>(word * 64 + std::countr_zero(bits))] == priority;
        equal |= is_equal ? bits & -bits : 0;
    }
    return equal;
}

template <class Cpus>
CpuId next_in_turn(const Cpus& mask, CpuId& last_pick) {
    CpuId next = mask.next(last_pick + 1);
    if (next == kNoCpu) next = mask.first();
    if (next != kNoCpu) last_pick = next;
    return next;
}

template <class Cpus>
CpuId find_lowest_cpu(std::span<const Priority> most_urgent, const LowestQuery<Cpus>& query, CpuId& last_pick) {
    const Priority lowest = least_urgent(most_urgent, query.mask, query.priority);
    if (lowest == query.priority || !query.mask.has_several()) return kNoCpu;
    const auto is_lowest = [&](CpuId cpu) {
        return query.mask.contains(cpu) && most_urgent[static_cast<std::size_t>(cpu)] == lowest;
    };
    if (is_lowest(query.own)) return query.own;
    if (is_lowest(query.executing)) return query.executing;
    CpuId first = kNoCpu;
    for (int i = 0; i < query.mask.words(); ++i) {
        const std::uint64_t equal = equally_urgent(most_urgent, query.mask, i, lowest);
        if (equal == 0) continue;
        if (first == kNoCpu) first = i * 64 + std::countr_zero(equal);
        const int passed = last_pick + 1 - i * 64;  // of the word's CPUs
        const std::uint64_t later = passed >= 64 ? 0 : equal & (~std::uint64_t{0} << std::max(passed, 0));
        if (later != 0) return last_pick = i * 64 + std::countr_zero(later);
    }
    return last_pick = first;
}

}  // namespace pinstack::linux_rt
