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

/// Of a word of the mask, the CPUs of that priority. Without branches on it.
std::uint64_t equally_urgent(std::span<const Priority> most_urgent, const CpuSet& mask, int word, Priority priority) {
    std::uint64_t equal = 0;
    for (std::uint64_t bits = mask.word(word); bits != 0; bits &= bits - 1) {
        const bool is_equal = most_urgent[static_cast<std::size_t>(word * 64 + std::countr_zero(bits))] == priority;
        equal |= is_equal ? bits & -bits : 0;
    }
    return equal;
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
