// SPDX-License-Identifier: Apache-2.0
//
// The real-time balancing of Linux, event by event: select_task_rq_rt(), push_rt_task(), pull_rt_task(), the
// RT_PUSH_IPI chain, get_push_task(), the push stopper, migrate_enable() and what of schedule() matters to them
// (kernel/sched/core.c and rt.c of Linux 6.1 and 6.12; the differences between flavours are those of Flavour).
//
// Nothing happens but at these edges: a wake-up, a pick of a task, a CPU that becomes less urgent, a migrate_enable()
// that was told to push. A CPU that idles looks for work when it becomes idle, and not again.
//
// One instant: the engine hands over its events one by one, each with its complete action; then schedule_all(); then
// what is due of the deliveries (IPIs of other CPUs, ends of stoppers), in the order of sending, each followed by
// schedule_all(). With latencies of 0 a push-away can go round in circles within an instant; a task is not pushed away
// to a CPU that it left at the same instant (Finding::push_away_cycle).
//
// With costs (docs/costs.md) what the kernel does takes the time of the CPU that does it: paid_work.hpp.
//
// Tasks of other classes, where the plan has some: linux_dl/deadline_kernel.hpp and linux_dl/fair_kernel.hpp.
//
// Left out: root domains and topology (one sched domain).
// RT throttling is an option: throttling.hpp.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <span>
#include <utility>
#include <vector>

#include "model/engine/kernel_work.hpp"
#include "model/engine/plan.hpp"
#include "model/engine/run_result.hpp"
#include "model/linux_rt/run_queues.hpp"
#include "model/linux_rt/throttling.hpp"

namespace pinstack::linux_rt {

/// What happens to a task that runs over a waiting migration-disabled one.
enum class Flavour : std::uint8_t {
    no_push,  ///< nothing: before a7c81556ec4d
    v5_11,    ///< it is pushed away; if migration-disabled itself, when it leaves its section (MDF_PUSH)
    v5_15,    ///< it is pushed away unless it is migration-disabled (e681dcbaa4b2)
    chained,  ///< v5_15, tried again after each push-away and each outermost migrate_enable()
};

/// What tasks do at the kernel's bidding, where there are locks or costs.
class Executor {
public:
    virtual ~Executor() = default;
    /// The current task of the CPU was picked before a step without length, or while it waits for a lock.
    virtual void picked(CpuId cpu) = 0;
    /// Something was done; whoever spins may have to see it.
    virtual void action_done() = 0;
    /// What was sent by send_look() arrives.
    virtual void look_arrives(TaskIndex task) = 0;
    /// The CPU has done what send_call() asked for.
    virtual void call_arrives(CpuId cpu, TaskIndex caller) = 0;
    /// One CPU less for which the caller waits.
    virtual void call_answered(TaskIndex caller) = 0;
    /// schedule() has put the task on the CPU, or none; asked where Plan::memory is used.
    virtual void switched(CpuId cpu, TaskIndex to) = 0;
    /// The wake-up of the task that was asked for with arrive() is to be done now.
    virtual void has_arrived(TaskIndex task) = 0;
};

template <bool kLean>
class Kernel {
public:
    using RunQueues = linux_rt::RunQueues<kLean>;
    using Cpus = typename RunQueues::Cpus;

    Kernel(const Plan& plan, Flavour flavour);
    /// REQUIRES: it lives as long as the kernel works; without one, no step of the plan is without length, and nothing
    /// costs time.
    void set_executor(Executor& executor) { executor_ = &executor; }

    RunQueues& queues() { return queues_; }
    const RunQueues& queues() const { return queues_; }

    /// The instant begins at which the next calls happen.
    void begin_instant(std::int64_t now) {
        if (has_throttling()) [[unlikely]]
            throttling_->advance(now - queues_.now());
        queues_.set_now(now);
        ++instant_;
        touched_count_ = 0;
        if (has_notes_) forget_instant();
    }

