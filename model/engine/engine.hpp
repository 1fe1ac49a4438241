// SPDX-License-Identifier: Apache-2.0
//
// The event loop of the idealised balancers. At each instant, in this order: segment ends and completions, wake-ups,
// releases, hotplug events, then one dispatch (DESIGN section 4). Compiled once per balancer, and again without a trace of observation.
// A third time for plans that are lean.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "model/engine/balancing.hpp"
#include "model/engine/dispatch_state.hpp"
#include "model/engine/engine_base.hpp"
#include "model/engine/engine_hotplug.hpp"
#include "model/engine/kernel_work.hpp"
#include "model/engine/plain_engine.hpp"

namespace pinstack {

template <class Balancer, bool kObserved, bool kLean>
class Engine : public EngineBase<Engine<Balancer, kObserved, kLean>, BasicDispatchState<kLean>, kObserved, kLean> {
public:
    Engine(const Plan& plan, Observer* observer)
        : Base(plan, observer),
          balancer_(plan),
          state_(plan),
          work_(plan.has_costs ? static_cast<std::size_t>(plan.cpus) : 0),
          was_switched_(plan.has_costs ? plan.tasks.size() : 0),
          was_granted_(plan.has_costs ? plan.tasks.size() : 0),
          local_(plan.cpus),
          hotplug_(plan, *this) {
        for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan.tasks.size()); ++task) state_.job(task).key = task;
    }

    PINSTACK_EVENT_LOOP RunResult run();

