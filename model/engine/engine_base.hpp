// SPDX-License-Identifier: Apache-2.0
//
// What every engine does alike: time moves on, jobs are released, begin, sleep, complete, and are accounted for. Who
// gets which CPU is the business of the class that derives from it: Engine asks an idealised balancer, LinuxEngine a
// modelled kernel. (The derived class is a template argument, so that nothing is called through a pointer.)
//
// A derived class has
//
//     State& state();                    // who runs and waits where; see Ledger
//     void move_to(std::int64_t now);    // time has come to `now`
//     void step_ends(CpuId);             // of the job that runs there
//     void wake_up(TaskIndex);           // its suspension is over
//     void becomes_ready(TaskIndex);     // it has begun its oldest job
//     bool take_lock(TaskIndex);         // that of its step; false if it must wait
//     void release_lock(TaskIndex);
//     void wake(TaskIndex, TaskIndex by);  // its suspension is over; `by` executes
//     void begin_wait(TaskIndex);          // it leaves its CPU, to wait for a lock
//     void end_wait(TaskIndex, TaskIndex by);  // it has what it waited for: behind its step; `by` executes
//     void stall(TaskIndex, Overhead, std::int64_t);  // the kernel works for it; then it does its next step, which is
//                                                     // without length
//     bool call_remote(TaskIndex, const CpuSet&);  // has these CPUs do something; false if it must wait for them
//     void block(TaskIndex);               // it leaves its CPU until wake(), before its step
//     void add_work(CpuId, Overhead, std::int64_t length);  // of the kernel
//     void steal(CpuId, std::int64_t length);  // the host takes it away
//     bool is_stolen(CpuId);
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "model/engine/instant_tree.hpp"
#include "model/engine/interval_reporter.hpp"
#include "model/engine/invariant.hpp"
#include "model/engine/job_recorder.hpp"
#include "model/engine/ledger.hpp"
#include "model/engine/release_cursor.hpp"
#include "model/memory/address_spaces.hpp"
#include "model/memory/kmap_state.hpp"
#include "model/memory/lazy_mm_state.hpp"
#include "model/memory/fault_spaces.hpp"
#include "model/memory/remote_call.hpp"
#include "model/section/lock_table.hpp"
#include "model/section/rcu_tracker.hpp"

