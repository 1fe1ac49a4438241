// SPDX-License-Identifier: Apache-2.0
//
// The event loop around a modelled kernel. At each instant, in this order: ends of steps and completions, by CPU;
// wake-ups and releases, in file order; background edges; ends of slices (SCHED_RR), by CPU; RT throttling; then
// schedule() and deliveries (kernel.hpp). Statistics and accounting look at the state when the instant is over, as in
// the idealised engine: what lasts no time does not count.
//
// A job whose predecessor is done after its release goes on where that one ran: clock_nanosleep() to an instant that is
// past returns at once.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "model/engine/engine_base.hpp"
#include "model/linux_rt/kernel.hpp"
#include "model/linux_rt/linux_hotplug.hpp"

namespace pinstack::linux_rt {

template <bool kObserved, bool kLean>
class LinuxEngine final : public EngineBase<LinuxEngine<kObserved, kLean>, RunQueues<kLean>, kObserved, kLean>,
                          private Executor {
public:
    LinuxEngine(const Plan& plan, Flavour flavour, Observer* observer)
        : Base(plan, observer),
          kernel_(plan, flavour),
          edges_(static_cast<std::size_t>(plan.cpus)),
          edge_numbers_(static_cast<std::size_t>(plan.cpus), 0),
          listed_edges_(plan.linux.edges),
          waits_(plan.has_actions ? plan.tasks.size() : 0),
          hotplug_(plan, *this) {
        if (plan.has_actions || plan.has_costs) kernel_.set_executor(*this);
    }

    PINSTACK_EVENT_LOOP RunResult run();

private:
    using RunQueues = linux_rt::RunQueues<kLean>;
    using Base = EngineBase<LinuxEngine, RunQueues, kObserved, kLean>;
    friend Base;
    friend LinuxHotplug<LinuxEngine>;
    using Base::add_finding;
    using Base::act, Base::enter, Base::note_change, Base::planned, Base::length_of_step;
    using Base::at, Base::plan_, Base::ledger_, Base::recorder_, Base::releases_, Base::wake_ups_, Base::end_;
    using Base::locks_, Base::calls_, Base::has_call;

    bool has_costs() const { return !kLean && plan_.has_costs; }
    bool has_actions() const { return !kLean && plan_.has_actions; }
    bool has_events() const { return !kLean && plan_.has_events(); }
    std::int64_t next_event() const {
        if constexpr (!kLean) {
            if (has_events()) return hotplug_.next();
        }
        return kNever;
    }

    // -- For EngineBase
    RunQueues& state() { return kernel_.queues(); }
    const RunQueues& state() const { return kernel_.queues(); }
    void move_to(std::int64_t now) { kernel_.begin_instant(now); }
    void step_ends(CpuId cpu);
    void wake_up(TaskIndex task) { has_costs() ? arrive(task) : end_suspension(task); }
    void wake(TaskIndex task, TaskIndex by) {
        const CpuId executing = state().job(by).cpu;
        if (has_costs()) kernel_.add_work(executing, Overhead::wake_up, plan_.costs.wake_up);
        end_suspension(task, executing);
        kernel_.preemption_point(executing);
    }
    void begin_wait(TaskIndex task) {
        enter(task, JobState::lock_wait);
        stand_before_step(task);
        kernel_.leave(state().job(task).cpu);
    }
    void end_wait(TaskIndex task, TaskIndex by) {
        const CpuId executing = state().job(by).cpu;
        if (has_costs()) kernel_.add_work(executing, Overhead::wake_up, plan_.costs.wake_up);
        ++state().job(task).step;
        stand_after_sleep(task);
        kernel_.wake_up(task, executing);
    }
    void stall(TaskIndex task, Overhead kind, std::int64_t length) {
        ++state().job(task).step;
        stand_before_step(task);
        kernel_.add_work(state().job(task).cpu, kind, length);
    }
    void becomes_ready(TaskIndex task);
    void block(TaskIndex task) {
        Job& job = state().job(task);
        job.remaining = kNever;
        job.has_begun_step = false;
        enter(task, JobState::lock_wait);
        kernel_.leave(job.cpu);
    }
    void add_work(CpuId cpu, Overhead kind, std::int64_t length) { kernel_.add_work(cpu, kind, length); }
    void steal(CpuId cpu, std::int64_t length) { kernel_.steal(cpu, length); }
    bool is_stolen(CpuId cpu) const { return kernel_.is_stolen(cpu); }

    // -- Events
    void find_next_edge() {
        const bool has_more = listed_edge_ < listed_edges_.size();
        next_edge_ = std::min(edges_.earliest(), has_more ? listed_edges_[listed_edge_].at.ns : kNever);
    }
    std::int64_t next_tick() const;
    void handle_tick() {
        const std::int64_t period = plan_.costs.timer_tick_period;
        if (period != 0 && state().now() != 0 && state().now() % period == 0) kernel_.tick();
    }
    void handle_edges();
    void set_edge(CpuId cpu);

    // -- Jobs
    void arrive(TaskIndex task) {
        enter(task, JobState::overhead);
        kernel_.arrive(task);
    }
    /// `executing`: whose task woke it; kNoCpu = its timer.
    void end_suspension(TaskIndex task, CpuId executing = kNoCpu);
    void stand_before_step(TaskIndex task);
    void stand_after_sleep(TaskIndex task);
    /// Returns whether the next job of the task is there already.
    bool complete(TaskIndex task);
    /// The step of the current task is over: on to the next one that takes time or a lock.
    void proceed(TaskIndex task, CpuId cpu) {
        if (advance(task, cpu)) carry_on(task, cpu);
    }
    /// Returns whether the task is still on the CPU, at another step of its job.
    bool advance(TaskIndex task, CpuId cpu) {
        if (++state().job(task).step == planned(task).end_step) return end_job(task, cpu);
        leave_section(task);
        if (state().step_of(task).kind != StepKind::suspend) [[likely]]
            return true;
        suspend(task);
        kernel_.leave(cpu);
        return false;
    }
    bool end_job(TaskIndex task, CpuId cpu);
    /// The current task does what its steps say, until one takes time.
    void carry_on(TaskIndex task, CpuId cpu) {
        state().job(task).has_begun_step = true;
        if (take_up_step(task, cpu) && !kLean) [[unlikely]]
            act_on(task, cpu);
    }
    /// Returns whether the task is to act before time goes on.
    bool take_up_step(TaskIndex task, CpuId cpu);
    /// Apart from the usual case, which it would burden with its registers.
    [[gnu::noinline]] void act_on(TaskIndex task, CpuId cpu) {
        while (act(task) && advance(task, cpu) && take_up_step(task, cpu)) {
        }
    }
    void suspend(TaskIndex task);
    void set_preemptible(CpuId cpu, bool preemptible, bool irqs_on) {
        const Cpu& it = state().cpu(cpu);
        if (!preemptible | !irqs_on | it.non_preemptible | it.irqs_off) [[unlikely]]
            change_preemptible(cpu, preemptible, irqs_on);
    }
    [[gnu::noinline]] void change_preemptible(CpuId cpu, bool preemptible, bool irqs_on);
    /// Leaves the sections that the step now reached is not in.
    void leave_section(TaskIndex task) {
        if (state().job(task).pin != kNoCpu) leave_pinned(task);
    }
    void leave_pinned(TaskIndex task);

    void pin(TaskIndex task) {
        kernel_.pin(task);
        note_pin(task);
    }
    void note_pin(TaskIndex task) {
        ledger_.stacking().pinned(state().job(task).pin);
        note_change(task);
    }

    // -- Executor: steps without length, and waiting for locks (linux_locks.hpp)
    void picked(CpuId cpu) override;
    [[gnu::noinline]] void action_done() override;
    void look_arrives(TaskIndex task) override;
    void has_arrived(TaskIndex task) override;
    void call_arrives(CpuId cpu, TaskIndex caller) override;
    void call_answered(TaskIndex caller) override;
    void switched(CpuId cpu, TaskIndex to) override { this->switch_memory(cpu, to); }
    bool take_lock(TaskIndex task);
    void release_lock(TaskIndex task);
    bool begin_reading(TaskIndex task);
    void look(TaskIndex task);
    bool spins_on(TaskIndex task) const;
    bool is_current(TaskIndex task) const { return state().cpu(state().job(task).cpu).current == task; }
    void adjust_priority(TaskIndex task, CpuId executing);
    void wake_waiter(TaskIndex task, CpuId executing);

    // -- Remote calls (linux_calls.hpp)
    bool call_remote(TaskIndex task, const CpuSet& targets);
    /// The job is current, and waits there.
    void wait_for_call(TaskIndex task, CpuId cpu);
    void end_call(TaskIndex task, CpuId cpu);

    void schedule_all() {
        if (has_actions()) action_done();
        kernel_.schedule_all();
    }
    /// Returns whether there is more to do at this instant.
    bool settle_events() {
        if constexpr (!kLean) {
            const bool has_more = has_events() && hotplug_.settle();
            return (kernel_.has_classes() && kernel_.balance_idle()) || has_more;
        }
        return false;
    }
    void conclude_instant();
    void note_moves();

    // -- RT throttling
    std::int64_t next_throttling() const { return kernel_.has_throttling() ? kernel_.throttling().next() : kNever; }
    std::int64_t next_server_event() const {
        if constexpr (!kLean) {
            if (kernel_.has_classes()) return state().classes().next();
        }
        return kNever;
    }
    bool awaits_server() const {
        if constexpr (!kLean) {
            return kernel_.has_classes() && state().classes().is_awaited();
        } else {
            return false;
        }
    }
    /// Can it change anything although no job ends a step? Whoever spins is throttled, too.
    bool awaits_throttling() const {
        return kernel_.has_throttling() && (kernel_.throttling().is_awaited() || state().is_any_occupied());
    }
    [[gnu::noinline]] void note_throttled();
    void note_loss_of_cpu(TaskIndex before) {
        // Who is throttled while it is being served does not wait.
        const bool is_served =
            (kernel_.has_throttling() || kernel_.has_classes()) && recorder_.state(before) == JobState::overhead;
        if (is_served && state().is_throttled_task(before)) [[unlikely]]
            recorder_.preempted(before, state().now());
        this->note_preemption(before);
    }

    Kernel<kLean> kernel_;
    InstantTree edges_;
    std::vector<std::int64_t> edge_numbers_;
    std::vector<BackgroundEdge> listed_edges_;  // in order
    std::size_t listed_edge_ = 0;               // the next one
    std::int64_t next_edge_ = kNever;           // of both
    struct Wait {
        bool was_woken = false;  // and has not looked since
        bool look_sent = false;
    };
    std::vector<Wait> waits_;           // by task
    std::vector<TaskIndex> throttled_;  // after the last instant at which something changed
    std::int64_t arrivals_ = 0;
    std::conditional_t<kLean, NoHotplug, LinuxHotplug<LinuxEngine>> hotplug_;
};

template <bool kObserved, bool kLean>
RunResult LinuxEngine<kObserved, kLean>::run() {
    std::sort(listed_edges_.begin(), listed_edges_.end(), [](const BackgroundEdge& a, const BackgroundEdge& b) {
        return std::pair(a.at.ns, a.cpu) < std::pair(b.at.ns, b.cpu);
    });
    if (plan_.linux.edge_source) {
        for (CpuId cpu = 0; cpu < plan_.cpus; ++cpu) set_edge(cpu);
    }
    find_next_edge();
    for (;;) {
        const std::int64_t work = earlier(earlier(state().earliest_end(), wake_ups_.earliest()),
                                          earlier(releases_.earliest(), kernel_.next_delivery()));
        std::int64_t rare = next_edge_;
        if constexpr (!kLean) {
            rare = earlier(earlier(rare, state().earliest_slice_end()), earlier(next_throttling(), next_server_event()));
        }
        std::int64_t next = earlier(work, rare);
        // Edges and periods may go on for ever; a run that drains ends without them.
        // What has stopped, no event sets going again; up to a horizon events are done all the same.
        const std::int64_t event = next_event();
        if (work == kNever) [[unlikely]] {
            if (!awaits_throttling() && !awaits_server() && (end_ == kNever || event >= end_)) break;
            if (end_ == kNever && this->is_stuck()) break;
        }
        if (has_costs()) {
            if (end_ == kNever && (this->is_drained() || this->is_stuck())) break;
            next = earlier(next, earlier(next_tick(), this->next_steal()));
        }
        next = earlier(next, event);
        if (next >= end_) break;
        this->advance_to(next);
        this->handle_step_ends();
        this->handle_wake_ups();
        this->handle_releases();
        if (has_costs()) {
            handle_tick();
            this->handle_steals();
        }
        if (rare == next) [[unlikely]] {
            handle_edges();
            while (state().earliest_slice_end() == next) kernel_.slice_ends(state().first_cpu_with_slice_end());
            if (kernel_.has_throttling()) kernel_.handle_throttling();
            if (kernel_.has_classes()) kernel_.handle_servers();
        }
        if constexpr (!kLean) {
            if (event == next) hotplug_.handle_events();
        }
        do {
            schedule_all();
            while (kernel_.next_delivery() <= next) {
                kernel_.deliver();
                schedule_all();
            }
        } while (settle_events());
        conclude_instant();
    }
    if (end_ != kNever) {
        // What ends exactly at the horizon ends; nothing is released or dispatched there.
        this->advance_to(end_);
        this->handle_step_ends();
        this->handle_wake_ups();
    }
    if constexpr (!kLean) {
        if (has_events()) hotplug_.note_finding();
    }
    const Findings found = kernel_.take_findings();
    for (const Finding& finding : found.kept) this->add_finding(finding);
    this->findings_.total += found.total - found.kept.size();  // those that were only counted
    RunResult result = this->finish();
    if constexpr (!kLean) {
        if (has_events()) hotplug_.finish(result);
    }
    if (plan_.linux.rt_throttling) result.throttling.emplace();
    if (kernel_.has_throttling()) result.throttling = kernel_.throttling().result();
    return result;
}

// -- Events -------------------------------------------------------------------------------------------------------

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::handle_edges() {
    for (; listed_edge_ < listed_edges_.size() && listed_edges_[listed_edge_].at.ns == state().now(); ++listed_edge_) {
        kernel_.edge(listed_edges_[listed_edge_].cpu);
    }
    while (edges_.earliest() == state().now()) {
        const CpuId cpu = edges_.first_at(state().now());
        set_edge(cpu);
        kernel_.edge_if_free(cpu);
    }
    find_next_edge();
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::set_edge(CpuId cpu) {
    const EdgeSource& source = *plan_.linux.edge_source;
    const auto number = static_cast<std::uint64_t>(edge_numbers_[at(cpu)]++);
    // The CPUs take turns within a period, as nothing keeps their timers in step.
    const __int128 due = __int128{source.period.ns} * cpu / plan_.cpus + __int128{source.period.ns} * number;
    const Duration jitter = plan_.random.jitter(source.jitter, static_cast<std::uint32_t>(cpu) | 0x8000'0000u, number);
    edges_.set(cpu, due < kTimeLimitNs ? static_cast<std::int64_t>(due) + jitter.ns : kNever);
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::step_ends(CpuId cpu) {
    if (!has_costs() || !kernel_.ends_overhead(cpu)) proceed(state().cpu(cpu).current, cpu);
    if (has_actions()) action_done();
}

template <bool kObserved, bool kLean>
bool LinuxEngine<kObserved, kLean>::end_job(TaskIndex task, CpuId cpu) {
    if (!complete(task)) {
        kernel_.leave(cpu);
        return false;
    }
    this->begin_oldest(task);
    stand_before_step(task);
    recorder_.runs(task, state().now());
    const std::int64_t remaining = state().job(task).remaining;
    state().set_end(cpu, remaining == kNever ? kNever : state().now() + remaining);
    kernel_.go_on(cpu);
    set_preemptible(cpu, true, true);
    return false;
}

template <bool kObserved, bool kLean>
bool LinuxEngine<kObserved, kLean>::take_up_step(TaskIndex task, CpuId cpu) {
    Job& job = state().job(task);
    const PlanStep& step = state().step_of(task);
    const bool has_length = step.kind == StepKind::run;
    state().set_end(cpu, has_length ? state().now() + length_of_step(task) : kNever);
    const bool enters = step.migrate_disabled && job.pin == kNoCpu;
    // Interrupts that wait come before the pin.
    if (enters && has_costs()) set_preemptible(cpu, !step.non_preemptible, !step.irqs_off);
    const bool moves = enters && kernel_.moves_before_entry(task);
    if (enters && !moves) pin(task);
    note_change(task);
    set_preemptible(cpu, !step.non_preemptible, !step.irqs_off);
    if (has_length) [[likely]]
        return false;
    job.remaining = kNever;
    return !moves;
}

/// Between two plain steps a task does not look at the flags of its CPU: it computes.
template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::change_preemptible(CpuId cpu, bool preemptible, bool irqs_on) {
    const Cpu& it = state().cpu(cpu);
    const bool enables = (it.non_preemptible && preemptible) || (it.irqs_off && irqs_on);
    state().set_sections(cpu, !preemptible, !irqs_on);
    if (enables) kernel_.preemption_point(cpu);
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::leave_pinned(TaskIndex task) {
    const Job& job = state().job(task);
    if (job.step < planned(task).end_step && state().step_of(task).migrate_disabled) return;
    ledger_.stacking().unpinned(job.pin);
    kernel_.migrate_enable(task);
    note_change(task);
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::end_suspension(TaskIndex task, CpuId executing) {
    Job& job = state().job(task);
    const auto wake = [&] { executing == kNoCpu ? kernel_.wake(task) : kernel_.wake_up(task, executing); };
    for (;;) {
        if (++job.step == planned(task).end_step) {
            if (complete(task)) {
                // Its own wake-up is the one that has just ended.
                this->begin_oldest(task);
                stand_before_step(task);
                wake();
            }
            break;
        }
        leave_section(task);
        const StepKind kind = state().step_of(task).kind;
        if (kind == StepKind::suspend) {
            suspend(task);
            break;
        }
        if (!kLean && (kind == StepKind::release_lock || kind == StepKind::leave_rcu)) {
            act(task);
            continue;
        }
        stand_after_sleep(task);
        wake();
        break;
    }
    if (has_actions()) action_done();
}

// -- Jobs ---------------------------------------------------------------------------------------------------------

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::becomes_ready(TaskIndex task) {
    stand_before_step(task);
    has_costs() ? arrive(task) : kernel_.wake(task);
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::has_arrived(TaskIndex task) {
    if constexpr (kLean) return;  // nor will any other function of the Executor be called
    if (state().step_of(task).kind == StepKind::suspend) return end_suspension(task);
    enter(task, JobState::interference);
    kernel_.wake(task);
}

template <bool kObserved, bool kLean>
std::int64_t LinuxEngine<kObserved, kLean>::next_tick() const {
    const std::int64_t period = plan_.costs.timer_tick_period;
    if (period == 0 || plan_.costs.timer_tick == 0 || !state().is_any_occupied()) return kNever;
    return (state().now() / period + 1) * period;
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::stand_before_step(TaskIndex task) {
    Job& job = state().job(task);
    job.remaining = state().step_of(task).kind == StepKind::run ? length_of_step(task) : kNever;
    job.has_begun_step = false;
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::stand_after_sleep(TaskIndex task) {
    enter(task, JobState::interference);
    stand_before_step(task);
    // Inside a section that goes on, it is in that section already.
    Job& job = state().job(task);
    const PlanStep& step = state().step_of(task);
    job.has_begun_step = step.kind == StepKind::run && job.pin != kNoCpu && !step.non_preemptible;
}

template <bool kObserved, bool kLean>
bool LinuxEngine<kObserved, kLean>::complete(TaskIndex task) {
    leave_section(task);
    return Base::complete(task);
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::suspend(TaskIndex task) {
    const Job& job = state().job(task);
    if (state().step_of(task).migrate_disabled && job.pin == kNoCpu) {
        // Interrupts that wait come before the pin.
        if (has_costs() && state().is_occupied(job.cpu)) set_preemptible(job.cpu, true, true);
        pin(task);
    }
    this->sleep(task);
}

// -- What the instant came to -------------------------------------------------------------------------------------

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::conclude_instant() {
    for (const TaskIndex task : kernel_.pins_made()) note_pin(task);
    if (!kernel_.touched().empty()) note_moves();
    if (state().take_changed()) {
        if (kernel_.has_classes()) state().order_jobs();
        if (kernel_.has_throttling() || kernel_.has_classes()) note_throttled();
        this->account(state().is_contested(), [](CpuId) { return false; });
    }
    this->close_instant();
}

/// Whoever waits for a lock does not wait for its CPU. Who is throttled no more waits in order, unless the ledger finds
/// otherwise.
template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::note_throttled() {
    for (const TaskIndex task : throttled_) {
        if (recorder_.state(task) == JobState::throttled && state().is_waiting(task))
            enter(task, JobState::interference);
    }
    throttled_.clear();
    state().for_each_throttled([&](TaskIndex task) {
        throttled_.push_back(task);
        note_change(task);  // it may be on another CPU
        const JobState job_state = recorder_.state(task);
        if (job_state != JobState::throttled && job_state != JobState::lock_wait) enter(task, JobState::throttled);
    });
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::note_moves() {
    for (const CpuId cpu : kernel_.touched()) {
        const TaskIndex task = state().cpu(cpu).current;
        if (const TaskIndex before = kernel_.ran_before(cpu); before != kNoTask) {
            if (!kLean || before != task) note_loss_of_cpu(before);
            note_change(before);  // who spun for a lock is in the same state off its CPU
        }
        if (task == kNoTask) continue;
        Job& job = state().job(task);
        const JobState job_state = recorder_.state(task);
        const bool runs = state().is_occupied(cpu) && state().executes(cpu);
        if (runs && job_state != JobState::running && job_state != JobState::lock_wait) {
            recorder_.runs(task, state().now());
        }
        recorder_.add_migration(task, (job.last_ran != kNoCpu) & (job.last_ran != cpu));
        state().set_last_ran(task, cpu);
        note_change(task);
    }
}

}  // namespace pinstack::linux_rt

#include "model/linux_rt/linux_calls.hpp"  // IWYU pragma: keep: the rest of its member functions
#include "model/linux_rt/linux_locks.hpp"  // IWYU pragma: keep
