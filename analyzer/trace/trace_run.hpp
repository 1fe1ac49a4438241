// SPDX-License-Identifier: Apache-2.0
//
// What a trace shows of a run: who ran where and who waited, what was lost to stacking, sections, latencies.
// docs/traces.md defines every figure.
//
// A trace shows less than a simulation: it has no masks, no deadlines, and not everything that happened in it. What it
// does not show is unknown, and is never counted as a loss: every loss is what the trace proves, and at most what it
// was. All instants are those of the trace's clock.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/run/timeline.hpp"
#include "analyzer/trace/thread_table.hpp"
#include "analyzer/trace/trace_input.hpp"
#include "model/engine/duration_statistics.hpp"
#include "model/engine/observer.hpp"

namespace pinstack {

/// Is a thread pinned, that is, inside migrate_disable()?
enum class Pin : std::uint8_t { unknown, no, yes };

enum class ThreadState : std::uint8_t {
    unknown,
    running,
    waiting,  ///< runnable, on no CPU
    sleeping,
};

/// A maximal interval in which a thread stayed in one state on one CPU. Of tasks: running, waiting, and sleeping while
/// pinned. Of other threads: running.
struct TraceInterval {
    Instant from;
    Instant to;  ///< > from
    ThreadId thread = kNoThread;
    CpuId cpu = kNoCpu;  ///< runs there, or is on its run queue
    ThreadState state = ThreadState::running;
    Pin pin = Pin::unknown;  ///< of running: as the last event said
};

/// CPU time of the CPUs looked at.
/// Invariant: task + other + idle + stacking_loss + unpinned_loss + unclear_loss + unknown = total.
struct TraceCapacity {
    std::int64_t task = 0;           ///< runs a task
    std::int64_t other = 0;          ///< runs another thread
    std::int64_t stacking_loss = 0;  ///< idle, while a task waits that is pinned
    std::int64_t unpinned_loss = 0;  ///< idle, while a task waits that is not: not yet moved, or its mask forbids it
    std::int64_t unclear_loss = 0;   ///< idle, while a task waits of which the trace does not say whether it is pinned
    std::int64_t idle = 0;           ///< idle, and no task is known to wait for it
    std::int64_t unknown = 0;        ///< before its first event, and where events are missing
    std::int64_t total = 0;

    std::int64_t lost() const { return stacking_loss + unpinned_loss + unclear_loss; }
    friend bool operator==(const TraceCapacity&, const TraceCapacity&) = default;
};

/// Of one CPU. Its idle time is not divided: losses are of the machine.
struct CpuTime {
    CpuId cpu = kNoCpu;
    std::int64_t task = 0, other = 0, idle = 0, unknown = 0;
};

/// What ran on a CPU in it is not known.
struct UnknownTime {
    CpuId cpu = kNoCpu;
    Instant from, to;
};

/// Idle while overloaded, in the three ways of SchedViz, over all threads. A CPU is overloaded while it runs a thread
/// and another one waits for it.
struct IdleWhileOverloaded {
    std::int64_t wall = 0;        ///< time in which a CPU idled while another one was overloaded
    std::int64_t per_cpu = 0;     ///< integral of min(idle CPUs, overloaded CPUs)
    std::int64_t per_thread = 0;  ///< integral of min(idle CPUs, threads that wait for overloaded CPUs)
};

/// Lengths of which the trace shows bounds: from the first to the last event inside, and from the last event before to
/// the first one after. Marks show them exactly: then the two are the same.
struct BoundedLengths {
    DurationStatistics at_least, at_most;
    std::uint64_t unbounded = 0;  ///< seen inside, and not before or not after
};

/// Migrate-disabled (or non-preemptible) in one job of a task.
struct TraceSection {
    std::uint32_t job = 0;  ///< TraceJob::number
    bool non_preemptible = false;
    /// In CPU time of the thread from the start of the job: the section began in {begin_min..begin}, and ended in
    /// {end..end_max}.
    Duration begin_min, begin, end, end_max;
};

/// From a release to a sleep, or as marks say.
struct TraceJob {
    std::uint32_t number = 0;  ///< of the task, from 0; not all are seen whole
    Instant release;
    Instant start;
    Instant finish;
    Duration run;  ///< CPU time
};

struct TraceTask {
    ThreadId thread = kNoThread;
    std::string name;  ///< unique: "T1", or "worker-1234" where several have that name
    std::int32_t pid = 0;
    int priority = 0;  ///< Linux's, 1..99; 0 = of the fair class; 100 = SCHED_DEADLINE; that at which it ran longest
    bool is_kernel = false;
    bool has_job_marks = false;
    std::vector<CpuId> cpus;  ///< it ran there, ascending
    CpuId first_cpu = kNoCpu;

    std::uint64_t wakeups = 0, preemptions = 0, migrations = 0;
    std::uint64_t unknown = 0;  ///< how often its state was lost from sight
    Duration running, waiting, waiting_pinned;
    Duration stacking_loss, unpinned_loss, unclear_loss;  ///< of its waiting: while a CPU idled for it
    DurationStatistics latency;                           ///< wake-up to running
    DurationStatistics run, response, period;             ///< of complete jobs; between releases in sight of each other
    BoundedLengths sections;                              ///< migrate-disabled, in CPU time
    std::uint64_t np_sections = 0;                        ///< marks only
    std::uint64_t jobs_total = 0;                         ///< seen from their release to their end
    std::vector<TraceJob> jobs;                           ///< the first of them
    std::vector<TraceSection> section_list;               ///< the first ones in them
};

struct TraceRun {
    std::string file;
    TraceInput input;
    Window window;                   ///< what was accounted for
    std::vector<CpuId> cpus;         ///< looked at, ascending
    std::vector<CpuId> silent_cpus;  ///< of which there is no event: taken for idle
    std::uint64_t doubts = 0;  ///< places where what ran on a CPU is lost: lost events, or a switch that is missing
    ThreadTable threads;
    std::vector<TraceTask> tasks;  ///< by priority, then name
    TraceCapacity capacity;
    std::vector<CpuTime> by_cpu;       ///< of each of `cpus`
    std::vector<UnknownTime> unknown;  ///< of the CPUs looked at, each > 0; by their end
    IdleWhileOverloaded overloaded;
    Stacking stacking;                     ///< tasks in it are places in `tasks`
    std::vector<TraceInterval> intervals;  ///< ascending by start, then CPU
    bool intervals_cut = false;            ///< there were more
};

}  // namespace pinstack