namespace pinstack {

template <class Derived, class State, bool kObserved, bool kLean = false>
class EngineBase {
protected:
    EngineBase(const Plan& plan, Observer* observer)
        : plan_(plan),
          ledger_(plan),
          recorder_(plan),
          releases_(plan.tasks.size()),
          wake_ups_(plan.tasks.size()),
          locks_(plan.lock_instances, plan.tasks.size()),
          rcu_(plan.tasks.size(), plan.rcu_scan),
          faults_(plan.spaces, plan.vmas, plan.accesses.empty() ? 0 : plan.tasks.size()),
          calls_(plan.has_remote_calls ? plan.tasks.size() : 0),
          on_cpu_(plan.memory.is_used() ? at(plan.cpus) : 0, kNoTask),
          exit_began_(plan.memory.lazy_mm ? plan.tasks.size() : 0),
          cursors_(plan.tasks.size()),
          end_(plan.horizon.value_or(kNever)) {
        if constexpr (kObserved) reporter_.emplace(plan, *observer);
        if constexpr (!kLean) {
            if (plan.memory.is_used()) spaces_.emplace(plan.cpus, plan.memory.space_count);
            if (plan.memory.kmap) kmap_.emplace(plan);
            if (plan.memory.lazy_mm) lazy_.emplace(plan);
        }
        for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan.tasks.size()); ++task) {
            Cursors& cursors = cursors_[at(task)];
            cursors.next = cursors.oldest = ReleaseCursor::first(plan, planned(task));
            releases_.set(task, cursors.next.release);
        }
    }

    // -- Events -------------------------------------------------------------------------------------------------
    void advance_to(std::int64_t instant);
    void handle_step_ends() {
        while (state().earliest_end() == state().now()) self().step_ends(state().first_due_cpu());
    }
    void handle_wake_ups() {
        while (wake_ups_.earliest() == state().now()) wake_first();
    }
    void handle_releases() {
        while (releases_.earliest() == state().now()) release_first();
    }

    // -- Jobs ---------------------------------------------------------------------------------------------------
    /// The oldest unfinished job of the task stands at its first step.
    void begin_oldest(TaskIndex task);
    /// Returns whether the next job of the task is there already.
    bool complete(TaskIndex task);
    void sleep(TaskIndex task) {
        enter(task, JobState::suspended);
        const std::int64_t length = length_of_step(task);
        wake_ups_.set(task, length == kNever ? kNever : state().now() + length);
    }
    /// Does it sleep until it is woken?
    bool awaits_wake(TaskIndex task) const {
        return has_job(task) && recorder_.state(task) == JobState::suspended && length_of_step(task) == kNever;
    }
    std::int64_t length_of_step(TaskIndex task) const {
        const PlanStep& step = state().step_of(task);
        if (step.detail < 0 || step.kind > StepKind::suspend) [[likely]]
            return step.length;
        return drawn_length(task, plan_.varying[at(step.detail)]);
    }
    const ReleaseCursor& oldest(TaskIndex task) const { return cursors_[at(task)].oldest; }
    /// Every job is done, and no other will come.
    bool is_drained() const { return unfinished_ == 0 && releases_.earliest() == kNever; }
    /// Asked at every instant of a run that drains: has no job executed for so long that none will? (The kernel's own work
    /// can take all the time there is, for ever.) Then there is a finding about it.
    bool is_stuck();
    bool has_job(TaskIndex task) const {
        return cursors_[at(task)].oldest.number != cursors_[at(task)].next.number;
    }

    // -- Steps without length, and locks ------------------------------------------------------------------------
    /// Does what the step says. Returns false if the job must wait. REQUIRES: the step has no length.
    bool act(TaskIndex task) {
        switch (state().step_of(task).kind) {
            case StepKind::take_lock:
                return self().take_lock(task);
            case StepKind::release_lock:
                holds_ended_ += plan_.locks[at(state().step_of(task).detail)].is_hotplug ? 0 : 1;
                self().release_lock(task);
                break;
            case StepKind::enter_rcu:
                rcu_.enter(task, state().now());
                break;
            case StepKind::wake:
                if (const TaskIndex other = state().step_of(task).detail; awaits_wake(other)) self().wake(other, task);
                break;
            case StepKind::leave_rcu:
                rcu_.leave(task, state().now());
                break;
            default:
                return is_of_fault(state().step_of(task).kind) ? act_on_fault(task)
                                                               : act_on_memory(task, state().step_of(task).kind);
        }
        return true;
    }
    bool has_call(TaskIndex task) const { return !kLean && plan_.has_remote_calls && calls_.has_call(task); }
    /// The instance of the lock of the task's step; of a local_lock that of the CPU.
    LockId instance(TaskIndex task, CpuId cpu) const {
        const PlanLock& lock = plan_.locks[at(state().step_of(task).detail)];
        return lock.is_per_cpu ? lock.first + cpu : lock.first;
    }
    /// The task has begun to wait for a lock.
    void note_deadlock(TaskIndex task);
    /// The run has drained: jobs that are not done never will be. Told where nothing else that was found says why.
    void note_never_done();
    void add_finding(const Finding& finding) {
        if (findings_.total++ < Findings::kKept) findings_.kept.push_back(finding);
    }

    // -- Memory (engine_memory.hpp) -----------------------------------------------------------------------------
    bool act_on_memory(TaskIndex task, StepKind kind);
    void end_remote_call(TaskIndex task);
    /// A CPU goes on to another task; kNoTask: to none. REQUIRES: Plan::memory is used.
    void switch_memory(CpuId cpu, TaskIndex to);
    std::int64_t next_steal() const;
    void handle_steals();
    // -- Page faults (engine_faults.hpp) ------------------------------------------------------------------------
    bool act_on_fault(TaskIndex task);

    // -- Witnesses ----------------------------------------------------------------------------------------------
    void enter(TaskIndex task, JobState job_state) {
        recorder_.enter(task, job_state, state().now());
        note_change(task);
    }
    void note_change(TaskIndex task) {
        if (is_watched()) reporter_->changed(task);
    }
    bool is_watched() const {
        if constexpr (kObserved) return is_watched_;
        return false;
    }
    /// What was on the CPU `before` this instant is ready but off every CPU.
    void note_preemption(TaskIndex before) {
        const JobState job_state = recorder_.state(before);
        if (job_state != JobState::running && job_state != JobState::overhead) return;
        if (state().job(before).on != kNoCpu) return;
        if (job_state == JobState::overhead && !state().is_waiting(before)) return;  // the next job, not ready yet
        recorder_.preempted(before, state().now());
        note_change(before);
    }
    /// The kernel works for the job, which has a CPU.
    void begin_service(TaskIndex task) {
        const JobState job_state = recorder_.state(task);
        if (job_state == JobState::overhead || job_state == JobState::lock_wait) return;
        served_.push_back(task);
        enter(task, JobState::overhead);
    }
    /// The last dispatch of the instant is done: draws up the accounts.
    template <class IsProtected>
    void account(bool is_contested, IsProtected&& is_protected);
    void close_instant();
    RunResult finish();

    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }
    const PlanTask& planned(TaskIndex task) const { return plan_.tasks[at(task)]; }

    const Plan& plan_;
    Ledger<State> ledger_;
    JobRecorder<kLean> recorder_;
    BasicInstantTree<kLean> releases_;
    BasicInstantTree<kLean> wake_ups_;
    LockTable locks_;
    RcuTracker rcu_;
    FaultSpaces faults_;
    RemoteCalls calls_;
    std::optional<AddressSpaces> spaces_;
    std::optional<KmapState> kmap_;
    std::optional<LazyMmState> lazy_;

