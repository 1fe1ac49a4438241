// SPDX-License-Identifier: Apache-2.0
//
// The address spaces that page faults and their writers meet in, as a run keeps them: locks, sequence counts, and what
// each task is about. It knows no engine; model/engine/engine_faults.hpp has the actions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/engine/instant_tree.hpp"
#include "model/engine/urgency.hpp"
#include "model/memory/contended_line.hpp"
#include "model/memory/page_fault_result.hpp"
#include "model/memory/rw_lock.hpp"
#include "model/memory/vma_lock.hpp"

namespace pinstack {

struct AddressSpace {
    RwLock mmap_lock;
    ContendedLine line;          ///< of the lock
    std::uint64_t sequence = 0;  ///< odd while a writer is inside
};

struct Vma {
    VmaLock lock;
    ContendedLine line;  ///< of the lock
};

struct FaultSpaces {
    /// Where nobody uses any, all are 0.
    FaultSpaces(std::size_t space_count, std::size_t vma_count, std::size_t task_count)
        : spaces(space_count), vmas(vma_count), tasks(task_count) {}

    struct Task {
        std::int64_t faults_left = 0;  ///< of its operation, the one under way included
        std::int64_t fault_began = 0;
        std::uint64_t sequence = 0;  ///< what it was when the fault began
        Spells* waits = nullptr;     ///< where its wait is counted, while it waits
        std::int64_t wait_began = 0;
        std::int64_t write_began = 0;
        std::int64_t call_began = kNever;  ///< of other CPUs; kNever: there is none
    };

    std::vector<AddressSpace> spaces;
    std::vector<Vma> vmas;  ///< of all of them
    std::vector<Task> tasks;
    PageFaultResult faults;
    PageTableResult tables;
};

}  // namespace pinstack
