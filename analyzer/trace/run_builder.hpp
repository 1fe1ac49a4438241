// SPDX-License-Identifier: Apache-2.0
//
// The second reading: the state of every CPU and thread, event by event, and from it a TraceRun. docs/traces.md has the
// rules; in short:
//
// * What runs on a CPU is known from its first event, or from the beginning where the header shows that nothing is
// missing,
//   except in the gaps that the survey found.
// * A thread is known from its first switch or wake-up. In a gap of any CPU, what runs or waits there is lost from
// sight,
//   and so is every waiting thread that is not pinned: it may have been moved there.
// * Whether a waiting or sleeping thread is pinned shows at the switch that took it off, and cannot change before it
// runs.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/trace/loss_account.hpp"
#include "analyzer/trace/task_recorder.hpp"
#include "analyzer/trace/trace_reader.hpp"
#include "analyzer/trace/trace_run.hpp"
#include "analyzer/trace/trace_survey.hpp"

namespace pinstack {

class RunBuilder : public TraceSink {
public:
    /// `run` has window, cpus, silent_cpus, input and tasks; `task_of` says which task a thread is, or kNoTask. Both
    /// and the survey must outlive the builder.
    static constexpr std::uint32_t kNoTask = UINT32_MAX;
    RunBuilder(const TraceSurvey& survey, const std::vector<std::uint32_t>& task_of, TraceRun& run,
               std::size_t keep_jobs, std::size_t keep_intervals, std::size_t keep_episodes, Duration episode_gap);

    void event(const TraceEvent& event) override;
    void lost(CpuId) override {}  // the survey knows
    void finish();

private:
    struct Cpu {
        ThreadId thread = kNoThread;
        Instant unknown_since;
        bool in_doubt = false;     ///< in a gap
        std::size_t next_gap = 0;  ///< of SurveyedCpu::gaps
    };
    struct Thread {
        ThreadState state = ThreadState::unknown;
        CpuId cpu = kNoCpu;  ///< runs there; waits or was there
        Instant since;
        Pin pin = Pin::unknown;
        int priority = 0;
        std::uint32_t place = 0;  ///< in waiting_, while it waits
    };

    Cpu& at(CpuId cpu) { return cpus_[static_cast<std::size_t>(cpu)]; }
    std::uint32_t task_of(ThreadId thread) const { return thread < task_of_.size() ? task_of_[thread] : kNoTask; }
    bool is_task(ThreadId thread) const { return task_of(thread) != kNoTask; }
    Thread& state_of(ThreadId thread);

    void pass(Instant now);
    /// The first that is known of the CPU again.
    void see_running(CpuId cpu, ThreadId thread);
    void run_on(CpuId cpu, ThreadId thread);
    void keep_unknown(CpuId cpu);
    void switched(const TraceEvent& event, const EventThreads& threads);
    void woken(const TraceEvent& event, ThreadId thread);
    void moved(const TraceEvent& event, ThreadId thread);
    void note_depth(const TraceEvent& event);
    void enter_gap(CpuId cpu);
    void leave_gap(Cpu& cpu);

    /// The one way in which a thread changes. Closes its interval and begins another one.
    void change(ThreadId thread, ThreadState state, CpuId cpu, Pin pin);
    void leave_state(ThreadId thread, Thread& thread_state);
    void keep_interval(ThreadId thread, const Thread& thread_state);
    /// Nothing is known of the thread from now on.
    void lose_sight(ThreadId thread);
    /// It was elsewhere than where it seemed to be: the interval it seemed to be in is not known either.
    void take_back(ThreadId thread);

    const TraceSurvey& survey_;
    const std::vector<std::uint32_t>& task_of_;
    TraceRun& run_;
    std::size_t keep_intervals_;
    ThreadTable threads_;
    std::vector<Cpu> cpus_;
    std::vector<Thread> state_;
    std::vector<ThreadId> waiting_;
    std::vector<TaskRecorder> recorders_;  // of each task
    LossAccount account_;
    Instant now_;
    int cpus_in_doubt_ = 0, cpus_unknown_ = 0;  // of those that have events
};

}  // namespace pinstack
