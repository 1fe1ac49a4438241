// SPDX-License-Identifier: Apache-2.0
#include "model/memory/kmap_state.hpp"

#include <algorithm>

namespace pinstack {

KmapState::KmapState(const Plan& plan)
    : plan_(plan),
      kmap_(*plan.memory.kmap),
      pool_(kmap_ == Kmap::global ? static_cast<std::size_t>(plan.memory.options.kmap_slots) : 1),
      asids_(kmap_ == Kmap::percpu_pgd ? static_cast<std::size_t>(plan.cpus) : 0,
             static_cast<std::size_t>(plan.memory.options.asids)),
      holders_(plan.tasks.size()) {}

std::optional<std::int64_t> KmapState::map(TaskIndex task, CpuId cpu, std::int64_t now, const AddressSpaces& spaces) {
    Map map{0, now};
    if (kmap_ == Kmap::global && !take_slot(task, now, map)) return std::nullopt;
    ++result_.maps;
    at(task).maps.push_back(map);
    std::int64_t cost = plan_.costs.kmap_pte;
    if (kmap_ == Kmap::percpu_pgd) cost += touch(task, cpu, spaces);
    return cost;
}

bool KmapState::take_slot(TaskIndex task, std::int64_t now, Map& map) {
    Holder& holder = at(task);
    const KmapPool::Attempt attempt = pool_.map();
    result_.wraps += attempt.wraps;
    if (attempt.flushes) {
        ++result_.flushes;
        holder.must_flush = true;
    }
    if (!attempt.slot) {
        if (holder.waits_since < 0) {
            ++result_.waits;
            holder.waits_since = now;
        }
        waiting_.push_back(task);
        return false;
    }
    if (holder.waits_since >= 0) {
        const Duration waited{now - holder.waits_since};
        result_.waited.ns += waited.ns;
        result_.longest_wait = std::max(result_.longest_wait, waited);
        holder.waits_since = -1;
    }
    map.slot = *attempt.slot;
    return true;
}

std::int64_t KmapState::unmap(TaskIndex task, std::int64_t now) {
    const Map map = at(task).maps.back();
    at(task).maps.pop_back();
    result_.longest = std::max(result_.longest, Duration{now - map.since});
    if (kmap_ != Kmap::global) return plan_.costs.kmap_pte + plan_.costs.tlb_flush_local;
    pool_.unmap(map.slot);
    return 0;
}

std::int64_t KmapState::switched(CpuId cpu, TaskIndex from, TaskIndex to, const AddressSpaces::Change& change,
                                 const AddressSpaces& spaces) {
    std::int64_t cost = 0;
    if (kmap_ == Kmap::local) {
        const auto cleared = static_cast<std::int64_t>(maps_of(from));
        const auto set = static_cast<std::int64_t>(maps_of(to));
        result_.live_switches += static_cast<std::uint64_t>((cleared > 0) + (set > 0));
        cost = cleared * (plan_.costs.kmap_pte + plan_.costs.tlb_flush_local) + set * plan_.costs.kmap_pte;
    } else if (kmap_ == Kmap::percpu_pgd) {
        if (change.taken_up != kNoSpace) cost += take_up(cpu, change.taken_up, spaces);
        if (maps_of(to) > 0) cost += touch(to, cpu, spaces);
    }
    result_.switch_time.ns += cost;
    return cost;
}

std::int64_t KmapState::take_up(CpuId cpu, std::int32_t space, const AddressSpaces& spaces) {
    const AsidLookup found = asids_.take_up(cpu, spaces.context(space), spaces.generation(space));
    result_.asid_hits += found == AsidLookup::hit;
    result_.asid_stale += found == AsidLookup::stale;
    result_.asid_misses += found == AsidLookup::miss;
    if (found == AsidLookup::hit) return 0;
    ++result_.copies;
    return plan_.costs.page_directory_copy;
}

std::int64_t KmapState::touch(TaskIndex task, CpuId cpu, const AddressSpaces& spaces) {
    const std::int32_t space = plan_.memory.spaces[static_cast<std::size_t>(task)];
    if (space == kNoSpace) return 0;
    std::bitset<256>& known = touched_[spaces.context(space) * plan_.cpus + cpu];
    std::int64_t cost = 0;
    for (const std::uint8_t entry : plan_.memory.entries[static_cast<std::size_t>(task)]) {
        if (known[entry]) continue;
        known[entry] = true;
        ++result_.extra_faults;
        cost += plan_.costs.page_fault_minor;
    }
    return cost;
}

void KmapState::changed(std::int32_t space, const AddressSpaces& spaces) {
    if (kmap_ != Kmap::percpu_pgd) return;
    const CpuSet& cpus = spaces.loaded_on(space);
    for (CpuId cpu = cpus.first(); cpu != kNoCpu; cpu = cpus.next(cpu + 1)) {
        if (!spaces.is_lazy(cpu)) asids_.take_up(cpu, spaces.context(space), spaces.generation(space));
    }
}

KmapResult KmapState::finish(const AddressSpaces& spaces) const {
    KmapResult out = result_;
    if (kmap_ == Kmap::percpu_pgd) {
        constexpr std::int64_t kPage = 4096;
        out.fault_bound = plan_.cpus * std::int64_t{256} * spaces.contexts();
        out.page_table_bytes = plan_.cpus * plan_.memory.options.asids * (plan_.memory.options.pti ? 2 * kPage : kPage);
    }
    return out;
}

}  // namespace pinstack
