// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/mechanism/page_fault_figures.hpp"

#include <algorithm>

namespace pinstack {

MechanismFigures page_fault_figures(const PageFaultResult& it) {
    return {"page_fault",
            "page faults",
            {
                figure("faults", "faults", it.faults.number),
                figure("fault_time_ns", "time of faults", it.faults.total),
                figure("longest_fault_ns", "longest fault", it.faults.longest),
                figure("read_waits", "faults that waited for mmap_lock", it.read_waits.number),
                figure("read_wait_ns", "their waits", it.read_waits.total),
                figure("longest_read_wait_ns", "longest of these", it.read_waits.longest),
                figure("speculations", "faults tried without mmap_lock", it.speculations),
                figure("aborted", "tried in vain: a writer", it.aborted),
                figure("writes", "writers", it.writes.number),
                figure("write_ns", "time of writers in mmap_lock", it.writes.total),
                figure("longest_write_ns", "longest of these", it.writes.longest),
                figure("write_waits", "writers that waited for mmap_lock", it.write_waits.number),
                figure("write_wait_ns", "their waits", it.write_waits.total),
                figure("longest_write_wait_ns", "longest of these", it.write_waits.longest),
                figure("vma_waits", "writers that waited for faults in their part", it.vma_waits.number),
                figure("vma_wait_ns", "their waits", it.vma_waits.total),
                figure("longest_vma_wait_ns", "longest of these", it.vma_waits.longest),
                figure("walks_irqs_off", "walks with interrupts off", it.walks_irqs_off.number),
                figure("walk_irqs_off_ns", "their time", it.walks_irqs_off.total),
                figure("longest_walk_irqs_off_ns", "longest of these", it.walks_irqs_off.longest),
                figure("line_transfers", "transfers of lock lines", it.transfers),
                figure("line_waits", "of these, behind other CPUs", it.line_waits.number),
                figure("line_wait_ns", "their waits", it.line_waits.total),
                figure("longest_line_wait_ns", "longest of these", it.line_waits.longest),
            }};
}

MechanismFigures page_table_figures(const PageTableResult& it) {
    return {"page_tables",
            "page tables",
            {
                figure("tables", "tables given up", it.tables),
                figure("batches", "in batches", it.batches),
                figure("calls", "calls of all other CPUs", it.calls.number),
                figure("call_ns", "time until all had answered", it.calls.total),
                figure("longest_call_ns", "longest of these", it.calls.longest),
                figure("interrupts", "interrupts of CPUs by these", it.interrupts),
                figure("deferrals", "batches freed after a grace period", it.deferrals.number),
                figure("deferral_ns", "their delays", it.deferrals.total),
                figure("longest_deferral_ns", "longest of these", it.deferrals.longest),
                figure("held_at_end", "tables not freed at the end", it.held_at_end),
                {"peak_bytes", "most memory held at a time", it.peak_bytes, FigureUnit::bytes},
                {"byte_seconds", "memory held, in byte seconds", it.byte_seconds, FigureUnit::count},
            }};
}

MechanismFigures cache_miss_figures(const CacheMissResult& misses, const std::vector<TaskResult>& tasks) {
    Duration waited, longest;
    for (const TaskResult& task : tasks) {
        waited.ns += task.response_split[static_cast<std::size_t>(JobState::lock_wait)];
        longest.ns = std::max(longest.ns, task.worst_split[static_cast<std::size_t>(JobState::lock_wait)]);
    }
    return {"cache_miss",
            "cache misses under locks",
            {figure("misses", "misses", misses.misses), figure("longer_hold_ns", "holds longer by", misses.time),
             figure("lock_wait_ns", "waits for locks, of completed jobs", waited),
             figure("worst_lock_wait_ns", "longest in a worst response", longest)}};
}

}  // namespace pinstack
