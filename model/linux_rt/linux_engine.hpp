// SPDX-License-Identifier: Apache-2.0
//
// The event loop around a modelled kernel. At each instant, in this order: ends of steps and completions, by CPU;
// wake-ups and releases, in file order; background edges; then schedule() and deliveries (kernel.hpp). Statistics and
// accounting look at the state when the instant is over, as in the idealised engine: what lasts no time does not count.
//
// A job whose predecessor is done after its release goes on where that one ran: clock_nanosleep() to an instant that is
// past returns at once.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "model/engine/instant_tree.hpp"
#include "model/engine/interval_reporter.hpp"
#include "model/engine/invariant.hpp"
#include "model/engine/job_recorder.hpp"
#include "model/engine/ledger.hpp"
#include "model/engine/release_cursor.hpp"
#include "model/linux_rt/kernel.hpp"

namespace pinstack::linux_rt {

template <bool kObserved>
class LinuxEngine {
public:
    LinuxEngine(const Plan& plan, Flavour flavour, Observer* observer)
        : plan_(plan),
          kernel_(plan, flavour),
          state_(kernel_.queues()),
          ledger_(plan),
          recorder_(plan),
          releases_(plan.tasks.size()),
          wake_ups_(plan.tasks.size()),
          edges_(static_cast<std::size_t>(plan.cpus)),
          edge_numbers_(static_cast<std::size_t>(plan.cpus), 0),
          cursors_(plan.tasks.size()),
          end_(plan.horizon.value_or(kNever)) {
        if constexpr (kObserved) reporter_.emplace(plan, *observer);
    }

    RunResult run();

private:
    // -- Events
    void advance_to(std::int64_t instant);
    void handle_step_ends();
    void handle_wake_ups();
    void handle_releases();
    void handle_edges();
    void set_edge(CpuId cpu);
    void step_ends(CpuId cpu);
    void wake_up(TaskIndex task);
    void release(TaskIndex task);

    // -- Jobs
    void begin_oldest(TaskIndex task);
    /// Returns whether the next job of the task is there already.
    bool complete(TaskIndex task);
    void suspend(TaskIndex task);
    void enter_step(TaskIndex task, CpuId cpu);
    void set_preemptible(CpuId cpu, bool preemptible, bool irqs_on);
    void leave_section(TaskIndex task);
    std::int64_t length_of_step(TaskIndex task) const {
        const PlanStep& step = state_.step_of(task);
        return step.varying < 0 ? step.length : draw_length(task, step);
    }
    std::int64_t draw_length(TaskIndex task, const PlanStep& step) const;

    void pin(TaskIndex task) {
        kernel_.pin(task);
        note_pin(task);
    }
    void note_pin(TaskIndex task) {
        ledger_.stacking().pinned(state_.job(task).pin);
        note_change(task);
    }
    void enter(TaskIndex task, JobState state) {
        recorder_.enter(task, state, state_.now());
        note_change(task);
    }
    void note_change(TaskIndex task) {
        if (is_watched()) reporter_->changed(task);
    }
    bool is_watched() const {
        if constexpr (kObserved) return is_watched_;
        return false;
    }

    void conclude_instant();
    void note_moves();
    void settle_accounts();
    void begin_to_watch();
    void report_capacity(std::int64_t until);
    void report_unfinished(TaskIndex task);
    RunResult finish();

    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    const PlanTask& planned(TaskIndex task) const { return plan_.tasks[at(task)]; }

    struct Cursors {
        ReleaseCursor next;    ///< the next release event
        ReleaseCursor oldest;  ///< the oldest unfinished job; equals `next` in number where there is none
    };

