// SPDX-License-Identifier: Apache-2.0
#include "model/memory/lazy_mm_state.hpp"

#include <algorithm>

namespace pinstack {

LazyMmState::LazyMmState(const Plan& plan)
    : plan_(plan),
      scheme_(*plan.memory.lazy_mm),
      line_free_at_(static_cast<std::size_t>(plan.memory.space_count), 0),
      written_(plan.cpus) {}

std::int64_t LazyMmState::switched(CpuId cpu, const AddressSpaces::Change& change, std::int64_t now) {
    const int events = (change.goes_lazy != kNoSpace) + (change.left_lazy != kNoSpace);
    result_.to_lazy += change.goes_lazy != kNoSpace;
    result_.from_lazy += change.left_lazy != kNoSpace;
    if (events == 0) return 0;
    if (scheme_ == LazyMm::hazard_pointer) {
        written_.insert(cpu);
        return events * plan_.costs.cache_hit;
    }
    if (scheme_ != LazyMm::refcount) return 0;
    return change.goes_lazy != kNoSpace ? count(change.goes_lazy, now) : count(change.left_lazy, now);
}

std::int64_t LazyMmState::count(std::int32_t space, std::int64_t now) {
    std::int64_t& free_at = line_free_at_[static_cast<std::size_t>(space)];
    const Duration waited{std::max<std::int64_t>(0, free_at - now)};
    ++result_.atomics;
    result_.line_wait.ns += waited.ns;
    result_.longest_line_wait = std::max(result_.longest_line_wait, waited);
    free_at = now + waited.ns + plan_.costs.cache_line_transfer;
    return free_at - now;
}

std::int64_t LazyMmState::cost_of_exit(CpuId cpu, std::int32_t space, const CpuSet& others, const AddressSpaces& spaces,
                                       std::int64_t now) {
    const KernelCosts& costs = plan_.costs;
    std::int64_t cost = 0;
    switch (scheme_) {
        case LazyMm::refcount:
            return count(space, now);
        case LazyMm::broadcast:
            return costs.tlbi_broadcast + plan_.cpus * costs.tlbi_broadcast_per_cpu;
        case LazyMm::hazard_pointer:
            for (CpuId each = 0; each < plan_.cpus; ++each) {
                if (each == cpu) continue;
                cost += written_.contains(each) ? costs.cache_line_transfer : costs.cache_hit;
                if (others.contains(each) && spaces.is_lazy(each)) cost += costs.cache_line_transfer;
                written_.erase(each);
            }
            return cost;
        default:
            return 0;
    }
}

void LazyMmState::count_exit(std::int32_t space, const CpuSet& others, const CpuSet& called, AddressSpaces& spaces) {
    const auto called_count = called.count();
    ++result_.exits;
    result_.interrupted += static_cast<std::uint64_t>(called_count);
    result_.interrupt_time.ns += called_count * (plan_.costs.call_acknowledge + plan_.costs.call_finish);
    if (scheme_ == LazyMm::refcount) return;  // who has it lazily lets it go when it takes up another
    for (CpuId each = others.first(); each != kNoCpu; each = others.next(each + 1)) spaces.drop_lazy(each, space);
}

void LazyMmState::exited(std::int64_t length) {
    result_.exit_time.ns += length;
    result_.longest_exit.ns = std::max(result_.longest_exit.ns, length);
}

}  // namespace pinstack
