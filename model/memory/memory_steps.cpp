// SPDX-License-Identifier: Apache-2.0
#include "model/memory/memory_steps.hpp"

#include <array>

namespace pinstack {

namespace {

constexpr MemoryStep kHandling = {StepKind::run, StepCost::page_fault};

constexpr std::array<MemoryStep, 7> kUnderMmapLock = {{{StepKind::fault_begin},
                                                       {StepKind::use_mmap_line},
                                                       {StepKind::mmap_read_lock},
                                                       kHandling,
                                                       {StepKind::use_mmap_line},
                                                       {StepKind::mmap_read_unlock},
                                                       {StepKind::fault_end}}};

/// The way with its own end, and behind it the one under mmap_lock.
template <std::size_t kSize>
constexpr auto or_under_mmap_lock(const MemoryStep (&first)[kSize]) {
    constexpr std::size_t kOther = kUnderMmapLock.size() - 1;
    std::array<MemoryStep, kSize + kOther> out{};
    for (std::size_t i = 0; i < kSize; ++i) out[i] = first[i];
    for (std::size_t i = 0; i < kOther; ++i) out[kSize + i] = kUnderMmapLock[i + 1];
    return out;
}

constexpr auto kSpeculativeIrqOff = or_under_mmap_lock({{StepKind::fault_begin},
                                                        {StepKind::run, StepCost::page_walk, true},
                                                        {StepKind::check_sequence},
                                                        kHandling,
                                                        {StepKind::fault_end}});
constexpr auto kSpeculativeRcu = or_under_mmap_lock({{StepKind::fault_begin},
                                                     {StepKind::enter_rcu},
                                                     {StepKind::run, StepCost::page_walk},
                                                     {StepKind::leave_rcu},
                                                     {StepKind::check_sequence},
                                                     kHandling,
                                                     {StepKind::fault_end}});
constexpr auto kPerVmaLock = or_under_mmap_lock({{StepKind::fault_begin},
                                                 {StepKind::use_vma_line},
                                                 {StepKind::vma_read_lock},
                                                 kHandling,
                                                 {StepKind::use_vma_line},
                                                 {StepKind::vma_read_unlock},
                                                 {StepKind::fault_end}});

}  // namespace

std::span<const MemoryStep> steps_of_fault(PageFault setting) {
    switch (setting) {
        case PageFault::mmap_lock:
            return kUnderMmapLock;
        case PageFault::speculative_irqoff:
            return kSpeculativeIrqOff;
        case PageFault::speculative_rcu:
            return kSpeculativeRcu;
        case PageFault::per_vma_lock:
            return kPerVmaLock;
    }
    return {};
}

std::vector<MemoryStep> steps_of_write(PageFault setting, bool frees) {
    std::vector<MemoryStep> out = {{StepKind::use_mmap_line}, {StepKind::mmap_write_lock}};
    if (setting == PageFault::per_vma_lock) {
        out.push_back({StepKind::use_vma_line});
        out.push_back({StepKind::vma_write_lock});
    }
    out.push_back({StepKind::run});
    if (frees) out.push_back({StepKind::free_tables});
    out.push_back({StepKind::use_mmap_line});
    out.push_back({StepKind::mmap_write_unlock});
    return out;
}

}  // namespace pinstack
