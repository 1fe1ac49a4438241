// SPDX-License-Identifier: Apache-2.0
//
// The first reading of a trace finds out what has to be known before the second one can account for anything:
//
// * where a CPU is lost from sight. That events are missing shows only when they are over, and all that was seen of
// other
//   CPUs meanwhile would have been accounted for wrongly. It shows by a notice, or by a switch that takes off another
//   thread than the last one put on, or by a thread that runs on two CPUs;
// * which threads are tasks: by the priority at which each ran longest, which a boost does not change;
// * what ran on each CPU first, the names that threads end up with, and who marks jobs and sections.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "analyzer/trace/thread_table.hpp"
#include "analyzer/trace/trace_reader.hpp"

namespace pinstack {

struct SurveyedThread {
    std::vector<std::pair<int, std::int64_t>> run_by_priority;  ///< the kernel's priority, ns
    bool marks_jobs = false;
    bool marks_sections = false;

    /// The priority at which it ran longest; of one that did not run, the first one seen.
    int base_priority() const;
};

struct SurveyedCpu {
    std::uint64_t events = 0;
    std::int32_t first_pid = 0;  ///< ran when its first event was recorded
    std::vector<std::uint64_t>
        gaps;  ///< lines of this CPU (0: its beginning) after which it is lost from sight until its next event
};

class TraceSurvey : public TraceSink {
public:
    void event(const TraceEvent& event) override;
    void lost(CpuId cpu) override;

    const ThreadTable& threads() const { return threads_; }
    const std::vector<SurveyedThread>& surveyed() const { return surveyed_; }
    const std::vector<SurveyedCpu>& cpus() const { return cpus_; }

private:
    struct Running {
        ThreadId thread = kNoThread;
        Instant since;
        std::uint64_t last_line = 0;
    };

    EventThreads resolve(const TraceEvent& event);
    void note_priority(ThreadId thread, int priority, std::int64_t ns);
    void switched(const TraceEvent& event, const EventThreads& threads);
    /// The thread runs on this CPU now: where else it seemed to run, something is missing.
    void note_place(ThreadId thread, CpuId cpu);
    void note_gap(CpuId cpu);
    void make_room(CpuId cpu);

    ThreadTable threads_;
    std::vector<SurveyedThread> surveyed_;
    std::vector<SurveyedCpu> cpus_;
    std::vector<Running> running_;  // of each CPU
    std::vector<CpuId> runs_on_;    // of each thread; kNoCpu = not known to run
};

}  // namespace pinstack