    const Plan& plan_;
    Kernel kernel_;
    RunQueues& state_;
    Ledger<RunQueues> ledger_;
    JobRecorder recorder_;
    InstantTree releases_;
    InstantTree wake_ups_;
    InstantTree edges_;
    std::vector<std::int64_t> edge_numbers_;
    std::vector<Cursors> cursors_;
    std::int64_t end_;
    std::optional<IntervalReporter> reporter_;  // engaged iff kObserved
    bool is_watched_ = false;                   // its time has come
};

template <bool kObserved>
RunResult LinuxEngine<kObserved>::run() {
    for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan_.tasks.size()); ++task) {
        Cursors& cursors = cursors_[at(task)];
        cursors.next = cursors.oldest = ReleaseCursor::first(plan_, planned(task));
        releases_.set(task, cursors.next.release);
    }
    if (plan_.linux.edge_source) {
        for (CpuId cpu = 0; cpu < plan_.cpus; ++cpu) set_edge(cpu);
    }
    for (;;) {
        const std::int64_t work = std::min(std::min(state_.earliest_end(), wake_ups_.earliest()),
                                           std::min(releases_.earliest(), kernel_.next_delivery()));
        const std::int64_t next = std::min(work, edges_.earliest());
        // Edges go on for ever; a run that drains ends without them.
        if (work == kNever || next >= end_) break;
        advance_to(next);
        handle_step_ends();
        if (wake_ups_.earliest() == next) handle_wake_ups();
        if (releases_.earliest() == next) handle_releases();
        if (edges_.earliest() == next) handle_edges();
        kernel_.schedule_all();
        while (kernel_.next_delivery() <= next) {
            kernel_.deliver();
            kernel_.schedule_all();
        }
        conclude_instant();
    }
    if (end_ != kNever) {
        // What ends exactly at the horizon ends; nothing is released or dispatched there.
        advance_to(end_);
        handle_step_ends();
        handle_wake_ups();
    }
    return finish();
}

// -- Events -------------------------------------------------------------------------------------------------------

template <bool kObserved>
void LinuxEngine<kObserved>::advance_to(std::int64_t instant) {
    if constexpr (kObserved) {
        if (!is_watched_ && instant >= reporter_->watch_from()) begin_to_watch();
        if (is_watched_) report_capacity(instant);
    }
    ledger_.advance(instant - state_.now());
    kernel_.begin_instant(instant);
}

template <bool kObserved>
void LinuxEngine<kObserved>::handle_step_ends() {
    while (state_.earliest_end() == state_.now()) step_ends(state_.first_due_cpu());
}

template <bool kObserved>
void LinuxEngine<kObserved>::handle_wake_ups() {
    while (wake_ups_.earliest() == state_.now()) {
        const TaskIndex task = wake_ups_.first_at(state_.now());
        wake_ups_.set(task, kNever);
        wake_up(task);
    }
}

template <bool kObserved>
void LinuxEngine<kObserved>::handle_releases() {
    while (releases_.earliest() == state_.now()) {
        const TaskIndex task = releases_.first_at(state_.now());
        release(task);
        ReleaseCursor& next = cursors_[at(task)].next;
        next.advance(plan_, planned(task));
        releases_.set(task, next.release);
    }
}

template <bool kObserved>
void LinuxEngine<kObserved>::handle_edges() {
    while (edges_.earliest() == state_.now()) {
        const CpuId cpu = edges_.first_at(state_.now());
        set_edge(cpu);
        kernel_.edge(cpu);
    }
}

