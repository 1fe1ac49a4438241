// SPDX-License-Identifier: Apache-2.0
//
// What one task did: its jobs, sections, latencies.
//
// A job begins when the task is woken, and ends when it falls asleep, unless it sleeps while pinned or in state D (for
// a sleeping lock, a page, a disk): no job ends there. Of a task that marks its jobs, a job begins with the last
// wake-up before the mark and ends with the mark, whatever it sleeps between.
//
// Sections come from marks where the task writes them; else from the migrate-disable depth of every event recorded
// while the task ran. Two sections between which no event fell look like one.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analyzer/trace/trace_event.hpp"
#include "analyzer/trace/trace_run.hpp"

namespace pinstack {

class TaskRecorder {
public:
    TaskRecorder(TraceTask& task, bool marks_sections, Window window, std::size_t keep_jobs)
        : task_(task), marks_sections_(marks_sections), window_(window), keep_jobs_(keep_jobs) {}

    void woken(Instant at, bool is_new);
    void put_on(Instant at, CpuId cpu);
    /// It leaves the CPU: ready, or asleep.
    void taken_off(Instant at, bool stays_ready, bool sleeps_in_job);
    /// An event was recorded while it ran, or it is taken off: how deep it is migrate-disabled (-1: not known).
    void seen(Instant at, int migrate_depth);
    void marked(Instant at, TraceMark mark, bool is_slice);
    /// Nothing is known of it any more, until it is seen again.
    void lost(Instant at);

private:
    struct Open {
        Instant at;                                      ///< the first event inside
        std::int64_t begin_min = 0, begin = 0, end = 0;  ///< CPU time; see TraceSection
        bool has_begin_min = false;
        int depth = 1;  ///< of marks
    };

    std::int64_t ran(Instant at) const { return ran_ + (running_since_ ? (at - *running_since_).ns : 0); }
    /// `known`: its release was seen, not only that it runs.
    void begin_job(Instant release, bool known, std::optional<Instant> start, std::int64_t ran_before);
    void end_job(Instant at);
    void apply(Instant at, TraceMark mark);
    void drop_job();
    void enter(Instant at, bool exactly, bool non_preemptible);
    void leave(Instant at, bool exactly, bool non_preemptible);
    void keep(const Open& section, std::int64_t end_max, bool non_preemptible);
    bool in_window(Instant at) const { return window_.contains(at); }

    TraceTask& task_;
    bool marks_sections_;
    Window window_;
    std::size_t keep_jobs_;

    std::int64_t ran_ = 0;  // CPU time up to the last time it was taken off
    std::optional<Instant> running_since_, woken_at_, last_release_;
    CpuId last_cpu_ = kNoCpu;

    bool in_job_ = false, job_seen_whole_ = false;
    bool between_jobs_ = false;  // it was seen to fall asleep at the end of a job
    std::uint32_t number_ = 0;
    TraceJob job_;
    std::optional<Instant> start_;
    std::int64_t job_ran_before_ = 0;
    std::optional<Instant> wake_of_job_;  // of a task that marks jobs: it was woken, and has not marked since
    std::int64_t ran_at_wake_ = 0;
    std::optional<Instant> start_after_wake_;

    std::optional<Open> section_;  // migrate-disabled
    std::optional<Open> np_section_;
    std::optional<std::int64_t> outside_;  // CPU time at the last event outside of sections
    std::vector<TraceMark> slices_;        // B| without its E| so far
};

}  // namespace pinstack