    // Events.
    /// The timer of a sleeping or new job fires on the CPU where its task last was. (Later, if interrupts are off
    /// there; with costs, they were on when it fired.)
    void wake(TaskIndex task);
    /// The current task of a CPU goes to sleep, or has nothing more to do.
    void leave(CpuId cpu);
    /// The current task of a CPU is done with a job and has the next one already.
    void go_on(CpuId cpu) { going_on_.push_back(cpu); }
    /// The current task passed the end of a section; the CPU looks at its flags.
    void preemption_point(CpuId cpu) {
        const Cpu& it = queues_.cpu(cpu);
        if (it.needs_resched) kick(cpu);
        if ((it.holds_interrupts || has_costs()) && !it.irqs_off) release_held(cpu);
    }
    /// The current task leaves its outermost migrate_disable section, which was made by pin().
    void migrate_enable(TaskIndex task);
    void pin(TaskIndex task);

    // Locks (kernel/locking/rtmutex.c), at the hands of the CPU that executes.
    /// try_to_wake_up() of one that sleeps.
    void wake_up(TaskIndex task, CpuId executing);
    /// ttwu_runnable() of one that was preempted while it spun: 6.1's, with task_woken.
    void wake_preempted(TaskIndex task, CpuId executing);
    /// rt_mutex_setprio(), with prio_changed_rt(): nobody is pushed or pulled but where the current task is lowered.
    void set_priority(TaskIndex task, std::int64_t key, CpuId executing);
    /// Another CPU will see what was done. Not an interrupt.
    void send_look(TaskIndex task) {
        send(Delivery::Kind::look, plan_.look_latency, queues_.job(task).cpu, task);
    }

    /// The CPU is interrupted for the remote call of the task.
    void send_call(TaskIndex caller, CpuId cpu, std::int64_t latency) {
        send(Delivery::Kind::call, latency, cpu, caller);
    }

    // Work that takes time (paid_work.hpp). REQUIRES: the plan has costs.
    /// The timer of a sleeping or new job fires on the CPU where its task last was; Executor::has_arrived() follows.
    void arrive(TaskIndex task);
    void tick();
    /// Returns whether what ended on the CPU was an item of work, or a reload.
    bool ends_overhead(CpuId cpu);
    void add_work(CpuId cpu, Overhead kind, std::int64_t length);
    /// The host takes the CPU away, when what it works at now has ended.
    void steal(CpuId cpu, std::int64_t length) {
        work_.add_first_item(cpu, {Overhead::steal, length});
        begin_items(cpu);
    }
    bool is_stolen(CpuId cpu) const {
        return queues_.cpu(cpu).in_work && work_.current(cpu).kind == Overhead::steal;
    }

    // CPUs that go offline and online, affinities that are set (cpu_offline.hpp). REQUIRES: the plan has events.
    void set_active(CpuId cpu, bool active);
    void set_affinity(TaskIndex task, std::int32_t mask_class);
    /// Is nobody there, and pinned there, and does the kernel do nothing there?
    bool is_quiet(CpuId cpu) const;

    /// The current task is about to enter its outermost migrate_disable section. Is it brought to another CPU first
    /// (SWAP_ON_ENTRY)? It then enters when it is next picked. swap_on_entry.hpp has the rule.
    bool moves_before_entry(TaskIndex task) {
        return plan_.linux.swap_on_entry && pinned_[at(queues_.job(task).cpu)] != 0 &&
               ask_to_move(task);
    }
    /// The current task, of SCHED_RR, has used up its slice.
    void slice_ends(CpuId cpu);
    /// A background thread has run on the CPU, if no task of the system is there.
    void edge_if_free(CpuId cpu);
    /// A background thread has run on the CPU.
    void edge(CpuId cpu);

    // Other classes than the real-time one. Never where kLean.
    bool has_classes() const { return queues_.has_classes(); }
    /// Runtimes that are used up, and servers that are replenished, now. REQUIRES: has_classes().
    void handle_servers();
    /// At the end of an instant: idle CPUs pull waiting fair tasks. Returns whether one came. REQUIRES: has_classes().
    bool balance_idle();

    // RT throttling
    bool has_throttling() const { return !kLean && throttling_.has_value(); }
    /// REQUIRES: has_throttling().
    const Throttling& throttling() const { return *throttling_; }
    /// Ends of periods, and of runtimes. REQUIRES: has_throttling().
    void handle_throttling();

