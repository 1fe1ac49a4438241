// SPDX-License-Identifier: Apache-2.0
//
// What a run measured of address spaces: page faults, those who change them, and page tables. Exact integers; times in
// ns. What is under way when the run ends does not count, but where it says so.
#pragma once

#include <algorithm>
#include <cstdint>

#include "model/time/duration.hpp"

namespace pinstack {

/// Events that take time.
struct Spells {
    std::uint64_t number = 0;
    Duration total;
    Duration longest;

    void add(std::int64_t ns) {
        ++number;
        total.ns += ns;
        longest.ns = std::max(longest.ns, ns);
    }
    friend bool operator==(const Spells&, const Spells&) = default;
};

/// Cache misses of those who have just taken a lock (docs/cache-misses.md).
struct CacheMissResult {
    std::uint64_t misses = 0;  ///< of holds that ended
    Duration time;             ///< by which these were longer
    friend bool operator==(const CacheMissResult&, const CacheMissResult&) = default;
};

/// Page faults and the writers that they meet (docs/page-faults.md).
struct PageFaultResult {
    Spells faults;                   ///< from begin to end: handling, waits, preemption, what was done in vain
    Spells read_waits;               ///< of faults, for mmap_lock
    Spells writes;                   ///< of mmap_lock, from having it to leaving it
    Spells write_waits;              ///< of writers, for mmap_lock
    Spells vma_waits;                ///< of writers, for the faults inside their part of the address space
    std::uint64_t speculations = 0;  ///< faults that walked without a lock; with per_vma_lock: that tried its lock
    std::uint64_t aborted = 0;       ///< of these, those that a writer made begin anew under mmap_lock
    Spells walks_irqs_off;           ///< with interrupts off
    std::uint64_t transfers = 0;     ///< of the lines of mmap_lock and of the locks of its parts
    Spells line_waits;               ///< for such a line, behind other CPUs
    friend bool operator==(const PageFaultResult&, const PageFaultResult&) = default;
};

/// Page tables that were freed (docs/page-tables.md).
struct PageTableResult {
    std::uint64_t tables = 0;       ///< given up by an mmap_write
    std::uint64_t batches = 0;      ///< rcu: of at most kTablesPerBatch
    Spells calls;                   ///< ipi: of all other CPUs, until they have answered
    std::uint64_t interrupts = 0;   ///< ipi: of a CPU by a call
    Spells deferrals;               ///< rcu: of batches, until the end of the grace period that they waited for
    std::uint64_t held_at_end = 0;  ///< rcu: tables that wait for one still
    std::int64_t peak_bytes = 0;    ///< rcu: most memory of tables that waited at a time
    std::int64_t byte_seconds = 0;  ///< rcu: the integral of that memory over the run, rounded down
    friend bool operator==(const PageTableResult&, const PageTableResult&) = default;
};

/// What struct mmu_table_batch holds: a page of pointers less its head (include/asm-generic/tlb.h).
inline constexpr std::int64_t kTablesPerBatch = 509;
inline constexpr std::int64_t kPageTableBytes = 4096;

}  // namespace pinstack
