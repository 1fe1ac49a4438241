// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/mechanism/memory_figures.hpp"

namespace pinstack {

MechanismFigures kmap_figures(const KmapResult& kmap) {
    return {"kmap",
            "kmap",
            {figure("maps", "maps", kmap.maps),
             figure("longest_map_ns", "longest map", kmap.longest),
             figure("live_switches", "switches with live maps", kmap.live_switches),
             figure("switch_time_ns", "cost at switches", kmap.switch_time),
             figure("wraps", "wraps of the pool", kmap.wraps),
             figure("flushes", "flushes of all CPUs", kmap.flushes),
             figure("interrupted_cpus", "CPUs interrupted", kmap.interrupted),
             figure("slot_waits", "waits for a slot", kmap.waits),
             figure("slot_wait_ns", "waited for slots", kmap.waited),
             figure("longest_slot_wait_ns", "longest wait for a slot", kmap.longest_wait),
             figure("asid_hits", "ASID hits", kmap.asid_hits),
             figure("asid_stale", "ASID stale", kmap.asid_stale),
             figure("asid_misses", "ASID misses", kmap.asid_misses),
             figure("directory_copies", "page directories copied", kmap.copies),
             figure("extra_faults", "extra faults", kmap.extra_faults),
             {"extra_fault_bound", "bound on extra faults", kmap.fault_bound, FigureUnit::count},
             {"page_table_bytes", "page tables", kmap.page_table_bytes, FigureUnit::bytes}}};
}

MechanismFigures lazy_mm_figures(const LazyMmResult& lazy) {
    return {
        "lazy_mm",
        "lazy address spaces",
        {figure("to_lazy", "switches to lazy", lazy.to_lazy), figure("from_lazy", "switches from lazy", lazy.from_lazy),
         figure("atomics", "operations on the count", lazy.atomics),
         figure("line_wait_ns", "waited for the line", lazy.line_wait),
         figure("longest_line_wait_ns", "longest wait for the line", lazy.longest_line_wait),
         figure("exits", "exits", lazy.exits), figure("interrupted_cpus", "CPUs interrupted", lazy.interrupted),
         figure("spared_cpus", "CPUs spared", lazy.spared), figure("exit_time_ns", "time of exits", lazy.exit_time),
         figure("longest_exit_ns", "longest exit", lazy.longest_exit),
         figure("interrupt_time_ns", "interrupts on other CPUs", lazy.interrupt_time)}};
}

}  // namespace pinstack
