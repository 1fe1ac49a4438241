// SPDX-License-Identifier: Apache-2.0
//
// RT throttling: sched_rt_runtime_us and sched_rt_period_us, as update_curr_rt(), sched_rt_runtime_exceeded(),
// start_rt_bandwidth() and do_sched_rt_period_timer() of kernel/sched/rt.c have it (read in 5.10, and as 6.12 removed it;
// without RT_GROUP_SCHED and RT_RUNTIME_SHARE). It keeps the times; Kernel asks it, and reschedules.
//
// rt_time of a CPU is the time for which a task was current there: what it ran, spun and reloaded, and the kernel's work
// in between (clock_task without IRQ_TIME_ACCOUNTING; as a slice of SCHED_RR counts it). Neither the push stopper nor
// work on a CPU without a task counts. A CPU whose rt_time reaches the runtime is throttled from that very instant, if a
// task is queued there then or when one is to be picked (the kernel finds out at its next tick or schedule()). From
// then on schedule() finds no task there; what is current goes on to the end of its non-preemptible section, and
// rt_time grows beyond the runtime. Nothing else changes: queued tasks stay queued, and cpupri, highest_prio and the
// list of pushable tasks are as before (dequeue_top_rt_rq() touches none of them). So to wake-ups, pushes and pulls a
// throttled CPU looks as urgent as what is queued there, and its tasks cannot be pulled while it idles, because no task
// may be pulled that is more urgent than the current one, which is the idle task.
//
// One timer for all CPUs ends a period. At each end rt_time of every CPU falls by the runtime, at most to 0, and a
// throttled CPU below the runtime is so no more: its schedule() is asked for. The timer runs on the CPU that did the
// wake-up which started it; where interrupts are off there it is late, and makes up for the periods that it missed. It
// stops at an end with all rt_time 0 and no task queued anywhere, and starts with the next wake-up: at once, if the end
// that was due next has passed (a new period begins with the wake-up), else at that end. The first period begins with the
// first wake-up.
//
// Ties: at one instant the end of the period comes before the exhaustion of a runtime; both come after the slices of
// SCHED_RR, before schedule().
//
// Left out: ticks as the instants at which the kernel looks; the superfluous schedule() of a CPU whose rt_time is 0 at the
// end of a period; the interrupt's own time.
//
// O(CPUs) at each instant of a run that has it.
#pragma once

#include <cstdint>
#include <vector>

#include "model/engine/run_result.hpp"
#include "model/linux_rt/run_queues.hpp"

namespace pinstack::linux_rt {

class Throttling {
public:
    Throttling(const RtThrottling& limits, RunQueues<false>& queues);

    /// A task is about to be queued, at the hands of the CPU that executes.
    void start_timer(CpuId executing);
    /// `length` ns have passed in the state in which the queues are.
    void advance(std::int64_t length);
    /// The next end of a period that is not late, and the next exhaustion.
    std::int64_t next() const;

    bool is_period_over() const { return is_timer_armed_ && end_of_period_ <= queues_.now(); }
    CpuId timer_cpu() const { return timer_cpu_; }
    /// The timer's interrupt is held back until end_period().
    void hold_timer() { is_timer_armed_ = false; }
    /// `f(CpuId)` of each CPU that is not throttled any more and has tasks queued.
    template <class F>
    void end_period(F&& f);
    /// `f(CpuId)` of each CPU that is throttled because its runtime has run out at this instant.
    template <class F>
    void throttle_exhausted(F&& f);
    /// Asked before a task is picked: shall none be?
    bool bars(CpuId cpu);
    /// Is there a task that only the end of a period can bring back to its CPU?
    bool is_awaited() const;

    ThrottlingResult result() const;

private:
    struct Share {
        std::int64_t rt_time = 0;
        std::int64_t throttled_at = 0;  ///< if the CPU is throttled
        bool ran_out = false;           ///< at this instant
    };

    static std::size_t at(CpuId cpu) { return static_cast<std::uint32_t>(cpu); }
    bool is_queued(CpuId cpu) const { return queues_.first(cpu) != kNoTask; }
    void throttle(CpuId cpu);
    void release(CpuId cpu);
    /// Takes the runtimes of the periods that are over; stops the timer if there is nothing to do.
    void replenish();

    std::int64_t runtime_;
    std::int64_t period_;
    RunQueues<false>& queues_;
    std::vector<Share> shares_;  // by CPU
    std::vector<CpuId> released_;
    std::int64_t end_of_period_ = 0;
    bool is_timer_active_ = false;
    bool is_timer_armed_ = false;
    bool has_run_out_ = false;  // any share
    CpuId timer_cpu_ = 0;
    ThrottlingResult result_;
};

template <class F>
void Throttling::end_period(F&& f) {
    replenish();
    for (const CpuId cpu : released_) f(cpu);
}

template <class F>
void Throttling::throttle_exhausted(F&& f) {
    if (!has_run_out_) return;
    has_run_out_ = false;
    for (CpuId cpu = 0; cpu < queues_.cpus(); ++cpu) {
        Share& share = shares_[at(cpu)];
        if (!share.ran_out) continue;
        share.ran_out = false;
        if (share.rt_time < runtime_ || !is_queued(cpu) || queues_.cpu(cpu).is_throttled) continue;
        throttle(cpu);
        f(cpu);
    }
}

}  // namespace pinstack::linux_rt
