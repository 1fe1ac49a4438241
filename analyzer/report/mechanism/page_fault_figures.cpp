// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/mechanism/page_fault_figures.hpp"

namespace pinstack {

namespace {

using enum FigureUnit;

MechanismFigure number(std::string_view key, std::string_view label, std::uint64_t value) {
    return {key, label, static_cast<std::int64_t>(value), count};
}

}  // namespace

MechanismFigures page_fault_figures(const PageFaultResult& it) {
    return {"page_fault",
            "page faults",
            {
                number("faults", "faults", it.faults.number),
                {"fault_time_ns", "time of faults", it.faults.total.ns, time},
                {"longest_fault_ns", "longest fault", it.faults.longest.ns, time},
                number("read_waits", "faults that waited for mmap_lock", it.read_waits.number),
                {"read_wait_ns", "their waits", it.read_waits.total.ns, time},
                {"longest_read_wait_ns", "longest of these", it.read_waits.longest.ns, time},
                number("speculations", "faults tried without mmap_lock", it.speculations),
                number("aborted", "tried in vain: a writer", it.aborted),
                number("writes", "writers", it.writes.number),
                {"write_ns", "time of writers in mmap_lock", it.writes.total.ns, time},
                {"longest_write_ns", "longest of these", it.writes.longest.ns, time},
                number("write_waits", "writers that waited for mmap_lock", it.write_waits.number),
                {"write_wait_ns", "their waits", it.write_waits.total.ns, time},
                {"longest_write_wait_ns", "longest of these", it.write_waits.longest.ns, time},
                number("vma_waits", "writers that waited for faults in their part", it.vma_waits.number),
                {"vma_wait_ns", "their waits", it.vma_waits.total.ns, time},
                {"longest_vma_wait_ns", "longest of these", it.vma_waits.longest.ns, time},
                number("walks_irqs_off", "walks with interrupts off", it.walks_irqs_off.number),
                {"walk_irqs_off_ns", "their time", it.walks_irqs_off.total.ns, time},
                {"longest_walk_irqs_off_ns", "longest of these", it.walks_irqs_off.longest.ns, time},
                number("line_transfers", "transfers of lock lines", it.transfers),
                number("line_waits", "of these, behind other CPUs", it.line_waits.number),
                {"line_wait_ns", "their waits", it.line_waits.total.ns, time},
                {"longest_line_wait_ns", "longest of these", it.line_waits.longest.ns, time},
            }};
}

MechanismFigures page_table_figures(const PageTableResult& it) {
    return {"page_tables",
            "page tables",
            {
                number("tables", "tables given up", it.tables),
                number("batches", "in batches", it.batches),
                number("calls", "calls of all other CPUs", it.calls.number),
                {"call_ns", "time until all had answered", it.calls.total.ns, time},
                {"longest_call_ns", "longest of these", it.calls.longest.ns, time},
                number("interrupts", "interrupts of CPUs by these", it.interrupts),
                number("deferrals", "batches freed after a grace period", it.deferrals.number),
                {"deferral_ns", "their delays", it.deferrals.total.ns, time},
                {"longest_deferral_ns", "longest of these", it.deferrals.longest.ns, time},
                number("held_at_end", "tables not freed at the end", it.held_at_end),
                {"peak_bytes", "most memory held at a time", it.peak_bytes, bytes},
                {"byte_seconds", "memory held, in byte seconds", it.byte_seconds, count},
            }};
}

}  // namespace pinstack
