// SPDX-License-Identifier: Apache-2.0
#include "model/linux_rt/lowest_cpu.hpp"

#include <algorithm>
#include <bit>

namespace pinstack::linux_rt {

namespace {

template <class F>
void for_each_member(const CpuSet& set, F&& f) {
    for (int word = 0; word < set.words(); ++word) {
        for (std::uint64_t bits = set.word(word); bits != 0; bits &= bits - 1) {
            f(word * 64 + std::countr_zero(bits));
        }
    }
}

}  // namespace

CpuId next_in_turn(const CpuSet& mask, CpuId& last_pick) {
    CpuId next = mask.next(last_pick + 1);
    if (next == kNoCpu) next = mask.first();
    if (next != kNoCpu) last_pick = next;
    return next;
}

CpuId find_lowest_cpu(std::span<const Priority> most_urgent, const LowestQuery& query, CpuId& last_pick) {
    Priority lowest = query.priority;
    for_each_member(query.mask, [&](CpuId cpu) {
        lowest = std::max(lowest, most_urgent[static_cast<std::size_t>(cpu)]);
    });
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