template <bool kObserved>
void LinuxEngine<kObserved>::set_edge(CpuId cpu) {
    const EdgeSource& source = *plan_.linux.edge_source;
    const auto number = static_cast<std::uint64_t>(edge_numbers_[at(cpu)]++);
    // The CPUs take turns within a period, as nothing keeps their timers in step.
    const __int128 due = __int128{source.period.ns} * cpu / plan_.cpus + __int128{source.period.ns} * number;
    const Duration jitter = plan_.random.jitter(source.jitter, static_cast<std::uint32_t>(cpu) | 0x8000'0000u, number);
    edges_.set(cpu, due < kTimeLimitNs ? static_cast<std::int64_t>(due) + jitter.ns : kNever);
}

template <bool kObserved>
void LinuxEngine<kObserved>::step_ends(CpuId cpu) {
    const TaskIndex task = state_.cpu(cpu).current;
    RunQueues::Job& job = state_.job(task);
    if (++job.step == planned(task).end_step) {
        if (!complete(task)) {
            kernel_.leave(cpu);
            return;
        }
        begin_oldest(task);
        recorder_.runs(task, state_.now());
        state_.set_end(cpu, state_.now() + job.remaining);
        kernel_.go_on(cpu);
        return set_preemptible(cpu, true, true);
    }
    leave_section(task);
    if (plan_.steps[job.step].suspends) {
        suspend(task);
        kernel_.leave(cpu);
        return;
    }
    enter_step(task, cpu);
}

/// The current task begins its step, being on the CPU.
template <bool kObserved>
void LinuxEngine<kObserved>::enter_step(TaskIndex task, CpuId cpu) {
    RunQueues::Job& job = state_.job(task);
    const PlanStep& step = plan_.steps[job.step];
    job.has_begun_step = true;
    state_.set_end(cpu, state_.now() + length_of_step(task));
    if (step.migrate_disabled && job.pin == kNoCpu) pin(task);
    note_change(task);
    set_preemptible(cpu, !step.non_preemptible, !step.irqs_off);
}

/// Between two plain steps a task does not look at the flags of its CPU: it computes.
template <bool kObserved>
void LinuxEngine<kObserved>::set_preemptible(CpuId cpu, bool preemptible, bool irqs_on) {
    const RunQueues::Cpu& it = state_.cpu(cpu);
    const bool enables = (it.non_preemptible && preemptible) || (it.irqs_off && irqs_on);
    state_.set_sections(cpu, !preemptible, !irqs_on);
    if (enables) kernel_.preemption_point(cpu);
}

/// Leaves the sections that the step now reached is not in.
template <bool kObserved>
void LinuxEngine<kObserved>::leave_section(TaskIndex task) {
    const RunQueues::Job& job = state_.job(task);
    if (job.pin == kNoCpu || (job.step < planned(task).end_step && plan_.steps[job.step].migrate_disabled)) return;
    ledger_.stacking().unpinned(job.pin);
    kernel_.migrate_enable(task);
    note_change(task);
}

template <bool kObserved>
void LinuxEngine<kObserved>::wake_up(TaskIndex task) {
    RunQueues::Job& job = state_.job(task);
    if (++job.step == planned(task).end_step) {
        if (complete(task)) {
            begin_oldest(task);
            kernel_.wake(task);
        }
        return;
    }
    leave_section(task);
    if (plan_.steps[job.step].suspends) {
        suspend(task);
        return;
    }
    enter(task, JobState::interference);
    job.remaining = length_of_step(task);
    // Inside a section that goes on, it is in that section already.
    job.has_begun_step = job.pin != kNoCpu && !plan_.steps[job.step].non_preemptible;
    kernel_.wake(task);
}

template <bool kObserved>
void LinuxEngine<kObserved>::release(TaskIndex task) {
    const Cursors& cursors = cursors_[at(task)];
    recorder_.released(task);
    if (is_watched()) {
        reporter_->observer().released({state_.now()}, reporter_->id(task, cursors.next.number),
                                       {cursors.next.due + planned(task).deadline});
    }
    if (cursors.oldest.number != cursors.next.number) return;
    begin_oldest(task);
    kernel_.wake(task);
}

// -- Jobs ---------------------------------------------------------------------------------------------------------

template <bool kObserved>
void LinuxEngine<kObserved>::begin_oldest(TaskIndex task) {
    const ReleaseCursor& oldest = cursors_[at(task)].oldest;
    RunQueues::Job& job = state_.job(task);
    job.step = planned(task).first_step;
    recorder_.begins(task, oldest, state_.now());
    if (is_watched()) reporter_->begins(task, oldest, state_.now());
    job.remaining = length_of_step(task);
    job.has_begun_step = false;
}

template <bool kObserved>
bool LinuxEngine<kObserved>::complete(TaskIndex task) {
    Cursors& cursors = cursors_[at(task)];
    leave_section(task);
    const bool missed = recorder_.completed(task, cursors.oldest, state_.now());
    if (is_watched()) {
        reporter_->close(task, state_.now());
        reporter_->observer().completed({state_.now()}, reporter_->id(task, cursors.oldest.number), missed);
    }
    cursors.oldest.advance(plan_, planned(task));
    return cursors.oldest.number < cursors.next.number;
}

template <bool kObserved>
void LinuxEngine<kObserved>::suspend(TaskIndex task) {
    const RunQueues::Job& job = state_.job(task);
    if (plan_.steps[job.step].migrate_disabled && job.pin == kNoCpu) pin(task);
    enter(task, JobState::suspended);
    wake_ups_.set(task, state_.now() + length_of_step(task));
}

template <bool kObserved>
std::int64_t LinuxEngine<kObserved>::draw_length(TaskIndex task, const PlanStep& step) const {
    const VaryingStep& varying = plan_.varying[at(step.varying)];
    return plan_.random
        .draw(varying.time, Stream::run_time, planned(task).file_index, cursors_[at(task)].oldest.number,
              varying.operation)
        .ns;
}

// -- What the instant came to -------------------------------------------------------------------------------------

template <bool kObserved>
void LinuxEngine<kObserved>::conclude_instant() {
    for (const TaskIndex task : kernel_.pins_made()) note_pin(task);
    if (!kernel_.touched().empty()) note_moves();
    if (state_.take_changed()) settle_accounts();
    ledger_.stacking().note_depths();
    if (is_watched()) reporter_->settle(state_, [this](TaskIndex task) { return recorder_.state(task); });
}

template <bool kObserved>
void LinuxEngine<kObserved>::note_moves() {
    const std::int64_t now = state_.now();
    for (const CpuId cpu : kernel_.touched()) {
        const TaskIndex before = kernel_.ran_before(cpu);
        if (before != kNoTask && recorder_.state(before) == JobState::running && state_.job(before).on == kNoCpu) {
            recorder_.preempted(before, now);
            note_change(before);
        }
        const TaskIndex task = state_.cpu(cpu).current;
        if (task == kNoTask) continue;
        RunQueues::Job& job = state_.job(task);
        if (recorder_.state(task) != JobState::running) recorder_.runs(task, now);
        if (job.last_ran != kNoCpu && job.last_ran != cpu) recorder_.migrated(task);
        job.last_ran = cpu;
        note_change(task);
    }
}

template <bool kObserved>
void LinuxEngine<kObserved>::settle_accounts() {
    ledger_.after_dispatch(
        state_, state_.is_contested(), [](CpuId) { return false; },
        [this](TaskIndex task, JobState state) {
            if (recorder_.state(task) != state) enter(task, state);
        });
    state_.for_each_served([this](Urgency job) {
        if (recorder_.state(job.task) != JobState::overhead) enter(job.task, JobState::overhead);
    });
}

// -- Results ------------------------------------------------------------------------------------------------------

template <bool kObserved>
void LinuxEngine<kObserved>::begin_to_watch() {
    is_watched_ = true;
    for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan_.tasks.size()); ++task) {
        const Cursors& cursors = cursors_[at(task)];
        if (cursors.oldest.number == cursors.next.number) continue;
        reporter_->goes_on(task, cursors.oldest.number, state_, recorder_.state(task));
    }
}

