// SPDX-License-Identifier: Apache-2.0
#include "model/linux_rt/lowest_cpu.hpp"

#include <algorithm>
#include <bit>

namespace pinstack::linux_rt {

namespace {

/// The least urgent of `priority` and those of the CPUs in the mask.
Priority least_urgent(std::span<const Priority> most_urgent, const CpuSet& mask, Priority priority) {
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

}  // namespace

CpuId next_in_turn(const CpuSet& mask, CpuId& last_pick) {
    CpuId next = mask.next(last_pick + 1);
    if (next == kNoCpu) next = mask.first();
    if (next != kNoCpu) last_pick = next;
    return next;
}

CpuId find_lowest_cpu(std::span<const Priority> most_urgent, const LowestQuery& query, CpuId& last_pick) {
    const Priority lowest = least_urgent(most_urgent, query.mask, query.priority);
    if (lowest == query.priority || query.mask.count() == 1) return kNoCpu;
    const auto is_lowest = [&](CpuId cpu) {
        return query.mask.contains(cpu) && most_urgent[static_cast<std::size_t>(cpu)] == lowest;
    };
    if (is_lowest(query.own)) return query.own;
    if (is_lowest(query.executing)) return query.executing;
    CpuId first = kNoCpu;
    for (CpuId cpu = query.mask.first(); cpu != kNoCpu; cpu = query.mask.next(cpu + 1)) {
        if (!is_lowest(cpu)) continue;
        if (first == kNoCpu) first = cpu;
        if (cpu > last_pick) return last_pick = cpu;
    }
    return last_pick = first;
}

}  // namespace pinstack::linux_rt