private:
    RunResult finish_with_events();

    using State = BasicDispatchState<kLean>;
    using Job = typename State::Job;
    using Base = EngineBase<Engine, State, kObserved, kLean>;
    friend Base;
    friend EngineHotplug<Engine>;
    using Base::add_finding;
    using Base::act, Base::enter, Base::note_change, Base::planned, Base::length_of_step;
    using Base::at, Base::plan_, Base::ledger_, Base::recorder_, Base::releases_, Base::wake_ups_, Base::end_;
    using Base::locks_, Base::calls_, Base::has_call;

    bool has_costs() const { return !kLean && plan_.has_costs; }
    bool has_actions() const { return !kLean && plan_.has_actions; }
    bool has_events() const { return !kLean && plan_.has_events(); }

    // -- For EngineBase -----------------------------------------------------------------------------------------
    State& state() { return state_; }
    const State& state() const { return state_; }
    void move_to(std::int64_t now) { state_.set_now(now); }
    void step_ends(CpuId cpu) {
        if (has_costs() && ends_overhead(cpu)) return;
        proceed(state_.running(cpu).task, cpu);
    }
    void wake_up(TaskIndex task) { has_costs() ? arrive(task) : proceed(task); }
    void wake(TaskIndex task, TaskIndex by) {
        if (has_costs()) add_work(state_.job(by).on, Overhead::wake_up, plan_.costs.wake_up);
        proceed(task);
    }
    void block(TaskIndex task) {
        vacate(state_.job(task).on);
        enter(task, JobState::lock_wait);
    }
    void steal(CpuId cpu, std::int64_t length) {
        work_.add_first_item(cpu, {Overhead::steal, length});
        if (!state_.in_work(cpu)) begin_work(cpu);
    }
    bool is_stolen(CpuId cpu) const {
        return state_.in_work(cpu) && work_.current(cpu).kind == Overhead::steal;
    }
    void begin_wait(TaskIndex task) {
        vacate(state_.job(task).on);
        enter(task, JobState::lock_wait);
    }
    void end_wait(TaskIndex task, TaskIndex by) {
        if (has_costs()) add_work(state_.job(by).on, Overhead::wake_up, plan_.costs.wake_up);
        ++state_.job(task).step;
        enter(task, JobState::interference);
        make_ready(task);
    }
    void stall(TaskIndex task, Overhead kind, std::int64_t length) {
        const CpuId cpu = state_.job(task).on;
        add_work(cpu, kind, length);
        ++state_.job(task).step;
        state_.job(task).remaining = 0;
        state_.end_step(cpu);
    }
    void becomes_ready(TaskIndex task) {
        stand_before_job(task);
        if (has_costs()) {
            released_.push_back(task);
        } else {
            make_ready(task);
        }
    }

    /// When something happens next.
    std::int64_t next_instant() const {
        const std::int64_t next = earlier(earlier(state_.earliest_end(), wake_ups_.earliest()), releases_.earliest());
        return kLean ? next : earlier(next, interrupts_.next());
    }

    // -- Jobs ---------------------------------------------------------------------------------------------------
    /// The step of the job on the CPU is over: on to the next one that takes time or a lock.
    void proceed(TaskIndex task, CpuId cpu);
    /// The job is on no CPU, and was asleep.
    void proceed(TaskIndex task);
    void complete(TaskIndex task);
    void suspend(TaskIndex task, CpuId cpu);
    void suspend(TaskIndex task);
    /// The CPU on which a job that is on none would be.
    CpuId stand(TaskIndex task) {
        if constexpr (!kLean) {
            if (has_events()) return hotplug_.stand(task);
        }
        return state_.job(task).last_cpu;
    }
    /// Its job is the next one.
    void stand_before_job(TaskIndex task);
    void make_ready(TaskIndex task);
    /// The job on the CPU goes away by itself.
    void vacate(CpuId cpu) {
        state_.lift(cpu);
        state_.end_step(cpu);
        if (has_costs()) set_irqs_off(cpu, false);
    }

    // -- Pins ---------------------------------------------------------------------------------------------------
    void pin(TaskIndex task, CpuId cpu) {
        state_.pin(task, cpu);
        ledger_.stacking().pinned(cpu);
        note_change(task);
        if (has_costs()) pay_for_pin(task);
    }
    void unpin(TaskIndex task) {
        ledger_.stacking().unpinned(state_.job(task).pin);
        state_.unpin(task);
        note_change(task);
    }

    // -- Steps without length -----------------------------------------------------------------------------------
    bool take_lock(TaskIndex task);
    void release_lock(TaskIndex task);
    bool begin_reading(TaskIndex task);
    void end_reading(TaskIndex task);
    /// The job's urgency, and that of those for whom it waits, may have changed.
    void inherit(TaskIndex task);
    bool act_where_due();

    void dispatch();
    void prepare_dispatch() {
        if constexpr (!kLean) {
            if (has_events()) hotplug_.prepare_dispatch();
        }
    }
    /// Returns whether there is to be another dispatch at this instant.
    bool settle_events() {
        if constexpr (!kLean) return has_events() && hotplug_.settle();
        return false;
    }
    void conclude_dispatch();
    /// After a dispatch: the job is on the CPU, which may be another one.
    void settle_on(TaskIndex task, CpuId cpu);
    void go_on(TaskIndex task, CpuId cpu);

    // -- Costs (engine_costs.hpp, docs/costs.md) ----------------------------------------------------------------
    std::int64_t next_tick() const;
    void handle_ticks();
    void handle_arrivals();
    /// Returns whether it was an item of the kernel's work, or a reload, that ended.
    bool ends_overhead(CpuId cpu);
    void resume(CpuId cpu);
    void arrive(TaskIndex task);
    void has_arrived(TaskIndex task);
    void add_work(CpuId cpu, Overhead kind, std::int64_t length);
    void add_interrupt(CpuId cpu, WorkItem item);
    /// Returns whether the kernel works there now. REQUIRES: KernelWork::can_begin().
    bool begin_work(CpuId cpu);
    void set_irqs_off(CpuId cpu, bool off);
    CpuId online_or_other(CpuId cpu) const {
        if constexpr (kLean) {
            return cpu;
        } else {
            return has_events() ? hotplug_.online_or_other(cpu) : cpu;
        }
    }
    void pay_for_pin(TaskIndex task);
    void pay_for_lock(TaskIndex task, std::int64_t length);
    void conclude_with_costs();
    bool changes(CpuId cpu) const;
    void pay_for_dispatch(CpuId cpu);

    // -- Remote calls (engine_calls.hpp, model/memory/remote_call.hpp) --------------------------------------------
    bool call_remote(TaskIndex task, const CpuSet& targets);
    /// The job has its CPU, and waits there.
    void wait_for_call(TaskIndex task, CpuId cpu);
    /// Interrupts that arrive now. Returns whether there were any.
    bool handle_calls();
    /// The CPU has done what it was interrupted for, as far as the caller waits for it.
    void acknowledge(CpuId cpu, TaskIndex caller);
    /// One CPU less for which the caller waits.
    void answer(TaskIndex caller);
    void end_call(TaskIndex task, CpuId cpu);

    Balancer balancer_;
    State state_;
    bool is_contested_ = false;  // after the last dispatch
    std::vector<CpuId> due_;     // CPUs whose jobs were dispatched before a step other than a run
    std::int64_t arrivals_ = 0;  // at locks with busy waiting
    KernelWork work_;
    CallInterrupts interrupts_;
    std::vector<char> was_switched_;   // by task: off its CPU within the section that it is in
    std::vector<char> was_granted_;    // by task: the lock on which it spun, during work of the kernel there
    std::vector<TaskIndex> released_;  // at this instant
    CpuSet local_;                     // CPUs on which something happened at this instant
    std::conditional_t<kLean, NoHotplug, EngineHotplug<Engine>> hotplug_;
};