template <bool kObserved>
void LinuxEngine<kObserved>::report_capacity(std::int64_t until) {
    const std::int64_t from = std::max(state_.now(), reporter_->watch_from());
    if (until == from) return;
    const auto& counts = ledger_.counts();
    CapacityInterval interval;
    interval.from = {from};
    interval.to = {until};
    interval.inversion = counts.inversion_np + counts.inversion_pin;
    interval.running = counts.useful + interval.inversion;
    interval.overhead = counts.overhead;
    interval.stacking_loss = counts.stacking_loss;
    interval.affinity_loss = counts.affinity_loss;
    interval.balancing_loss = counts.balancing_loss;
    interval.idle = counts.idle;
    interval.depth = ledger_.stacking().depth();
    interval.lost_to_stack = ledger_.stacking().charges();
    reporter_->observer().capacity_interval(interval);
}

template <bool kObserved>
void LinuxEngine<kObserved>::report_unfinished(TaskIndex task) {
    reporter_->close(task, state_.now());
    const Cursors& cursors = cursors_[at(task)];
    ReleaseCursor queued = cursors.oldest;
    for (queued.advance(plan_, planned(task)); queued.number < cursors.next.number;
         queued.advance(plan_, planned(task))) {
        reporter_->queued(task, queued, state_.now());
    }
}

template <bool kObserved>
RunResult LinuxEngine<kObserved>::finish() {
    const std::int64_t end = state_.now();
    for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan_.tasks.size()); ++task) {
        const Cursors& cursors = cursors_[at(task)];
        if (cursors.oldest.number == cursors.next.number) continue;
        if (end_ == kNever) invariant_broken("the run drained, but jobs are unfinished");
        if (is_watched()) report_unfinished(task);
        recorder_.unfinished(task, cursors.oldest, cursors.next, end);
    }
    RunResult result;
    result.span = {end};
    result.capacity = ledger_.split();
    result.capacity.total = end * plan_.cpus;
    const CapacitySplit& c = result.capacity;
    if (c.useful + c.inversion() + c.overhead + c.lost() + c.idle != c.total) {
        invariant_broken(fmt::format("the capacity of {} CPUs over {} ns does not add up", plan_.cpus, end));
    }
    result.stacking = ledger_.stacking().finish(end);
    result.tasks = recorder_.take_results();
    result.first_miss = recorder_.first_miss();
    result.findings = kernel_.take_findings();
    result.jobs = recorder_.take_jobs();
    return result;
}

}  // namespace pinstack::linux_rt