    /// schedule() on each CPU that needs it and can, lowest number first, until none does.
    void schedule_all() {
        if (has_kicked_) schedule_kicked();
        while (!going_on_.empty()) begin_next_job();
        if (has_costs()) resume_all();
    }

    std::int64_t next_delivery() const { return next_delivery_; }
    /// REQUIRES: next_delivery() is not later than now. (It is earlier where interrupts were off.)
    void deliver();

    /// CPUs on which another task may be current than before the instant, or in another state, and tasks pinned by
    /// schedule() in it.
    std::span<const CpuId> touched() const { return {touched_.data(), touched_count_}; }
    void touch(CpuId cpu) { touch(queues_.cpu(cpu), cpu); }
    TaskIndex ran_before(CpuId cpu) const { return queues_.cpu(cpu).before; }
    const std::vector<TaskIndex>& pins_made() const { return pins_made_; }

    Findings take_findings();

private:
    struct Delivery {
        enum class Kind : std::uint8_t {
            resched,
            chain,
            stopper_end,
            wake,
            look,
            slice_end,
            period_end,
            call,
            runtime_end,
            replenish
        };
        std::int64_t due;
        std::uint64_t number;
        Kind kind;
        CpuId cpu;
        TaskIndex task;
        bool operator<(const Delivery& other) const {  // the last one of a std::priority_queue comes first
            return due != other.due ? due > other.due : number > other.number;
        }
    };

    void send(Delivery::Kind kind, std::int64_t latency, CpuId cpu, TaskIndex task = kNoTask);
    void handle(const Delivery& delivery);
    bool must_leave(TaskIndex task, CpuId cpu) const;
    CpuId fallback_cpu(TaskIndex task);
    void bring(TaskIndex task, CpuId executing);
    void end_leave_stop(CpuId cpu);
    /// An interrupt that would come to a CPU that is offline comes to another one.
    CpuId online_or_other(CpuId cpu) const {
        if constexpr (kLean) {
            return cpu;
        } else {
            return queues_.masks().online().contains(cpu) ? cpu : queues_.masks().active().first();
        }
    }
    void add_interrupt(CpuId cpu, const WorkItem& item);
    void begin_items(CpuId cpu);
    void end_item(CpuId cpu, const WorkItem& item);
    void resume_all();
    void start(CpuId cpu);
    void pay_for_switch(CpuId cpu, TaskIndex previous, bool was_stopper);
    void pay_for_sending(CpuId executing) { add_cost(executing, Overhead::ipi, plan_.costs.ipi_send); }
    void add_cost(CpuId cpu, Overhead kind, std::int64_t length) {
        if (has_costs()) add_work(cpu, kind, length);
    }

