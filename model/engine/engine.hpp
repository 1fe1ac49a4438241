// SPDX-License-Identifier: Apache-2.0
//
// The event loop of the idealised balancers. At each instant, in this order: segment ends and completions, wake-ups,
// releases, then one dispatch (DESIGN section 4). Compiled once per balancer, and again without a trace of observation.
#pragma once

#include <algorithm>
#include <cstdint>

#include "model/engine/balancing.hpp"
#include "model/engine/dispatch_state.hpp"
#include "model/engine/engine_base.hpp"

namespace pinstack {

template <class Balancer, bool kObserved>
class Engine : public EngineBase<Engine<Balancer, kObserved>, DispatchState, kObserved> {
public:
    Engine(const Plan& plan, Observer* observer) : Base(plan, observer), balancer_(plan), state_(plan) {
        for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan.tasks.size()); ++task) state_.job(task).key = task;
    }

    RunResult run();

private:
    using Base = EngineBase<Engine, DispatchState, kObserved>;
    friend Base;
    using Base::at, Base::plan_, Base::ledger_, Base::recorder_, Base::releases_, Base::wake_ups_, Base::end_;
    using Base::enter, Base::note_change, Base::planned, Base::length_of_step;

    // -- For EngineBase -----------------------------------------------------------------------------------------
    DispatchState& state() { return state_; }
    const DispatchState& state() const { return state_; }
    void move_to(std::int64_t now) { state_.set_now(now); }
    void step_ends(CpuId cpu);
    void wake_up(TaskIndex task);
    void becomes_ready(TaskIndex task);

    // -- Jobs ---------------------------------------------------------------------------------------------------
    void complete(TaskIndex task);
    void suspend(TaskIndex task);
    void make_ready(TaskIndex task);

    // -- Pins ---------------------------------------------------------------------------------------------------
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

    void dispatch();
    void conclude_dispatch();

    Balancer balancer_;
    DispatchState state_;
};

template <class Balancer, bool kObserved>
RunResult Engine<Balancer, kObserved>::run() {
    for (;;) {
        const std::int64_t next = std::min({state_.earliest_end(), wake_ups_.earliest(), releases_.earliest()});
        if (next >= end_) break;
        this->advance_to(next);
        this->handle_step_ends();
        this->handle_wake_ups();
        this->handle_releases();
        dispatch();
    }
    if (end_ != kNever) {
        // What ends exactly at the horizon ends; nothing is released or dispatched there.
        this->advance_to(end_);
        this->handle_step_ends();
        this->handle_wake_ups();
    }
    return this->finish();
}

// -- Events -----------------------------------------------------------------------------------------------------

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
void Engine<Balancer, kObserved>::becomes_ready(TaskIndex task) {
    if (plan_.order == Order::edf) state_.job(task).key = this->oldest(task).due + planned(task).deadline;
    make_ready(task);
}

// -- Jobs -------------------------------------------------------------------------------------------------------

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
    this->sleep(task);
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::complete(TaskIndex task) {
    if (state_.is_pinned(task)) unpin(task);
    if (!Base::complete(task)) return;
    this->begin_oldest(task);
    becomes_ready(task);
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
    this->account(is_contested, [this](CpuId cpu) { return balancer_.is_protected(state_, cpu); });
}

template <class Balancer, bool kObserved>
void Engine<Balancer, kObserved>::conclude_dispatch() {
    for (CpuId cpu : state_.touched_cpus()) {
        if (const Urgency before = state_.ran_before(cpu); before.task != kIdle.task) this->note_preemption(before.task);
        state_.settle(cpu);
        if (state_.is_idle(cpu)) continue;
        const TaskIndex task = state_.running(cpu).task;
        DispatchState::Job& job = state_.job(task);
        if (recorder_.state(task) != JobState::running) recorder_.runs(task, state_.now());
        if (job.last_cpu != cpu && job.has_run) recorder_.migrated(task);
        job.last_cpu = cpu;
        job.has_run = true;
        const PlanStep& step = plan_.steps[job.step];
        if (step.migrate_disabled && job.pin == kNoCpu) pin(task, cpu);
        state_.set_non_preemptible(cpu, step.non_preemptible);
        note_change(task);
    }
    state_.clear_touched();
}

template <class Balancer>
RunResult run_engine(const Plan& plan, Observer* observer) {
    if (observer != nullptr) return Engine<Balancer, true>(plan, observer).run();
    return Engine<Balancer, false>(plan, nullptr).run();
}

}  // namespace pinstack
