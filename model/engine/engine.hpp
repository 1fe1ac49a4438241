// SPDX-License-Identifier: Apache-2.0
//
// The event loop. At each instant, in this order (DESIGN section 4): segment ends and completions, wake-ups,
// releases, then one dispatch. Compiled once per balancer, and again without a trace of observation.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include "model/engine/balancing.hpp"
#include "model/engine/dispatch_state.hpp"
#include "model/engine/instant_tree.hpp"
#include "model/engine/interval_reporter.hpp"
#include "model/engine/invariant.hpp"
#include "model/engine/job_recorder.hpp"
#include "model/engine/ledger.hpp"
#include "model/engine/release_cursor.hpp"

namespace pinstack {

template <class Balancer, bool kObserved>
class Engine {
public:
    Engine(const Plan& plan, Observer* observer)
        : plan_(plan),
          balancer_(plan),
          state_(plan),
          ledger_(plan),
          recorder_(plan),
          releases_(plan.tasks.size()),
          wake_ups_(plan.tasks.size()),
          cursors_(plan.tasks.size()),
          end_(plan.horizon.value_or(kNever)) {
        if constexpr (kObserved) reporter_.emplace(plan, *observer);
    }

    RunResult run();

private:
    // -- Events -------------------------------------------------------------------------------------------------
    void advance_to(std::int64_t instant);
    void handle_step_ends();
    void handle_wake_ups();
    void handle_releases();
    void step_ends(CpuId cpu);
    void wake_up(TaskIndex task);
    void release(TaskIndex task);

    // -- Jobs ---------------------------------------------------------------------------------------------------
    void begin_oldest(TaskIndex task);
    void complete(TaskIndex task);
    void suspend(TaskIndex task);
    void make_ready(TaskIndex task);
    std::int64_t length_of_step(TaskIndex task) const;

    // -- Pins and states, with their witnesses ------------------------------------------------------------------
    void pin(TaskIndex task, CpuId cpu) {
        state_.pin(task, cpu);
        ledger_.stacking().pinned(cpu);
        note_change(task);
    }
    void unpin(TaskIndex task) {
        ledger_.stacking().unpinned(state_.job(task).pin);
        state_.unpin(task);
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

    void dispatch();
    void conclude_dispatch();
    void begin_to_watch();
    void report_capacity(std::int64_t until);
    void report_unfinished(TaskIndex task);
    RunResult finish();

    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    const PlanTask& planned(TaskIndex task) const { return plan_.tasks[at(task)]; }

    struct alignas(64) Cursors {
        ReleaseCursor next;    ///< the next release event
        ReleaseCursor oldest;  ///< the oldest unfinished job; equals `next` in number where there is none
        bool has_run = false;  ///< the task
    };

    const Plan& plan_;
    Balancer balancer_;
    DispatchState state_;
    Ledger<DispatchState> ledger_;
    JobRecorder recorder_;
    InstantTree releases_;
    InstantTree wake_ups_;
    std::vector<Cursors> cursors_;
    std::int64_t end_;
    std::optional<IntervalReporter> reporter_;  // engaged iff kObserved
    bool is_watched_ = false;                   // its time has come
};

template <class Balancer, bool kObserved>
RunResult Engine<Balancer, kObserved>::run() {
    for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan_.tasks.size()); ++task) {
        Cursors& cursors = cursors_[at(task)];
        cursors.next = cursors.oldest = ReleaseCursor::first(plan_, planned(task));
        releases_.set(task, cursors.next.release);
        state_.job(task).key = task;
    }
    for (;;) {
        const std::int64_t next = std::min({state_.earliest_end(), wake_ups_.earliest(), releases_.earliest()});
        if (next >= end_) break;
        advance_to(next);
        handle_step_ends();
        handle_wake_ups();
        handle_releases();
        dispatch();
    }
    if (end_ != kNever) {
        // What ends exactly at the horizon ends; nothing is released or dispatched there.
        advance_to(end_);
        handle_step_ends();
        handle_wake_ups();
    }
    return finish();
}