    void end_period();
    void hold(const Delivery& interrupt);
    void release_held(CpuId cpu);
    void forget_instant();
    void schedule_kicked();
    void begin_next_job();
    void resched(CpuId cpu, CpuId executing) {
        Cpu& it = queues_.cpu(cpu);
        const bool is_told = std::exchange(it.needs_resched, true);
        if (cpu == executing || plan_.linux.resched.ns == 0) {
            kick(cpu);
        } else if (!is_told) {
            send(Delivery::Kind::resched, plan_.linux.resched.ns, cpu);
            pay_for_sending(executing);
        }
    }
    void kick(CpuId cpu) {
        kicked_.insert(cpu);
        has_kicked_ = true;
    }
    bool can_schedule(CpuId cpu) const {
        const Cpu& it = queues_.cpu(cpu);
        return !it.in_stopper && !RunQueues::in_work(it) && (it.has_left || !it.non_preemptible);
    }
    void schedule(CpuId cpu);
    /// pull_rt_task(): is there any other overloaded CPU?
    void pull(CpuId cpu) {
        if (queues_.is_other_overloaded(cpu) && (plan_.linux.uses_push_ipi() || queues_.may_attract(cpu))) {
            pull_from_others(cpu);
        }
    }
    void pull_from_others(CpuId cpu);
    /// Returns whether a task came.
    bool pull_from(CpuId source, CpuId cpu);
    bool may_pull(TaskIndex task, CpuId source, CpuId cpu) const;
    void tell_cpu_to_push(CpuId cpu);
    CpuId next_in_chain(CpuId executing);
    void push_tasks(CpuId cpu, bool pull, CpuId executing) {
        if (queues_.is_overloaded(cpu)) push_while_possible(cpu, pull, executing);
    }
    void push_while_possible(CpuId cpu, bool pull, CpuId executing);
    bool push_task(CpuId cpu, bool pull, CpuId executing);
    /// Returns whether the stopper was queued for it.
    bool push_current_away(CpuId cpu, CpuId executing);
    TaskIndex get_push_task(CpuId cpu);
    void queue_stopper(CpuId cpu, TaskIndex task, CpuId executing);
    void end_push_stop(CpuId cpu);
    void stopper_done(CpuId cpu);
    // linux_dl/deadline_kernel.hpp
    CpuId select_cpu(TaskIndex task, CpuId executing);
    /// Returns whether it is to be queued there: else it is throttled.
    bool wake_in_class(TaskIndex task, CpuId cpu);
    void leave_class(CpuId cpu);
    void change_class(TaskIndex task, std::int64_t key, CpuId executing);
    void wakeup_preempt_class(TaskIndex task, CpuId executing);
    void check_equal_deadline(TaskIndex woken, CpuId cpu, CpuId executing);
    void deadline_task_woken(TaskIndex task, CpuId executing);
    void balance(CpuId cpu, TaskIndex previous, bool has_left, bool was_stopper);
    CpuId find_later(TaskIndex task, CpuId executing);
    CpuId find_later_target(TaskIndex task, CpuId executing);
    void pull_deadline_tasks(CpuId cpu);
    bool push_deadline_task(CpuId cpu, CpuId executing);
    void push_deadline_tasks(CpuId cpu, CpuId executing) {
        while (push_deadline_task(cpu, executing)) {
        }
    }
    void end_runtime(CpuId cpu);
    void replenish(TaskIndex task);
    bool has_cpudl_place(TaskIndex task) const;
    /// A SCHED_DEADLINE task is current there.
    bool runs_deadline_task(CpuId cpu) const {
        const Cpu& it = queues_.cpu(cpu);
        return !it.in_stopper && it.current != kNoTask && queues_.class_of(it.current) == SchedClass::deadline;
    }
    // linux_dl/fair_kernel.hpp
    CpuId select_fair_cpu(TaskIndex task) const;
    CpuId source_for(CpuId idle) const;
    bool may_be_pulled(TaskIndex task, CpuId cpu) const;
    bool has_nothing(CpuId cpu) const;

    CpuId find_lowest(TaskIndex task, CpuId executing);
    /// find_lock_lowest_rq(): as find_lowest(), if it is another CPU and still less urgent.
    CpuId find_target(TaskIndex task, CpuId executing);
    void move(TaskIndex task, CpuId to, CpuId executing);
    void wakeup_preempt(TaskIndex task, CpuId executing);
    void preempt_realtime(TaskIndex task, CpuId executing);
    void task_woken(TaskIndex task, CpuId executing);
    void yield_to_equals(CpuId cpu);
    void check_equal_priority(TaskIndex woken, CpuId cpu, CpuId executing);
    void touch(Cpu& it, CpuId cpu) {
        const bool is_first = it.touched_in != instant_;
        it.touched_in = instant_;
        it.before = is_first ? it.current : it.before;
        touched_[touched_count_] = cpu;
        touched_count_ += is_first;
    }
    void begin_step(CpuId cpu) {
        const Cpu& it = queues_.cpu(cpu);
        if (it.current == kNoTask || it.has_left || queues_.job(it.current).has_begun_step) return;
        if (RunQueues::in_work(it) || (has_costs() && it.is_reloading)) return;  // it begins at the end of that
        enter_step(cpu);
    }
    void enter_step(CpuId cpu);
    void depart(TaskIndex task, CpuId from) {
        departures_.push_back({task, from});
        has_notes_ = true;
    }
    void refuse(TaskIndex task) {
        refused_.push_back(task);
        has_notes_ = true;
    }
    bool was_refused(TaskIndex task) const;
    bool refuses(TaskIndex task, CpuId to);
    bool has_left(TaskIndex task, CpuId cpu) const;