template <class Balancer, bool kObserved, bool kLean>
RunResult Engine<Balancer, kObserved, kLean>::run() {
    for (;;) {
        std::int64_t next = next_instant();
        // A tick is no reason to go on, nor is work that nobody waits for.
        if (end_ == kNever && (next == kNever || (has_costs() && (this->is_drained() || this->is_stuck())))) break;
        if (has_costs()) next = std::min({next, next_tick(), this->next_steal()});
        if constexpr (!kLean) {
            // An event is no reason to go on either: what has stopped, no event sets going.
            if (has_events()) next = std::min(next, hotplug_.next());
        }
        if (next >= end_) break;
        this->advance_to(next);
        this->handle_step_ends();
        this->handle_wake_ups();
        this->handle_releases();
        if (has_costs()) {
            handle_arrivals();
            handle_ticks();
            this->handle_steals();
            handle_calls();
        }
        if constexpr (!kLean) {
            if (has_events()) hotplug_.handle_events();
        }
        dispatch();
    }
    if (end_ != kNever) {
        // What ends exactly at the horizon ends; nothing is released or dispatched there.
        this->advance_to(end_);
        this->handle_step_ends();
        this->handle_wake_ups();
    }
    if constexpr (!kLean) {
        if (has_events()) return finish_with_events();
    }
    return this->finish();
}

