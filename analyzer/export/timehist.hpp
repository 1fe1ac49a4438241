// SPDX-License-Identifier: Apache-2.0
//
// A run as `perf sched timehist --with-summary` prints one: a line each time a task leaves its CPU, then totals.
//
//   wait time   off the CPU, since the task left one last (0 the first time)
//   sch delay   the part of it in which the task was ready
//   run time    on the CPU
//
// All in milliseconds, exact to the nanosecond (perf has microseconds). A task that runs when the run ends has a line
// then, which perf would not print; a task on its CPU without a break from job to job has one line for these. The
// deviation is that of the mean, in percent of it, as perf has it. Memory is O(tasks + CPUs).
#pragma once

#include <string>
#include <vector>

#include "analyzer/export/schedule_follower.hpp"
#include "analyzer/export/text_buffer.hpp"

namespace pinstack {

class TimehistWriter : public ScheduleFollower {
public:
    TimehistWriter(Sink& sink, const System& system, const Variant& variant, Instant watch_from);

private:
    struct Track {
        std::string label;  // "T0[10001]"
        Instant left{-1};   // its CPU; -1: never had one
        Instant ready;
        Instant on_since;
        Duration wait, delay;  // before on_since
        std::int64_t count = 0;
        Duration run, shortest, longest;
        double mean = 0, squares = 0;  // of Welford
        std::int64_t migrations = 0;
    };

    void task_woken(Instant at, std::int32_t task, CpuId cpu) override;
    void task_migrated(Instant at, std::int32_t task, CpuId from, CpuId to) override;
    void switched(Instant at, CpuId cpu, std::int32_t previous, OffReason reason, std::int32_t next) override;
    void ended(Instant at) override;

    void leaves(Instant at, CpuId cpu, Track& task);
    void write_summary(Instant end);

    TextBuffer out_;
    Instant begin_;
    std::vector<Track> tracks_;
    std::vector<Instant> idle_since_;  // of each CPU
    std::vector<Duration> idle_;
    std::int64_t switches_ = 0;
};

}  // namespace pinstack
