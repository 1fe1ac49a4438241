// SPDX-License-Identifier: Apache-2.0
//
// What a job does, step by step: the body of a task is a list of operations, and a bracketing operation holds a
// list of its own. This is the description as a person writes it; program.hpp is what the engine runs.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/time/duration.hpp"

namespace pinstack {

enum class Distribution : std::uint8_t {
    constant,     ///< always `max`; the only one where min == max need not be given
    uniform,      ///< every whole nanosecond of {min..max} is equally likely
    log_uniform,  ///< uniform in the logarithm: most values are near min
};

/// A length that may vary from job to job. Drawn from a counter-based stream by (task, job number, operation),
/// so that every variant of a comparison sees the same values.
struct VariableDuration {
    Duration min;  ///< REQUIRES: 0 < min <= max
    Duration max;  ///< the worst case: what analysis uses
    Distribution distribution = Distribution::constant;
};

enum class OperationKind : std::uint8_t {
    run,              ///< executes on a CPU
    suspend,          ///< self-suspension: needs no CPU
    section,          ///< neutral critical section; Kernel::sections says how it is protected
    preempt_disable,  ///< NP: cannot be preempted
    migrate_disable,  ///< MD: can be preempted, but the task stays pinned to its CPU
    irq_disable,      ///< NP, and interrupts wait too (no difference while costs are "none")
    rcu_read,         ///< RCU read side: preemptible and migratable, and grace periods wait for it
    lock,             ///< under a lock of the system
    kmap,             ///< a page of high memory is mapped; MmOptions::kmap says how that protects the task
    page_fault,       ///< minor faults, one after the other
    mmap_write,       ///< changes its address space, as mmap() and munmap() do
    exit_mm,          ///< the last user of its address space leaves it, and takes up a new one
    wake,             ///< wakes a task that suspended itself until it is woken
};

constexpr bool is_bracket(OperationKind kind) { return kind >= OperationKind::section && kind <= OperationKind::kmap; }
/// Is its `time` how long it takes by itself?
constexpr bool is_timed(OperationKind kind) { return kind <= OperationKind::suspend || kind == OperationKind::mmap_write; }
std::string_view name_of(OperationKind kind);
std::string_view name_of(Distribution distribution);

struct Operation {
    OperationKind kind = OperationKind::run;
    VariableDuration time;        ///< of run, suspend and mmap_write (only of run it may vary)
    std::vector<Operation> body;  ///< of a bracket: not empty
    std::uint32_t lock = 0;       ///< of kind lock: place in System::locks
    bool until_woken = false;     ///< of suspend: `time` does not count
    std::uint32_t task = 0;       ///< of wake: place in System::tasks
    std::int64_t count = 0;       ///< of page_fault: faults; of mmap_write: page tables that it frees
    std::uint32_t vma = 0;        ///< of page_fault and mmap_write: which part of the address space
};

using Body = std::vector<Operation>;

/// How a file writes the length of a suspension that only a `wake` ends.
inline constexpr std::string_view kUntilWoken = "until_woken";

/// Does it take a lock or read under RCU anywhere?
bool uses_locks_or_rcu(const Body& body);
/// Does it map, fault, change or leave an address space anywhere?
bool uses_memory(const Body& body);
bool has_operation(const Body& body, OperationKind kind);

/// The deepest nesting of brackets a system file may have.
inline constexpr int kMaxNesting = 64;

}  // namespace pinstack