private:
    struct alignas(64) Cursors {
        ReleaseCursor next;    ///< the next release event
        ReleaseCursor oldest;  ///< the oldest unfinished job; equals `next` in number where there is none
    };

    Derived& self() { return static_cast<Derived&>(*this); }
    const Derived& self() const { return static_cast<const Derived&>(*this); }
    State& state() { return self().state(); }
    const State& state() const { return self().state(); }

    bool exit_mm(TaskIndex task, CpuId cpu);
    std::int32_t space_of(TaskIndex task) const { return plan_.memory.spaces[at(task)]; }
    /// Whom a call to all others interrupts: cpu_online_mask without this CPU.
    CpuSet others_online(CpuId cpu) const;
    std::int64_t steal_offset(CpuId cpu) const {
        return static_cast<std::int64_t>(__int128{plan_.memory.options.vcpu_steal->period.ns} * cpu / plan_.cpus);
    }

    void wake_first();
    void release_first();
    void release(TaskIndex task);
    std::int64_t drawn_length(TaskIndex task, const VaryingStep& varying) const;
    void begin_to_watch();
    void report_capacity(std::int64_t until);
    void report_unfinished(TaskIndex task);
    void begin_fault(TaskIndex task, const PlanAccess& access);
    void end_fault(TaskIndex task, const PlanAccess& access);
    void retry_fault(TaskIndex task, const PlanAccess& access);
    bool take_mmap_lock(TaskIndex task, AddressSpace& space, RwLock::Use use);
    void leave_mmap_lock(TaskIndex task, AddressSpace& space);
    void begin_write(TaskIndex task, AddressSpace& space);
    bool use_line(TaskIndex task, ContendedLine& line);
    void begin_memory_wait(TaskIndex task, Spells& waits);
    void end_memory_wait(TaskIndex task, TaskIndex by);
    bool free_tables(TaskIndex task, std::int64_t tables);
    void collect_memory_results(RunResult& result);

    std::vector<TaskIndex> on_cpu_;         // by CPU, as switch_memory() was told last
    std::vector<std::int64_t> exit_began_;  // by task, under exits that call others
    Slots<Cursors, kLean> cursors_;
    std::int64_t unfinished_ = 0;  // jobs
    std::uint64_t holds_ended_ = 0;  // of locks
    std::int64_t stuck_for_ = 0;   // instants
    std::int64_t stuck_since_ = 0;

protected:
    std::int64_t end_;
    Findings findings_;

