// SPDX-License-Identifier: Apache-2.0
//
// The body of a task compiled to a flat list of steps: what the engine runs. Brackets become flags of the steps
// they enclose, so entering and leaving a section is a change of flags between neighbouring steps. That is the
// contract's idealisation too: directly adjacent brackets of one kind have no gap. Taking and releasing a lock are
// steps of their own, which take no time; their flags say what protects the task meanwhile.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/system/variant.hpp"
#include "model/task/lock.hpp"
#include "model/task/operation.hpp"

namespace pinstack {

enum class StepKind : std::uint8_t {
    run,
    suspend,  ///< needs no CPU
    // Without length:
    take_lock,
    release_lock,
    enter_rcu,
    leave_rcu,
    wake,     ///< another task
    // On memory; non-preemptible where it may call other CPUs.
    exit_mm,
    change_mm,   ///< what is in its address space is not what other CPUs know
    map,         ///< begins to hold a map, where that has a cost or can wait
    flush_maps,  ///< as map found it necessary
    unmap,
    // Of page faults and changes of an address space (model/memory/memory_steps.hpp):
    fault_begin,
    fault_end,
    use_mmap_line,  ///< an atomic operation on the line of mmap_lock
    use_vma_line,   ///< the same on that of the lock of a part
    mmap_read_lock,
    mmap_read_unlock,
    mmap_write_lock,
    mmap_write_unlock,
    vma_read_lock,
    vma_read_unlock,
    vma_write_lock,
    check_sequence,  ///< did a writer come since fault_begin?
    free_tables,  ///< non-preemptible
};
constexpr bool is_of_fault(StepKind kind) { return kind >= StepKind::fault_begin && kind <= StepKind::free_tables; }

/// How long a run lasts whose length the body does not tell.
enum class StepCost : std::uint8_t {
    own,         ///< it does tell
    page_fault,  ///< page_fault_minor
    page_walk,   ///< kWalkLevels llc_miss
    cache_miss,  ///< as MmOptions::cache_miss says
};
inline constexpr int kWalkLevels = 4;  ///< of page tables: a cache miss each

struct Step {
    StepKind kind = StepKind::run;
    VariableDuration time;          ///< of run and suspend
    std::uint32_t timed = 0;        ///< of run and suspend: its number among them, which CounterStream wants
    std::uint32_t lock = 0;         ///< of take_lock and release_lock: place in System::locks
    std::uint32_t task = 0;         ///< of wake: place in System::tasks
    bool until_woken = false;       ///< of suspend: `time` does not count
    bool non_preemptible = false;   ///< inside preempt_disable, irq_disable, or a section or lock so protected
    bool migrate_disabled = false;  ///< inside migrate_disable, or a section or lock so protected
    bool irqs_off = false;          ///< inside irq_disable; then non_preemptible too
    StepCost cost = StepCost::own;  ///< of run: if not own, `time` is 0
    std::int64_t count = 0;         ///< of memory steps: that of their operation
    std::uint32_t vma = 0;          ///< of memory steps
    std::uint32_t access = 0;       ///< of memory steps: the number of their operation among those of the body
};

using Program = std::vector<Step>;

/// How a lock of this kind is taken.
struct LockUse {
    bool is_shared = true;    ///< tasks wait for each other; else it is only a section
    bool spins = false;       ///< waits without leaving the CPU, non-preemptible; else it may block
    bool reads_rcu = false;   ///< is a read-side section of RCU as well
    bool pins_first = false;  ///< migrate-disabled before it is taken
    bool pins = false;        ///< migrate-disabled while it is held
};
LockUse use_of(LockKind kind, bool preempt_rt);

/// What a neutral section becomes under a variant: hybrid_below decides by the summed maximal run time.
Protection protection_of(const Operation& section, const Variant& variant, const std::vector<Lock>& locks);

/// Steps in depth-first order.
Program compile(const Body& body, const Variant& variant, const std::vector<Lock>& locks);

}  // namespace pinstack
