// SPDX-License-Identifier: Apache-2.0
//
// The costs that an engine charges, looked up once in a CostModel (docs/costs.md says when each is paid, and where).
// What a model does not name is free.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "model/platform/platform.hpp"

namespace pinstack {

/// In ns.
struct KernelCosts {
    std::int64_t context_switch = 0;
    std::int64_t migration = 0;
    std::int64_t ipi = 0;  ///< from sending to the handler
    std::int64_t ipi_send = 0;
    std::int64_t ipi_receive = 0;
    std::int64_t interrupt = 0;
    std::int64_t wake_up = 0;
    std::int64_t stopper = 0;
    std::int64_t timer_tick = 0;
    std::int64_t timer_tick_period = 0;  ///< 0: no tick
    std::int64_t rt_mutex_uncontended = 0;
    std::int64_t rt_mutex_contended = 0;  ///< without the two context switches that it brings
    std::int64_t migrate_disable_pair = 0;
    std::int64_t migrate_disable_switched = 0;
    std::int64_t stop_machine = 0;
    std::int64_t stop_machine_per_cpu = 0;  ///< beside that, for each CPU that is online
    std::int64_t llc_miss = 0;
    std::int64_t llc_miss_remote = 0;
    std::int64_t llc_miss_contended = 0;
    std::int64_t tlb_flush_local = 0;
    std::int64_t cache_line_transfer = 0;
    std::int64_t cache_hit = 0;
    std::int64_t kmap_pte = 0;
    std::int64_t page_directory_copy = 0;
    std::int64_t page_fault_minor = 0;
    std::int64_t hypercall = 0;
    std::int64_t tlbi_broadcast = 0;
    std::int64_t tlbi_broadcast_per_cpu = 0;
    // Of a remote call (model/memory/remote_call.hpp), so that undisturbed it takes `tlb_shootdown`:
    std::int64_t call_send = 0;         ///< its part for each CPU
    std::int64_t call_acknowledge = 0;  ///< what it leaves beside `ipi`, not below 0
    std::int64_t call_finish = 0;       ///< `ipi_receive` and `tlb_flush_local` less what comes before, not below 0
};
KernelCosts kernel_costs(const CostModel& model);

inline constexpr std::size_t kCpuDistances = 4;
/// How long a working set of `bytes` takes to reload after a migration, by CpuDistance. The table of the model
/// (cache_reload_4k .. cache_reload_4m: from memory) linearly between its sizes, in proportion below the first, that of
/// the last above it; times 0 within a core, 1/5 within an L3 cache (the low end of what was measured for every size),
/// 1 within a package, llc_miss_remote / llc_miss between packages; rounded down.
std::array<std::int64_t, kCpuDistances> cache_reload(const CostModel& model, std::int64_t bytes);

/// Why the model cannot be in force. The problems have no place.
Problems check_costs(const CostModel& model);

}  // namespace pinstack
