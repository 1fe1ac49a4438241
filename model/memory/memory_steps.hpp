// SPDX-License-Identifier: Apache-2.0
//
// What a page fault and a change of an address space consist of, step by step, under each setting of
// MmOptions::page_fault. (kernel functions: docs/page-faults.md)
//
// A fault begins with fault_begin. fault_end leads to the next fault of the operation or behind the last step of it;
// a speculation that a writer broke leads to the way under mmap_lock, which begins with the first step that is about
// that lock. Lines are not used, and runs do not exist, where they cost nothing.
#pragma once

#include <span>

#include "model/memory/mm_options.hpp"
#include "model/task/program.hpp"

namespace pinstack {

struct MemoryStep {
    StepKind kind;
    StepCost cost = StepCost::own;  ///< of kind run; own: the duration of the operation
    bool irqs_off = false;
};

std::span<const MemoryStep> steps_of_fault(PageFault setting);
/// `frees`: page tables.
std::vector<MemoryStep> steps_of_write(PageFault setting, bool frees);

}  // namespace pinstack
