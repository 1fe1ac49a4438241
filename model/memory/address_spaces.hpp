// SPDX-License-Identifier: Apache-2.0
//
// Which address space each CPU has loaded. A CPU that goes on to idle or a kernel thread keeps the one it had, lazily
// (active_mm); a task with an address space of its own has it loaded. Who leaves an address space (exit_mm) takes up a
// new one in its place, and with it all who share it: one of another context.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/platform/cpu_set.hpp"

namespace pinstack {

inline constexpr std::int32_t kNoSpace = -1;

class AddressSpaces {
public:
    AddressSpaces(int cpus, std::int32_t spaces)
        : cpus_(static_cast<std::size_t>(cpus)), spaces_(static_cast<std::size_t>(spaces)) {
        for (Space& space : spaces_) {
            space.context = contexts_++;
            space.loaded_on = CpuSet(cpus);
        }
    }

    struct Change {
        std::int32_t left_lazy = kNoSpace;  ///< the CPU has it lazily no more
        std::int32_t goes_lazy = kNoSpace;  ///< the CPU has it lazily from now on
        std::int32_t taken_up = kNoSpace;   ///< loaded anew, or lazily before
    };
    /// The CPU goes on to a task of this address space; kNoSpace: to idle or a kernel thread.
    Change switch_to(CpuId cpu, std::int32_t space) {
        Cpu& it = cpus_[static_cast<std::size_t>(cpu)];
        Change out;
        if (space == kNoSpace) {
            if (it.loaded != kNoSpace && !it.is_lazy) out.goes_lazy = it.loaded;
            it.is_lazy = it.loaded != kNoSpace;
            return out;
        }
        if (it.is_lazy) out.left_lazy = it.loaded;
        const bool is_current = it.loaded == space && it.context == at(space).context;
        if (it.is_lazy || !is_current) out.taken_up = space;
        if (it.loaded != kNoSpace) at(it.loaded).loaded_on.erase(cpu);
        at(space).loaded_on.insert(cpu);
        it = {space, at(space).context, false};
        return out;
    }
    /// The address space is left for a new one by the task on the CPU. Returns the other CPUs that had it loaded,
    /// lazily or not: mm_cpumask.
    CpuSet leave(CpuId cpu, std::int32_t space) {
        CpuSet others = at(space).loaded_on;
        others.erase(cpu);
        at(space).context = contexts_++;
        at(space).generation = 0;
        cpus_[static_cast<std::size_t>(cpu)].context = at(space).context;
        return others;
    }
    /// A CPU that has it lazily has nothing loaded any more.
    void drop_lazy(CpuId cpu, std::int32_t space) {
        Cpu& it = cpus_[static_cast<std::size_t>(cpu)];
        if (!it.is_lazy || it.loaded != space) return;
        at(space).loaded_on.erase(cpu);
        it = {};
    }
    /// idle_task_exit(): the CPU goes offline, and has nothing loaded any more. REQUIRES: it has no task.
    void go_offline(CpuId cpu) {
        if (const std::int32_t space = cpus_[static_cast<std::size_t>(cpu)].loaded; space != kNoSpace)
            drop_lazy(cpu, space);
    }
    /// What is in it is not what it was.
    void change(std::int32_t space) { ++at(space).generation; }

    bool is_lazy(CpuId cpu) const { return cpus_[static_cast<std::size_t>(cpu)].is_lazy; }
    const CpuSet& loaded_on(std::int32_t space) const { return spaces_[static_cast<std::size_t>(space)].loaded_on; }
    /// Address spaces that there ever were.
    std::int64_t contexts() const { return contexts_; }
    std::int64_t context(std::int32_t space) const { return spaces_[static_cast<std::size_t>(space)].context; }
    std::uint64_t generation(std::int32_t space) const { return spaces_[static_cast<std::size_t>(space)].generation; }

private:
    struct Space {
        std::int64_t context = 0;
        std::uint64_t generation = 0;
        CpuSet loaded_on;
    };
    struct Cpu {
        std::int32_t loaded = kNoSpace;
        std::int64_t context = -1;
        bool is_lazy = false;
    };
    Space& at(std::int32_t space) { return spaces_[static_cast<std::size_t>(space)]; }

    std::vector<Cpu> cpus_;
    std::vector<Space> spaces_;
    std::int64_t contexts_ = 0;
};

}  // namespace pinstack
