// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/mechanism/memory_figures.hpp"

namespace pinstack {

namespace {

MechanismFigure count(std::string_view key, std::string_view label, std::uint64_t value) {
    return {key, label, static_cast<std::int64_t>(value), FigureUnit::count};
}
MechanismFigure time(std::string_view key, std::string_view label, Duration value) {
    return {key, label, value.ns, FigureUnit::time};
}

}  // namespace

MechanismFigures kmap_figures(const KmapResult& kmap) {
    return {"kmap",
            "kmap",
            {count("maps", "maps", kmap.maps),
             time("longest_map_ns", "longest map", kmap.longest),
             count("live_switches", "switches with live maps", kmap.live_switches),
             time("switch_time_ns", "cost at switches", kmap.switch_time),
             count("wraps", "wraps of the pool", kmap.wraps),
             count("flushes", "flushes of all CPUs", kmap.flushes),
             count("interrupted_cpus", "CPUs interrupted", kmap.interrupted),
             count("slot_waits", "waits for a slot", kmap.waits),
             time("slot_wait_ns", "waited for slots", kmap.waited),
             time("longest_slot_wait_ns", "longest wait for a slot", kmap.longest_wait),
             count("asid_hits", "ASID hits", kmap.asid_hits),
             count("asid_stale", "ASID stale", kmap.asid_stale),
             count("asid_misses", "ASID misses", kmap.asid_misses),
             count("directory_copies", "page directories copied", kmap.copies),
             count("extra_faults", "extra faults", kmap.extra_faults),
             {"extra_fault_bound", "bound on extra faults", kmap.fault_bound, FigureUnit::count},
             {"page_table_bytes", "page tables", kmap.page_table_bytes, FigureUnit::bytes}}};
}

MechanismFigures lazy_mm_figures(const LazyMmResult& lazy) {
    return {
        "lazy_mm",
        "lazy address spaces",
        {count("to_lazy", "switches to lazy", lazy.to_lazy), count("from_lazy", "switches from lazy", lazy.from_lazy),
         count("atomics", "operations on the count", lazy.atomics),
         time("line_wait_ns", "waited for the line", lazy.line_wait),
         time("longest_line_wait_ns", "longest wait for the line", lazy.longest_line_wait),
         count("exits", "exits", lazy.exits), count("interrupted_cpus", "CPUs interrupted", lazy.interrupted),
         count("spared_cpus", "CPUs spared", lazy.spared), time("exit_time_ns", "time of exits", lazy.exit_time),
         time("longest_exit_ns", "longest exit", lazy.longest_exit),
         time("interrupt_time_ns", "interrupts on other CPUs", lazy.interrupt_time)}};
}

}  // namespace pinstack
