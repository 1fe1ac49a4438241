// SPDX-License-Identifier: Apache-2.0
//
// The address spaces that each CPU keeps: choose_new_asid() (arch/x86/mm/tlb.c, Linux 6.1). A CPU has a few slots, each
// for one address space as it was at some generation; every change of an address space is a new generation. A CPU that
// takes up an address space finds its slot (hit), or a slot of an older generation (stale), or none (miss: the next
// slot in turn becomes its).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/platform/cpu_set.hpp"

namespace pinstack {

enum class AsidLookup : std::uint8_t { hit, stale, miss };

class AsidSlots {
public:
    AsidSlots(std::size_t cpus, std::size_t asids) : cpus_(cpus, Cpu{std::vector<Slot>(asids), 0}) {}

    /// `context`: of the address space, unique for ever, from 0. The slot is at that generation afterwards.
    AsidLookup take_up(CpuId cpu, std::int64_t context, std::uint64_t generation) {
        Cpu& it = cpus_[static_cast<std::size_t>(cpu)];
        for (Slot& slot : it.slots) {
            if (slot.context != context) continue;
            const bool is_stale = slot.generation < generation;
            slot.generation = generation;
            return is_stale ? AsidLookup::stale : AsidLookup::hit;
        }
        it.slots[it.next] = {context, generation};
        it.next = (it.next + 1) % it.slots.size();
        return AsidLookup::miss;
    }

private:
    struct Slot {
        std::int64_t context = -1;
        std::uint64_t generation = 0;
    };
    struct Cpu {
        std::vector<Slot> slots;
        std::size_t next = 0;
    };

    std::vector<Cpu> cpus_;
};

}  // namespace pinstack