template <class Balancer, bool kObserved, bool kLean>
RunResult Engine<Balancer, kObserved, kLean>::finish_with_events() {
    if (const auto finding = hotplug_.finding()) add_finding(*finding);
    RunResult result = this->finish();
    hotplug_.finish(result);
    return result;
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::stand_before_job(TaskIndex task) {
    ++state_.job(task).number;
    if (plan_.order != Order::fp)
        state_.job(task).key = plan_.key(task, this->oldest(task).due + planned(task).deadline);
}

// -- Jobs -------------------------------------------------------------------------------------------------------

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::proceed(TaskIndex task, CpuId cpu) {
    Job& job = state_.job(task);
    if (has_costs()) local_.insert(cpu);
    for (;;) {
        if (++job.step == planned(task).end_step) {
            vacate(cpu);
            complete(task);
            return;
        }
        const PlanStep& next = state_.step_of(task);
        if (!next.migrate_disabled && job.pin != kNoCpu) unpin(task);
        if (next.kind == StepKind::suspend) return suspend(task, cpu);
        if (has_costs()) set_irqs_off(cpu, next.irqs_off);
        state_.set_non_preemptible(cpu, next.non_preemptible);
        const bool enters = next.migrate_disabled && job.pin == kNoCpu;
        if (enters) {
            if constexpr (Balancer::kPinsAtDispatch) {
                state_.touch(cpu);
            } else {
                pin(task, cpu);
            }
        }
        if (next.kind == StepKind::run) [[likely]] {
            state_.begin_step(cpu, length_of_step(task));
            note_change(task);
            return;
        }
        if constexpr (kLean) {
            break;  // there is no other
        } else {
            // Where the pin waits for the dispatch, so does what comes after it.
            if (enters && Balancer::kPinsAtDispatch) return state_.end_step(cpu);
            if (!act(task)) return;
        }
    }
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::proceed(TaskIndex task) {
    Job& job = state_.job(task);
    for (;;) {
        if (++job.step == planned(task).end_step) return complete(task);
        const PlanStep& next = state_.step_of(task);
        if (!next.migrate_disabled && job.pin != kNoCpu) unpin(task);
        if (next.kind == StepKind::suspend) return suspend(task);
        if (kLean || (next.kind != StepKind::release_lock && next.kind != StepKind::leave_rcu)) break;
        act(task);
    }
    enter(task, JobState::interference);
    make_ready(task);
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::make_ready(TaskIndex task) {
    Job& job = state_.job(task);
    job.remaining = length_of_step(task);
    job.fresh_at = state_.now();
    state_.enqueue(task);
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::suspend(TaskIndex task, CpuId cpu) {
    vacate(cpu);
    suspend(task);
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::suspend(TaskIndex task) {
    Job& job = state_.job(task);
    // A section that begins with a suspension pins where the job stands: no dispatch will come before it sleeps.
    if (state_.step_of(task).migrate_disabled && job.pin == kNoCpu) pin(task, stand(task));
    this->sleep(task);
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::complete(TaskIndex task) {
    if (state_.is_pinned(task)) unpin(task);
    if (!Base::complete(task)) return;
    this->begin_oldest(task);
    stand_before_job(task);
    make_ready(task);
}

// -- Steps without length -----------------------------------------------------------------------------------------

template <class Balancer, bool kObserved, bool kLean>
bool Engine<Balancer, kObserved, kLean>::take_lock(TaskIndex task) {
    const Job& job = state_.job(task);
    const CpuId cpu = job.on;
    if (plan_.locks[at(state_.step_of(task).detail)].is_hotplug) return begin_reading(task);
    const LockId lock = this->instance(task, cpu);
    const TaskIndex owner = locks_.owner(lock);
    const bool spins = plan_.locks[at(state_.step_of(task).detail)].spins;
    if (owner == kNoTask) {
        locks_.take(lock, task);
        if (has_costs() && !spins) pay_for_lock(task, plan_.costs.rt_mutex_uncontended);
        return true;
    }
    if (spins) {
        locks_.wait(lock, {std::numeric_limits<std::int64_t>::max(), ++arrivals_, task});
        state_.end_step(cpu);
        if (!state_.in_work(cpu)) state_.begin_spin(cpu);
    } else {
        locks_.wait(lock, {job.key, task, task});
        vacate(cpu);
        inherit(owner);
    }
    enter(task, JobState::lock_wait);
    this->note_deadlock(task);
    return false;
}

/// cpus_read_lock()
template <class Balancer, bool kObserved, bool kLean>
bool Engine<Balancer, kObserved, kLean>::begin_reading(TaskIndex task) {
    if constexpr (!kLean) {
        if (!hotplug_.enter(task)) {
            vacate(state_.job(task).on);
            enter(task, JobState::lock_wait);
            return false;
        }
    }
    return true;
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::end_reading(TaskIndex task) {
    if constexpr (!kLean) hotplug_.leave(task);
}

/// The lock goes to the first that waits for it, at once.
template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::release_lock(TaskIndex task) {
    if (plan_.locks[at(state_.step_of(task).detail)].is_hotplug) return end_reading(task);
    const LockId lock = this->instance(task, state_.job(task).pin);
    locks_.release(lock, task);
    if (!locks_.has_waiters(lock)) return;
    const TaskIndex next = locks_.first(lock).task;
    locks_.take(lock, next);
    if (plan_.locks[at(state_.step_of(task).detail)].spins) {
        const CpuId cpu = state_.job(next).on;
        if (state_.in_work(cpu)) {  // it goes on at the end of the work
            was_granted_[at(next)] = 1;
            return enter(next, JobState::overhead);
        }
        state_.end_spin(cpu);
        enter(next, JobState::running);
        proceed(next, cpu);
    } else {
        if (has_costs()) pay_for_lock(task, plan_.costs.rt_mutex_contended);
        inherit(task);
        ++state_.job(next).step;
        enter(next, JobState::interference);
        make_ready(next);
    }
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::inherit(TaskIndex task) {
    while (task != kNoTask) {
        const std::int64_t own = plan_.key(task, this->oldest(task).due + planned(task).deadline);
        const std::int64_t key = locks_.inherited(task, own);
        if (key == state_.job(task).key) return;
        state_.set_key(task, key);
        const LockId wanted = locks_.wanted_by(task);
        if (wanted == kNoLock || plan_.lock_of(wanted).spins) return;
        locks_.move(task, key, task);
        task = locks_.owner(wanted);
    }
}

/// Jobs that were dispatched before a step other than a run do what it says, by CPU. Returns whether there were any.
template <class Balancer, bool kObserved, bool kLean>
bool Engine<Balancer, kObserved, kLean>::act_where_due() {
    if (kLean || due_.empty()) return false;
    std::sort(due_.begin(), due_.end());
    for (const CpuId cpu : std::exchange(due_, {})) {
        if (has_costs()) local_.insert(cpu);
        const TaskIndex task = state_.running(cpu).task;
        if (state_.step_of(task).kind == StepKind::suspend) {  // under a lock that it waited for
            suspend(task, cpu);
        } else if (act(task)) {
            proceed(task, cpu);
        }
    }
    return true;
}

// -- Dispatch ---------------------------------------------------------------------------------------------------

/// Inlined in run(), where GCC would have it stand alone: its registers are as good as those of the loop.
template <class Balancer, bool kObserved, bool kLean>
[[gnu::always_inline]] inline void Engine<Balancer, kObserved, kLean>::dispatch() {
    const bool was_contested = is_contested_;
    bool has_changed = false;
    do {
        prepare_dispatch();
        // A job that goes on from one step to the next changes nothing for the others, unless somebody waits for it.
        if (state_.take_changed() || was_contested) {
            has_changed = true;
            is_contested_ = state_.is_contested();
        }
        if (is_contested_ || balancer_.needs_dispatch(state_)) {
            balancer_.dispatch(state_);
            has_changed |= state_.take_changed();
            is_contested_ = state_.is_contested();
        }
        has_costs() ? conclude_with_costs() : conclude_dispatch();
        if (has_costs()) has_changed |= state_.take_changed();
    } while ((has_actions() && (act_where_due() || handle_calls())) || settle_events());
    if (has_costs()) local_.clear();
    if (end_ == kNever && next_instant() == kNever) {
        // The run is over, maybe with a deadlock: what no time passes in is no loss and no episode.
        ledger_.stacking().note_last_depths();
        return;
    }
    if (has_changed) this->account(is_contested_, [this](CpuId cpu) { return balancer_.is_protected(state_, cpu); });
    this->close_instant();
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::conclude_dispatch() {
    for (CpuId cpu : state_.touched_cpus()) {
        const Urgency before = state_.ran_before(cpu);
        if (before.task != kIdle.task) this->note_preemption(before.task);
        state_.settle(cpu);
        if (state_.is_idle(cpu)) continue;
        const TaskIndex task = state_.running(cpu).task;
        if (recorder_.state(task) == JobState::lock_wait) continue;  // it spins, and its urgency has changed
        settle_on(task, cpu);
        go_on(task, cpu);
    }
    state_.clear_touched();
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::settle_on(TaskIndex task, CpuId cpu) {
    Job& job = state_.job(task);
    recorder_.add_migration(task, (job.last_cpu != cpu) & job.has_run);
    job.last_cpu = cpu;
    job.has_run = true;
    const PlanStep& step = state_.step_of(task);
    if (step.migrate_disabled && job.pin == kNoCpu) pin(task, cpu);
    state_.set_non_preemptible(cpu, step.non_preemptible);
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::go_on(TaskIndex task, CpuId cpu) {
    if (recorder_.state(task) != JobState::running) recorder_.runs(task, state_.now());
    if (!kLean && state_.step_of(task).kind != StepKind::run) [[unlikely]]
        due_.push_back(cpu);
    note_change(task);
}

template <class Balancer>
RunResult run_engine(const Plan& plan, Observer* observer) {
    if (observer != nullptr) return Engine<Balancer, true, false>(plan, observer).run();
    if constexpr (Balancer::kPlain.has_value()) {
        if (plan.is_plain()) return run_plain_engine<*Balancer::kPlain>(plan);
    }
    if (!plan.is_lean() || plan.has_masks()) return Engine<Balancer, false, false>(plan, nullptr).run();
    return Engine<Balancer, false, true>(plan, nullptr).run();
}

}  // namespace pinstack

#include "model/engine/engine_calls.hpp"  // IWYU pragma: keep: the rest of its member functions
#include "model/engine/engine_costs.hpp"  // IWYU pragma: keep