    bool has_costs() const { return !kLean && plan_.has_costs; }
    bool has_events() const { return !kLean && plan_.has_events(); }
    bool has_executor() const { return !kLean && executor_ != nullptr; }
    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }

    struct EntryStop {
        TaskIndex entrant = kNoTask;
        CpuId from = kNoCpu;
        CpuId to = kNoCpu;  ///< whose stopper runs too: the entrant and its current task swap; kNoCpu: no swap
        std::int64_t asked_at = 0;
    };
    struct EntryPlace {
        CpuId cpu = kNoCpu;
        bool swaps = false;
    };
    bool ask_to_move(TaskIndex entrant);
    /// `may_swap`: also where the current task would have to come here.
    EntryPlace find_entry_place(TaskIndex entrant, bool may_swap) const;
    bool can_swap(TaskIndex entrant, TaskIndex other) const;
    void end_entry_stop(CpuId cpu);
    /// Stoppers that work together wait for each other.
    bool all_have_stopped(CpuId cpu) const;

    void note_push_away(TaskIndex task, CpuId from, CpuId to);
    void end_ping_pong(std::size_t place);

    const Plan& plan_;
    Flavour flavour_;
    RunQueues queues_;
    std::optional<Throttling> throttling_;  // if it is in force
    Executor* executor_ = nullptr;

    void add_delivery(const Delivery& delivery) {
        deliveries_.push(delivery);
        next_delivery_ = earlier(next_delivery_, delivery.due);
    }

    std::priority_queue<Delivery> deliveries_;
    std::int64_t next_delivery_ = kNever;
    std::uint64_t sent_ = 0;
    std::vector<std::deque<Delivery>> held_;  // by CPU, while its interrupts are off, or until they are paid for

    Cpus kicked_;                // that shall schedule when they can
    bool has_kicked_ = false;      // there may be some
    std::vector<CpuId> going_on_;  // at this instant

    Slots<int, kLean> pinned_;             // by CPU: rq->nr_pinned
    Slots<EntryStop, kLean> entry_stops_;  // by CPU: what its stopper is for, if not a push

    std::vector<char> leaving_;            // by CPU: its stopper is for a task that must leave it

    // Where there are costs:
    KernelWork work_;
    CpuSet resuming_;                // CPUs whose work has ended at this instant
    CpuId scheduling_ = kNoCpu;      // what it does is paid for when schedule() is done
    std::vector<char> has_paid_;     // by task: for being switched out in the section that it is in

    // The RT_PUSH_IPI chain of the root domain: rto_cpu, rto_loop, rto_loop_next.
    CpuId chain_at_ = kNoCpu;
    std::uint64_t chain_loop_ = 0, chain_loop_next_ = 0;

    // Of this instant:
    std::uint64_t instant_ = 0;
    Slots<CpuId, kLean, kLeanSlots + 1> touched_;  // the first touched_count_ count
    std::size_t touched_count_ = 0;
    bool has_notes_ = false;  // is any of what follows not empty?
    std::vector<TaskIndex> pins_made_;

    struct Departure {
        TaskIndex task;
        CpuId from;
    };
    std::vector<Departure> departures_;
    std::vector<TaskIndex> refused_;
    struct PingPong {
        TaskIndex task;
        CpuId from, to;  // of the last move
        std::uint64_t moves;
        std::int64_t began, last;
        std::uint64_t events;  // when it moved last
    };
    std::vector<PingPong> ping_pongs_;  // that may be going on
    std::uint64_t events_ = 0;
    Findings findings_;
};

}  // namespace pinstack::linux_rt

#include "model/linux_dl/deadline_kernel.hpp"   // IWYU pragma: keep: its member functions
#include "model/linux_dl/fair_kernel.hpp"       // IWYU pragma: keep
#include "model/linux_rt/kernel_functions.hpp"  // IWYU pragma: keep: its member functions
