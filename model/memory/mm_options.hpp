// SPDX-License-Identifier: Apache-2.0
//
// How the kernel manages memory, as far as the debate about migrate_disable() was about it: `platform.mm`. Each
// mechanism has settings that exclude each other. What a file does not set has the default of Linux, or is not modelled
// at all.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "model/time/duration.hpp"

namespace pinstack {

/// What a mapping of high memory does to the task that holds it.
enum class Kmap : std::uint8_t {
    atomic,      ///< kmap_atomic(): a slot of the CPU; non-preemptible (with PREEMPT_RT: migrate-disabled)
    local,       ///< kmap_local_page(): a slot of the task, migrate-disabled; set anew at every switch to it
    global,      ///< kmap(): a slot of a pool for all; free to move, may sleep for a slot, all CPUs flush when it wraps
    percpu_pgd,  ///< proposed 2020: a page table for each CPU and ASID; free to move, never sleeps
};

/// Who keeps an address space alive that a CPU without a task of its own still has loaded.
enum class LazyMm : std::uint8_t {
    refcount,        ///< mm_count: an atomic operation at each switch to and from lazy use
    shootdown,       ///< MMU_LAZY_TLB_SHOOTDOWN: none; at exit, an interrupt to each CPU of mm_cpumask
    hazard_pointer,  ///< proposed 2021: a store at each switch; at exit, a look at each CPU
    hypercall,       ///< shootdown by a hypervisor that does not interrupt virtual CPUs that do not run
    broadcast,       ///< shootdown by an instruction that reaches all CPUs, which are not interrupted (arm64 TLBI)
};

/// What a page fault takes while it looks at the address space.
enum class PageFault : std::uint8_t {
    mmap_lock,           ///< the lock of the address space, for reading
    speculative_irqoff,  ///< nothing: walks with interrupts off, and again under mmap_lock where somebody wrote
    speculative_rcu,     ///< nothing: walks as an RCU reader, and again under mmap_lock where somebody wrote
    per_vma_lock,        ///< the lock of the part of the address space (Linux 6.4), else mmap_lock
};

/// How page tables are freed while others may walk them.
enum class PageTables : std::uint8_t {
    ipi,  ///< after an interrupt to all CPUs, which those with interrupts off delay
    rcu,  ///< after a grace period, in batches
};

/// Where what a lock protects is found when the lock has been taken: the owner waits for it, and all who wait for the
/// lock wait along.
enum class CacheMiss : std::uint8_t {
    none,       ///< in the CPU's cache
    local,      ///< in the memory of the CPU's node: llc_miss
    remote,     ///< in that of another: llc_miss_remote
    contended,  ///< with another CPU that writes it, under load: llc_miss_contended
};

inline constexpr std::array<std::string_view, 4> kCacheMisses = {"none", "local", "remote", "contended"};
inline constexpr std::array<std::string_view, 4> kKmaps = {"atomic", "local", "global", "percpu_pgd"};
inline constexpr std::array<std::string_view, 5> kLazyMms = {"refcount", "shootdown", "hazard_pointer", "hypercall",
                                                             "broadcast"};
inline constexpr std::array<std::string_view, 4> kPageFaults = {"mmap_lock", "speculative_irqoff", "speculative_rcu",
                                                                "per_vma_lock"};
inline constexpr std::array<std::string_view, 2> kPageTables = {"ipi", "rcu"};

/// The host takes each virtual CPU away for `length` in each `period`; the CPUs take turns.
struct VcpuSteal {
    Duration period;
    Duration length;  ///< REQUIRES: 0 < length < period
    friend bool operator==(const VcpuSteal&, const VcpuSteal&) = default;
};

/// Nothing = the file says nothing about it.
struct MmOptions {
    std::optional<Kmap> kmap;               ///< nothing: local
    std::optional<LazyMm> lazy_mm;          ///< nothing: not modelled, switches cost what they cost
    std::optional<PageFault> page_fault;    ///< nothing: per_vma_lock
    std::optional<PageTables> page_tables;  ///< nothing: rcu
    std::optional<CacheMiss> cache_miss;    ///< nothing: none
    int kmap_slots = 1024;                  ///< of the pool of kmap(): LAST_PKMAP. REQUIRES: 1..65536
    int asids = 6;                          ///< of each CPU: TLB_NR_DYN_ASIDS. REQUIRES: 1..4096
    std::optional<VcpuSteal> vcpu_steal;    ///< nothing: never
    bool pti = false;                       ///< page-table isolation: each page table is two

    Kmap kmap_in_force() const { return kmap.value_or(Kmap::local); }
    PageFault page_fault_in_force() const { return page_fault.value_or(PageFault::per_vma_lock); }
    PageTables page_tables_in_force() const { return page_tables.value_or(PageTables::rcu); }
    CacheMiss cache_miss_in_force() const { return cache_miss.value_or(CacheMiss::none); }
    friend bool operator==(const MmOptions&, const MmOptions&) = default;
};

}  // namespace pinstack