private:
    std::vector<TaskIndex> served_;             // after the last dispatch
    std::optional<IntervalReporter> reporter_;  // engaged iff kObserved
    bool is_watched_ = false;                   // its time has come
};

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::advance_to(std::int64_t instant) {
    if constexpr (kObserved) {
        if (!is_watched_ && instant >= reporter_->watch_from()) begin_to_watch();
        if (is_watched_) report_capacity(instant);
    }
    ledger_.advance(instant - state().now());
    self().move_to(instant);
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::wake_first() {
    const TaskIndex task = wake_ups_.first_at(state().now());
    wake_ups_.set(task, kNever);
    self().wake_up(task);
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::release_first() {
    const TaskIndex task = releases_.first_at(state().now());
    release(task);
    ReleaseCursor& next = cursors_[at(task)].next;
    next.advance(plan_, planned(task));
    releases_.set(task, next.release);
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::release(TaskIndex task) {
    const Cursors& cursors = cursors_[at(task)];
    recorder_.released(task);
    ++unfinished_;
    if (is_watched()) {
        reporter_->observer().released({state().now()}, reporter_->id(task, cursors.next.number),
                                       {cursors.next.due + planned(task).deadline});
    }
    if (has_job(task)) return;
    begin_oldest(task);
    self().becomes_ready(task);
}

// -- Jobs -------------------------------------------------------------------------------------------------------

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::begin_oldest(TaskIndex task) {
    state().job(task).step = planned(task).first_step;
    recorder_.begins(task, oldest(task), state().now());
    if (is_watched()) reporter_->begins(task, oldest(task), state().now());
}

template <class Derived, class State, bool kObserved, bool kLean>
bool EngineBase<Derived, State, kObserved, kLean>::complete(TaskIndex task) {
    Cursors& cursors = cursors_[at(task)];
    const bool missed = recorder_.completed(task, cursors.oldest, state().now());
    if (is_watched()) {
        reporter_->close(task, state().now());
        reporter_->observer().completed({state().now()}, reporter_->id(task, cursors.oldest.number), missed);
    }
    --unfinished_;
    cursors.oldest.advance(plan_, planned(task));
    return cursors.oldest.number < cursors.next.number;
}

template <class Derived, class State, bool kObserved, bool kLean>
std::int64_t EngineBase<Derived, State, kObserved, kLean>::drawn_length(TaskIndex task, const VaryingStep& varying) const {
    return plan_.random
        .draw(varying.time, Stream::run_time, planned(task).file_index, oldest(task).number, varying.operation)
        .ns;
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::note_deadlock(TaskIndex task) {
    const std::vector<LockTable::WaitsFor> circle = locks_.circle(task);
    if (circle.empty()) return;
    const Instant now{state().now()};
    Finding finding{Finding::Kind::deadlock, now, now, planned(task).file_index, kNoCpu, kNoCpu, 0};
    for (const LockTable::WaitsFor& each : circle) {
        const PlanLock& lock = plan_.lock_of(each.lock);
        finding.circle.push_back({planned(each.task).file_index, lock.file_index,
                                  lock.is_per_cpu ? CpuId{each.lock - lock.first} : kNoCpu});
    }
    add_finding(finding);
}

// -- Accounts ---------------------------------------------------------------------------------------------------

template <class Derived, class State, bool kObserved, bool kLean>
template <class IsProtected>
void EngineBase<Derived, State, kObserved, kLean>::account(bool is_contested, IsProtected&& is_protected) {
    // Who was served and waits again, waits in order unless the ledger finds otherwise.
    for (const TaskIndex task : served_) {
        if (recorder_.state(task) == JobState::overhead && state().is_waiting(task)) enter(task, JobState::interference);
    }
    served_.clear();
    ledger_.after_dispatch(state(), is_contested, is_protected, [this](TaskIndex task, JobState job_state) {
        // Whoever waits for a lock does not wait for a CPU.
        if (recorder_.state(task) != job_state && recorder_.state(task) != JobState::lock_wait) enter(task, job_state);
    });
    state().for_each_served([this](Urgency job) {
        served_.push_back(job.task);
        begin_service(job.task);
    });
}

template <class Derived, class State, bool kObserved, bool kLean>
bool EngineBase<Derived, State, kObserved, kLean>::is_stuck() {
    constexpr std::int64_t kInstants = 1'000'000;
    const auto& counts = ledger_.counts();
    if (counts.useful + counts.inversion_np + counts.inversion_pin > 0 || counts.idle == ledger_.online()) {
        stuck_for_ = 0;
        return false;
    }
    if (stuck_for_++ == 0) stuck_since_ = state().now();
    if (stuck_for_ < kInstants) return false;
    TaskIndex task = 0;
    while (!has_job(task)) ++task;
    add_finding({Finding::Kind::no_progress, {stuck_since_}, {state().now()}, planned(task).file_index, kNoCpu, kNoCpu, 0, {}, {}});
    return true;
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::close_instant() {
    ledger_.stacking().note_depths();
    if (is_watched()) reporter_->settle(state(), [this](TaskIndex task) { return recorder_.state(task); });
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::begin_to_watch() {
    is_watched_ = true;
    for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan_.tasks.size()); ++task) {
        if (has_job(task)) reporter_->goes_on(task, oldest(task).number, state(), recorder_.state(task));
    }
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::report_capacity(std::int64_t until) {
    const std::int64_t from = std::max(state().now(), reporter_->watch_from());
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

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::report_unfinished(TaskIndex task) {
    reporter_->close(task, state().now());
    const Cursors& cursors = cursors_[at(task)];
    ReleaseCursor queued = cursors.oldest;
    for (queued.advance(plan_, planned(task)); queued.number < cursors.next.number;
         queued.advance(plan_, planned(task))) {
        reporter_->queued(task, queued, state().now());
    }
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::note_never_done() {
    const auto says_why = [](const Finding& finding) {
        return finding.kind == Finding::Kind::deadlock || finding.kind == Finding::Kind::no_progress ||
               finding.kind == Finding::Kind::hotplug_blocked;
    };
    const bool are_all_kept = findings_.total == findings_.kept.size();
    if (!are_all_kept || std::any_of(findings_.kept.begin(), findings_.kept.end(), says_why)) return;
    const Instant now{state().now()};
    Finding finding{Finding::Kind::never_done, now, now, 0, kNoCpu, kNoCpu, 0, {}, {}};
    for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan_.tasks.size()); ++task) {
        if (has_job(task)) finding.tasks.push_back(planned(task).file_index);
    }
    if (finding.tasks.empty()) return;
    if (state().waiting_count() != 0) invariant_broken("the run drained, but jobs still wait");
    std::sort(finding.tasks.begin(), finding.tasks.end());
    finding.task = finding.tasks.front();
    add_finding(finding);
}

template <class Derived, class State, bool kObserved, bool kLean>
RunResult EngineBase<Derived, State, kObserved, kLean>::finish() {
    const std::int64_t end = state().now();
    if (end_ == kNever) note_never_done();
    state().for_each_spinning([&](TaskIndex task) { state().spin_time().end(task, end); });
    for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan_.tasks.size()); ++task) {
        recorder_.spun(task, state().spin_time().of(task));
        if (!has_job(task)) continue;
        if (is_watched()) report_unfinished(task);
        // What is not done when a run has drained never will be.
        recorder_.unfinished(task, oldest(task), cursors_[at(task)].next, end_);
    }
    RunResult result;
    result.span = {end};
    result.capacity = ledger_.split();
    result.capacity.total = end * plan_.cpus - ledger_.offline_time();
    const CapacitySplit& c = result.capacity;
    if (c.useful + c.inversion() + c.overhead + c.lost() + c.idle != c.total) {
        invariant_broken(fmt::format("the capacity of {} CPUs over {} ns does not add up", plan_.cpus, end));
    }
    result.stacking = ledger_.stacking().finish(end);
    result.tasks = recorder_.take_results();
    result.first_miss = recorder_.first_miss();
    result.findings = std::move(findings_);
    result.rcu = rcu_.finish(end, [this](TaskIndex task) { return planned(task).file_index; });
    collect_memory_results(result);
    if (plan_.cache_miss > 0 && plan_.lock_instances > 0) {
        result.cache_misses = {holds_ended_, {plan_.cache_miss * static_cast<std::int64_t>(holds_ended_)}};
    }
    if (plan_.has_remote_calls) result.remote_calls = calls_.result();
    if (kmap_) result.kmap = kmap_->finish(*spaces_);
    if (lazy_) result.lazy_mm = lazy_->result();
    result.jobs = recorder_.take_jobs();
    return result;
}

}  // namespace pinstack

#include "model/engine/engine_faults.hpp"  // IWYU pragma: keep
#include "model/engine/engine_memory.hpp"  // IWYU pragma: keep: the rest of its member functions
