// SPDX-License-Identifier: Apache-2.0
//
// A run as JSON that Perfetto and chrome://tracing show (the Trace Event Format).
//
// Process "CPUs": a thread for each CPU with a slice for each interval in which a task has it; counters of the jobs
// pinned to each CPU, and of the CPUs lost. Process "Tasks": a thread for each task with its sections, and in them what
// it does or waits for (the states of the response split); its jobs from release to completion, beside each other where
// they overlap; marks at releases, deadlines and where a job came late. Where systemTraceEvents is written, a viewer
// also has its own rows per CPU from the sched_* events of the same run.
//
// Times are microseconds with three decimals, exact. Slices of a thread nest. Events are in the order in which their
// ends (of slices with a length) or beginnings come, except marks at deadlines, which come early: viewers sort.
// A deadline after the end of the run is marked too. Memory is O(tasks + CPUs).
#pragma once

#include <string>
#include <vector>

#include "analyzer/export/schedule_follower.hpp"
#include "analyzer/export/section_stack.hpp"
#include "analyzer/export/text_buffer.hpp"

namespace pinstack {

class PerfettoWriter : public ScheduleFollower {
public:
    /// Writes the object up to its events, which are left open: close() ends it.
    PerfettoWriter(Sink& sink, const System& system, const Variant& variant, Instant watch_from);

    void job_interval(const JobInterval& interval) override;
    /// Ends the list of events.
    void close();

private:
    void job_released(Instant at, JobId job, Instant deadline, CpuId cpu) override;
    void job_completed(Instant at, JobId job, bool missed, CpuId cpu) override;
    void protections_changed(Instant at, std::int32_t task, Protections before, CpuId cpu) override;
    void capacity_changed(const CapacityInterval& interval) override;
    void ended(Instant at) override;

    TextBuffer& begin_event(std::string_view phase, std::int64_t pid, std::int64_t tid, Instant at);
    void name_process(std::int64_t pid, std::string_view name);
    void name_thread(std::int64_t pid, std::int64_t tid, std::string_view name, std::int64_t place);
    void write_job(std::string_view phase, Instant at, JobId job);
    void write_mark(Instant at, JobId job, std::string_view name);
    void write_counters(Instant at, int stacking, int affinity, int balancing, std::span<const std::int32_t> depth);

    TextBuffer out_;
    bool is_first_ = true;
    std::vector<std::string> names_;  // of the tasks, as JSON strings
    std::vector<SectionStack> sections_;
    std::vector<std::int32_t> depth_;  // of each CPU, as written
    int lost_[3] = {-1, -1, -1};
};

}  // namespace pinstack