// -- Events -----------------------------------------------------------------------------------------------------

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::advance_to(std::int64_t instant) {
    if constexpr (kObserved) {
        if (!is_watched_ && instant >= reporter_->watch_from()) begin_to_watch();
        if (is_watched_) report_capacity(instant);
    }
    ledger_.advance(instant - state_.now());
    state_.set_now(instant);
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::handle_step_ends() {
    while (state_.earliest_end() == state_.now()) step_ends(state_.first_due_cpu());
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::handle_wake_ups() {
    while (wake_ups_.earliest() == state_.now()) {
        const TaskIndex task = wake_ups_.first_at(state_.now());
        wake_ups_.set(task, kNever);
        wake_up(task);
    }
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::handle_releases() {
    while (releases_.earliest() == state_.now()) {
        const TaskIndex task = releases_.first_at(state_.now());
        release(task);
        ReleaseCursor& next = cursors_[at(task)].next;
        next.advance(plan_, planned(task));
        releases_.set(task, next.release);
    }
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::step_ends(CpuId cpu) {
    const TaskIndex task = state_.running(cpu).task;
    DispatchState::Job& job = state_.job(task);
    if (++job.step == planned(task).end_step) {
        state_.lift(cpu);
        state_.set_end(cpu, kNever);
        complete(task);
        return;
    }
    const PlanStep& next = plan_.steps[job.step];
    if (!next.migrate_disabled && job.pin != kNoCpu) unpin(task);
    if (next.suspends) {
        state_.lift(cpu);
        state_.set_end(cpu, kNever);
        suspend(task);
        return;
    }
    state_.set_end(cpu, state_.now() + length_of_step(task));
    state_.set_non_preemptible(cpu, next.non_preemptible);
    if (next.migrate_disabled && job.pin == kNoCpu) {
        if constexpr (Balancer::kPinsAtDispatch) {
            state_.touch(cpu);
        } else {
            pin(task, cpu);
        }
    }
    note_change(task);
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::wake_up(TaskIndex task) {
    DispatchState::Job& job = state_.job(task);
    if (++job.step == planned(task).end_step) {
        complete(task);
        return;
    }
    const PlanStep& next = plan_.steps[job.step];
    if (!next.migrate_disabled && job.pin != kNoCpu) unpin(task);
    if (next.suspends) {
        suspend(task);
        return;
    }
    enter(task, JobState::interference);
    make_ready(task);
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::release(TaskIndex task) {
    const Cursors& cursors = cursors_[at(task)];
    recorder_.released(task);
    if (is_watched()) {
        reporter_->observer().released({state_.now()}, reporter_->id(task, cursors.next.number),
                                       {cursors.next.due + planned(task).deadline});
    }
    if (cursors.oldest.number == cursors.next.number) begin_oldest(task);
}

// -- Jobs -------------------------------------------------------------------------------------------------------

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::begin_oldest(TaskIndex task) {
    const ReleaseCursor& oldest = cursors_[at(task)].oldest;
    DispatchState::Job& job = state_.job(task);
    job.step = planned(task).first_step;
    if (plan_.order == Order::edf) job.key = oldest.due + planned(task).deadline;
    recorder_.begins(task, oldest, state_.now());
    if (is_watched()) reporter_->begins(task, oldest, state_.now());
    make_ready(task);
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::make_ready(TaskIndex task) {
    DispatchState::Job& job = state_.job(task);
    job.remaining = length_of_step(task);
    job.fresh_at = state_.now();
    state_.enqueue(task);
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::suspend(TaskIndex task) {
    DispatchState::Job& job = state_.job(task);
    // A section that begins with a suspension pins where the job stands: no dispatch will come before it sleeps.
    if (plan_.steps[job.step].migrate_disabled && job.pin == kNoCpu) pin(task, job.last_cpu);
    enter(task, JobState::suspended);
    wake_ups_.set(task, state_.now() + length_of_step(task));
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::complete(TaskIndex task) {
    Cursors& cursors = cursors_[at(task)];
    if (state_.is_pinned(task)) unpin(task);
    const bool missed = recorder_.completed(task, cursors.oldest, state_.now());
    if (is_watched()) {
        reporter_->close(task, state_.now());
        reporter_->observer().completed({state_.now()}, reporter_->id(task, cursors.oldest.number), missed);
    }
    cursors.oldest.advance(plan_, planned(task));
    if (cursors.oldest.number < cursors.next.number) begin_oldest(task);
}

template <class Balancer, bool kObserved>
std::int64_t Engine<Balancer, kObserved>::length_of_step(TaskIndex task) const {
    const PlanStep& step = state_.step_of(task);
    if (step.varying < 0) [[likely]]
        return step.length;
    const VaryingStep& varying = plan_.varying[at(step.varying)];
    return plan_.random
        .draw(varying.time, Stream::run_time, planned(task).file_index, cursors_[at(task)].oldest.number,
              varying.operation)
        .ns;
}

// -- Dispatch ---------------------------------------------------------------------------------------------------

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::dispatch() {
    bool is_contested = state_.is_contested();
    if (is_contested || balancer_.needs_dispatch(state_)) {
        balancer_.dispatch(state_);
        is_contested = state_.is_contested();
    }
    conclude_dispatch();
    ledger_.after_dispatch(
        state_, is_contested, [this](CpuId cpu) { return balancer_.is_protected(state_, cpu); },
        [this](TaskIndex task, JobState state) {
            if (recorder_.state(task) != state) enter(task, state);
        });
    state_.clear_touched();
    ledger_.stacking().note_depths();
    if (is_watched()) reporter_->settle(state_, [this](TaskIndex task) { return recorder_.state(task); });
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::conclude_dispatch() {
    const std::int64_t now = state_.now();
    for (CpuId cpu : state_.touched_cpus()) {
        const Urgency before = state_.ran_before(cpu);
        if (before.task != kIdle.task && state_.job(before.task).on == kNoCpu &&
            recorder_.state(before.task) == JobState::running) {
            recorder_.preempted(before.task, now);
            note_change(before.task);
        }
        state_.settle(cpu);
        if (state_.is_idle(cpu)) continue;
        const TaskIndex task = state_.running(cpu).task;
        DispatchState::Job& job = state_.job(task);
        if (recorder_.state(task) != JobState::running) recorder_.runs(task, now);
        bool& has_run = cursors_[at(task)].has_run;
        if (job.last_cpu != cpu && has_run) recorder_.migrated(task);
        job.last_cpu = cpu;
        has_run = true;
        const PlanStep& step = plan_.steps[job.step];
        if (step.migrate_disabled && job.pin == kNoCpu) pin(task, cpu);
        state_.set_non_preemptible(cpu, step.non_preemptible);
        note_change(task);
    }
}

// -- Results ----------------------------------------------------------------------------------------------------

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::begin_to_watch() {
    is_watched_ = true;
    for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan_.tasks.size()); ++task) {
        const Cursors& cursors = cursors_[at(task)];
        if (cursors.oldest.number == cursors.next.number) continue;
        reporter_->goes_on(task, cursors.oldest.number, state_, recorder_.state(task));
    }
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::report_capacity(std::int64_t until) {
    const std::int64_t from = std::max(state_.now(), reporter_->watch_from());
    if (until == from) return;
    const auto& counts = ledger_.counts();
    CapacityInterval interval;
    interval.from = {from};
    interval.to = {until};
    interval.inversion = counts.inversion_np + counts.inversion_pin;
    interval.running = counts.useful + interval.inversion;
    interval.stacking_loss = counts.stacking_loss;
    interval.affinity_loss = counts.affinity_loss;
    interval.balancing_loss = counts.balancing_loss;
    interval.idle = counts.idle;
    interval.depth = ledger_.stacking().depth();
    interval.lost_to_stack = ledger_.stacking().charges();
    reporter_->observer().capacity_interval(interval);
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::report_unfinished(TaskIndex task) {
    reporter_->close(task, state_.now());
    const Cursors& cursors = cursors_[at(task)];
    ReleaseCursor queued = cursors.oldest;
    for (queued.advance(plan_, planned(task)); queued.number < cursors.next.number;
         queued.advance(plan_, planned(task))) {
        reporter_->queued(task, queued, state_.now());
    }
}

template <class Balancer, bool kObserved>
RunResult Engine<Balancer, kObserved>::finish() {
    const std::int64_t end = state_.now();
    if (end_ == kNever && state_.waiting().size() != 0) invariant_broken("the run drained, but jobs still wait");
    for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan_.tasks.size()); ++task) {
        const Cursors& cursors = cursors_[at(task)];
        if (cursors.oldest.number == cursors.next.number) continue;
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
    result.jobs = recorder_.take_jobs();
    return result;
}

template <class Balancer>
RunResult run_engine(const Plan& plan, Observer* observer) {
    if (observer != nullptr) return Engine<Balancer, true>(plan, observer).run();
    return Engine<Balancer, false>(plan, nullptr).run();
}

}  // namespace pinstack
