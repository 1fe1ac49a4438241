// SPDX-License-Identifier: Apache-2.0
//
// Mappings of high memory: who holds how many, and what that takes. It knows no engine; costs are in ns of the CPU that
// it is told of.
//
// atomic      a slot of the CPU: `kmap_pte` to map, and to unmap that and a local flush
// local       the same for a slot of the task; besides, each switch away from a task with k maps clears k entries, and
// each
//             switch to it sets k (__kmap_local_sched_out() and _in(), mm/highmem.c)
// global      a slot of the pool (kmap_pool.hpp): `kmap_pte`; to unmap costs nothing
// percpu_pgd  a page directory for each (CPU, ASID), proposed in November 2020: as atomic. A CPU that takes up an
// address
//             space and has no current slot for it (asid_slots.hpp) copies half a page directory. The first time that
//             an address space is mapped in on a CPU, or comes there with a map, each entry of the directory that its
//             tasks touch faults there, once for ever: no more than 256 for each CPU and address space. (Left out: that
//             entries which came meanwhile are in the copy.)
//
// Left out: that 64-bit kernels map nothing; the page tables of the second level.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/engine/plan.hpp"
#include "model/memory/address_spaces.hpp"
#include "model/memory/asid_slots.hpp"
#include "model/memory/kmap_pool.hpp"
#include "model/memory/memory_results.hpp"

namespace pinstack {

class KmapState {
public:
    /// REQUIRES: the plan maps.
    explicit KmapState(const Plan& plan);

    /// Nothing: the task must sleep until somebody unmaps, and map again.
    std::optional<std::int64_t> map(TaskIndex task, CpuId cpu, std::int64_t now, const AddressSpaces& spaces);
    /// Did the task's last map() find that all other CPUs must flush? Asked once.
    bool takes_flush(TaskIndex task) { return std::exchange(at(task).must_flush, false); }
    void note_interrupted(int cpus) { result_.interrupted += static_cast<std::uint64_t>(cpus); }
    /// What it costs.
    std::int64_t unmap(TaskIndex task, std::int64_t now);
    /// Those that sleep for a slot, in the order in which they came. All wake up, as in the kernel.
    std::vector<TaskIndex> take_waiting() { return std::exchange(waiting_, {}); }

    /// The CPU goes on from a task to another; kNoTask: idle. What it costs.
    std::int64_t switched(CpuId cpu, TaskIndex from, TaskIndex to, const AddressSpaces::Change& change,
                          const AddressSpaces& spaces);
    /// Those CPUs that run in the address space have been told of a change of it.
    void changed(std::int32_t space, const AddressSpaces& spaces);

    KmapResult finish(const AddressSpaces& spaces) const;

private:
    struct Map {
        std::size_t slot = 0;  // of the pool
        std::int64_t since = 0;
    };
    struct Holder {
        std::vector<Map> maps;
        std::int64_t waits_since = -1;
        bool must_flush = false;
    };
    Holder& at(TaskIndex task) { return holders_[static_cast<std::size_t>(task)]; }
    std::size_t maps_of(TaskIndex task) { return task == kNoTask ? 0 : at(task).maps.size(); }
    /// Whether it got a slot.
    bool take_slot(TaskIndex task, std::int64_t now, Map& map);
    std::int64_t take_up(CpuId cpu, std::int32_t space, const AddressSpaces& spaces);
    std::int64_t touch(TaskIndex task, CpuId cpu, const AddressSpaces& spaces);

    const Plan& plan_;
    Kmap kmap_;
    KmapPool pool_;
    AsidSlots asids_;
    std::vector<Holder> holders_;
    std::vector<TaskIndex> waiting_;
    std::unordered_map<std::int64_t, std::bitset<256>> touched_;  // by context and CPU
    KmapResult result_;
};

}  // namespace pinstack
