// SPDX-License-Identifier: Apache-2.0
//
// What a run measured of mappings of high memory and of lazy address spaces. Exact integers, over the whole run.
#pragma once

#include <cstdint>

#include "model/time/duration.hpp"

namespace pinstack {

/// See kmap_state.hpp. What a setting does not have is 0.
struct KmapResult {
    std::uint64_t maps = 0;
    Duration longest;                 ///< from mapping to unmapping, of those that ended
    std::uint64_t live_switches = 0;  ///< switches away from and to a task that holds maps: local
    Duration switch_time;             ///< what these cost
    // global:
    std::uint64_t wraps = 0;        ///< the index of the pool came round
    std::uint64_t flushes = 0;      ///< ... and there was something to flush: an interrupt to each other CPU
    std::uint64_t interrupted = 0;  ///< CPUs
    std::uint64_t waits = 0;        ///< tasks that slept for a slot
    Duration waited;                ///< sum over those that got one
    Duration longest_wait;
    // percpu_pgd:
    std::uint64_t asid_hits = 0;
    std::uint64_t asid_stale = 0;
    std::uint64_t asid_misses = 0;
    std::uint64_t copies = 0;        ///< of half a page directory: after a stale or no slot
    std::uint64_t extra_faults = 0;  ///< on entries of page directories that a CPU did not have yet
    std::int64_t fault_bound = 0;    ///< no more than this can be: 256 for each CPU and address space
    std::int64_t page_table_bytes = 0;
    friend bool operator==(const KmapResult&, const KmapResult&) = default;
};

/// See lazy_mm_state.hpp.
struct LazyMmResult {
    std::uint64_t to_lazy = 0;    ///< switches from a task to idle or a kernel thread
    std::uint64_t from_lazy = 0;  ///< and back, to whatever task
    std::uint64_t atomics = 0;    ///< operations on mm_count
    Duration line_wait;           ///< of these, until the cache line came
    Duration longest_line_wait;
    std::uint64_t exits = 0;
    std::uint64_t interrupted = 0;  ///< CPUs, by exits
    std::uint64_t spared = 0;       ///< CPUs that the host had taken away, and that were not interrupted
    Duration exit_time;             ///< of those exits that ended: what the scheme takes on the exiting side
    Duration longest_exit;
    Duration interrupt_time;  ///< what the interrupts take on the other CPUs
    friend bool operator==(const LazyMmResult&, const LazyMmResult&) = default;
};

}  // namespace pinstack
