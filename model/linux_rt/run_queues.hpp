// SPDX-License-Identifier: Apache-2.0
//
// The run queues of a modelled kernel: what struct rq, struct rt_rq and the root domain hold for real-time tasks
// (kernel/sched/sched.h, rt.c; Linux 6.1 and 6.12), with the kernel's order among equals. It knows no event and moves
// nothing by itself.
//
// On each CPU all ready tasks are queued, the current one too, by priority and then by arrival: a preempted task keeps
// its place, one that comes from another CPU goes behind its equals. The pushable list holds those that may be sent
// elsewhere: queued, not current, more than one CPU in the mask, whether migration-disabled or not; by priority, equals
// in the order in which they came to the list. RunLists and RunBitmaps keep them.
//
// Tasks of other classes, where there are some, are in the queues of ClassQueues; what is here is then the real-time
// part.
//
// It is also what a Ledger looks at. Left out: group scheduling, CPU capacities.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "model/engine/instant_tree.hpp"
#include "model/engine/overhead.hpp"
#include "model/engine/plan.hpp"
#include "model/engine/urgency.hpp"
#include "model/hotplug/cpu_masks.hpp"
#include "model/linux_dl/class_queues.hpp"
#include "model/linux_rt/job_and_cpu.hpp"
#include "model/linux_rt/lowest_cpu.hpp"
#include "model/linux_rt/run_bitmaps.hpp"
#include "model/linux_rt/run_lists.hpp"
#include "model/platform/cpu_set.hpp"
#include "model/section/spin_time.hpp"

namespace pinstack::linux_rt {

/// `kLean`: of a plan of which Plan::is_lean() holds.
template <bool kLean>
class RunQueues {
public:
    using Cpus = std::conditional_t<kLean, CpuWord, CpuSet>;

    explicit RunQueues(const Plan& plan)
        : plan_(&plan),
          steps_(plan.steps.data()),
          jobs_(plan.tasks.size() + 1),
          cpus_(static_cast<std::size_t>(plan.cpus)),
          masks_(kLean ? plan.tasks.size() : 0),
          cpu_masks_(plan),
          most_urgent_(static_cast<std::size_t>(plan.cpus), kNormal),
          lists_(plan.tasks.size(), static_cast<std::size_t>(plan.cpus)),
          ends_(static_cast<std::size_t>(plan.cpus)),
          slice_ends_(static_cast<std::size_t>(plan.cpus)),
          overloaded_(plan.cpus),
          idle_(Cpus::all(plan.cpus)),
          idle_count_(plan.cpus),
          spin_time_(plan.tasks.size()),
          reloads_(plan.has_costs ? plan.tasks.size() : 0) {
        for (std::size_t i = 0; i < masks_.size(); ++i) {
            masks_[i] = Cpus(plan.masks[at(plan.tasks[i].mask_class)]);
        }
        job(kNoTask).priority = kNormal;
        for (TaskIndex i = 0; i < static_cast<TaskIndex>(plan.tasks.size()); ++i) {
            const PlanTask& task = plan.tasks[at(i)];
            job(i).cpu = task.home;
            job(i).priority = task.level;
            job(i).is_movable = mask(i).has_several();
            lists_.describe(i, task.level, job(i).is_movable);
            if (task.is_rr) slices_.resize(plan.tasks.size(), plan.linux.rr_slice.ns);
        }
        if constexpr (!kLean) {
            if (plan.has_classes) set_up_classes(plan);
        }
        for (std::size_t i = 0; i < cpus_.size() && !plan.linux.round_robin_state.empty(); ++i) {
            const std::vector<int>& picks = plan.linux.round_robin_state;
            cpus_[i].last_pick = picks[std::min(i, picks.size() - 1)];
        }
    }

    // -- What there is ------------------------------------------------------------------------------------------
    std::int64_t now() const { return now_; }
    /// kNoTask has one too, less urgent than all, so that the usual questions need not ask first whether there is one.
    Job& job(TaskIndex task) { return jobs_[at(task + 1)]; }
    const Job& job(TaskIndex task) const { return jobs_[at(task + 1)]; }
    Cpu& cpu(CpuId cpu) { return cpus_[at(cpu)]; }
    const Cpu& cpu(CpuId cpu) const { return cpus_[at(cpu)]; }
    int cpus() const { return plan_->cpus; }
    const PlanStep& step_of(TaskIndex task) const { return steps_[job(task).step]; }
    /// Of its affinity, the active ones.
    const Cpus& mask(TaskIndex task) const {
        if constexpr (kLean) {
            return masks_[at(task)];
        } else {
            return cpu_masks_.effective(task);
        }
    }
    bool is_pinned(TaskIndex task) const { return job(task).pin != kNoCpu; }
    /// Of the most urgent queued real-time task of each CPU, the current one included.
    const Slots<Priority, kLean>& most_urgent() const { return most_urgent_; }
    /// What cpupri has of each CPU: that, or more urgent than all where a SCHED_DEADLINE task is queued.
    const Slots<Priority, kLean>& cpupri() const {
        if constexpr (!kLean) {
            if (has_classes()) return classes_.cpupri;
        }
        return most_urgent_;
    }
    /// rto_mask: more than one task queued, and one of them movable (6.1's rt_rq->overloaded).
    const Cpus& overloaded() const { return overloaded_; }
    bool is_overloaded(CpuId cpu_id) const { return overloaded_.contains(cpu_id); }
    /// Is another CPU than this one?
    bool is_other_overloaded(CpuId cpu_id) const {
        if constexpr (kLean) return (overloaded_.word(0) & ~(std::uint64_t{1} << cpu_id)) != 0;
        return overloaded_count_ > static_cast<int>(is_overloaded(cpu_id));
    }
    /// The most urgent queued task of the CPU, and who comes behind a task; kNoTask where there is none.
    TaskIndex first(CpuId cpu_id) const {
        if constexpr (!kLean) {
            if (has_classes()) return first_of_all_classes(cpu_id);
        }
        return lists_.first(cpu_id);
    }
    TaskIndex next(TaskIndex task) const { return lists_.next(task, job(task).cpu); }
    /// The pushable list.
    TaskIndex first_pushable(CpuId cpu_id) const { return lists_.first_pushable(cpu_id); }
    TaskIndex next_pushable(TaskIndex task) const { return lists_.next_pushable(task, job(task).cpu); }
    /// Of the most urgent pushable task; kNormal where there is none (rt_rq->highest_prio.next).
    Priority next_pushable_priority(CpuId cpu_id) const { return lists_.most_urgent_pushable(cpu_id); }
    /// Can a pushable task of another CPU be more urgent than all on this one? Most often tells the others apart, for less
    /// than a look at each CPU.
    bool may_attract(CpuId cpu_id) const {
        if constexpr (kLean) return lists_.most_urgent_pushable() < most_urgent_[at(cpu_id)];
        return true;
    }
    std::int64_t earliest_end() const { return ends_.earliest(); }
    CpuId first_due_cpu() const { return ends_.first_at(now_); }
    /// Of SCHED_RR, on a CPU.
    std::int64_t earliest_slice_end() const { return kLean ? kNever : slice_ends_.earliest(); }
    CpuId first_cpu_with_slice_end() const { return slice_ends_.first_at(now_); }

    // -- What can be done ---------------------------------------------------------------------------------------
    void set_now(std::int64_t now) {
        now_ = now;
        if constexpr (!kLean) {
            if (has_classes()) classes().set_now(now);
        }
    }

    /// The timer that would wake the task has fired, but its CPU has interrupts off: from now on it waits, in no queue.
    void add_late(TaskIndex task) {
        if (is_late(task)) return;
        late_.push_back(task);
        has_changed_ = true;
    }
    /// activate_task(): behind its equals.
    void enqueue(TaskIndex task, CpuId cpu_id) {
        if (!kLean && !late_.empty()) [[unlikely]]
            std::erase(late_, task);
        job(task).cpu = cpu_id;
        job(task).is_queued = true;
        is_of_other_class(task) ? add_to_class(task) : lists_.add(task, cpu_id);
        settle(cpu_id);
    }
    /// deactivate_task()
    void dequeue(TaskIndex task) {
        job(task).is_queued = false;
        is_of_other_class(task) ? remove_from_class(task) : lists_.remove(task, job(task).cpu);
        settle(job(task).cpu);
    }
    /// The task is queued again: raised behind its new equals, lowered before them; among the pushable ones behind.
    void change_priority(TaskIndex task, Priority priority) {
        Job& it = job(task);
        it.priority = priority;
        has_changed_ = true;
        if (!it.is_queued) return lists_.change_priority(task, priority);
        lists_.change_priority(task, it.cpu, priority);
        settle(it.cpu);
    }
    /// requeue_task_rt() to the head of its equals. REQUIRES: queued.
    void requeue_first(TaskIndex task) {
        lists_.requeue_first(task, job(task).cpu);
        settle(job(task).cpu);
    }
    /// requeue_task_rt() to the tail of its equals. REQUIRES: the current task.
    void requeue_last(TaskIndex task) {
        lists_.requeue_last(task, job(task).cpu);
        settle(job(task).cpu);
    }
    /// Is another task of the same priority queued there?
    bool has_equals(TaskIndex task) const { return lists_.has_equals(task); }
    /// The current task has all of its slice again.
    void refill_slice(CpuId cpu_id) { slice_ends_.set(cpu_id, now_ + slice_of(cpu(cpu_id).current)); }
    /// put_prev_task_rt(): the current task leaves the CPU and stays queued. Its step stops.
    void put(CpuId cpu_id) {
        lift(cpu_id);
        cpu(cpu_id).current = kNoTask;
    }
    /// The current task, which is not queued any more, leaves the CPU. It stays `current`, as in the kernel, until
    /// schedule() picks another one; has_left tells.
    void leave(CpuId cpu_id) {
        lift(cpu_id);
        cpu(cpu_id).has_left = true;
    }
    /// What has left is back before schedule() took notice: it goes on with its job from the beginning of its step.
    void come_back(CpuId cpu_id) {
        Cpu& it = cpu(cpu_id);
        const TaskIndex task = it.current;
        it.has_left = false;
        enqueue(task, cpu_id);
        set_current(cpu_id, task);
    }
    /// set_next_task_rt(): the task runs. REQUIRES: queued there; nothing is current.
    void set_current(CpuId cpu_id, TaskIndex task) {
        is_of_other_class(task) ? start_in_class(task) : lists_.start(task, cpu_id);
        cpu(cpu_id).current = task;
        job(task).on = cpu_id;
        if (!in_work(cpu(cpu_id))) set_idle(cpu_id, false);
        const std::int64_t remaining = job(task).remaining;
        set_end(cpu_id, remaining == kNever ? kNever : now_ + remaining);
        if (has_slice(task)) slice_ends_.set(cpu_id, now_ + slices_[at(task)]);
        has_changed_ = true;
    }
    /// The step of the current task ends then; kNever: it has no end. While the kernel works there, it does not run.
    void set_end(CpuId cpu_id, std::int64_t end) {
        Cpu& it = cpu(cpu_id);
        if (in_work(it)) [[unlikely]] {
            if (end != kNever) job(it.current).remaining = end - now_;
            return;
        }
        it.end = end;
        ends_.set(cpu_id, end);
    }
    /// What the current task is in.
    void set_sections(CpuId cpu_id, bool non_preemptible, bool irqs_off) {
        Cpu& it = cpu(cpu_id);
        has_changed_ |= it.non_preemptible != non_preemptible;
        it.non_preemptible = non_preemptible;
        it.irqs_off = irqs_off;
    }
    /// The current task begins to spin, for a lock or (tlb_shootdown) for other CPUs, or goes on.
    void set_spinning(CpuId cpu_id, bool spinning, Overhead kind = Overhead::spin_wait);
    /// The push stopper takes the CPU, which nothing holds, or gives it back. `served`: whom it works for, queued
    /// there.
    void begin_stopper(CpuId cpu_id, TaskIndex served);
    void end_stopper(CpuId cpu_id, TaskIndex served);

    // Where operations of the kernel take time (docs/costs.md).
    /// The current task has the CPU: it did not leave.
    bool is_occupied(CpuId cpu_id) const { return job(cpu(cpu_id).current).on == cpu_id; }
    bool is_any_occupied() const {
        for (CpuId id = 0; id < cpus(); ++id) {
            if (is_occupied(id)) return true;
        }
        return false;
    }
    bool executes(CpuId cpu_id) const { return kLean || (!cpu(cpu_id).in_work && !cpu(cpu_id).is_reloading); }
    /// Kernel operations that take time hold the CPU.
    static bool in_work(const Cpu& it) { return !kLean && it.in_work; }
    /// An item of work begins. What the current task does stops until end_work(). REQUIRES: no stopper is there.
    void begin_work(CpuId cpu_id, Overhead kind, std::int64_t length);
    /// There is no further item.
    void end_work(CpuId cpu_id);
    /// What the task has to reload into the caches before it goes on there, in ns, while it does not.
    std::int64_t reload_on(TaskIndex task, CpuId cpu_id) const;
    /// REQUIRES: the current task's step is stopped.
    void begin_reload(CpuId cpu_id, std::int64_t length);
    /// At the end of an instant the task is current there: not where it was only in between.
    void set_last_ran(TaskIndex task, CpuId cpu_id);
    /// It goes on later.
    void stop_reload(CpuId cpu_id);
    /// The current task's step stops: it goes on after start_step().
    void stop_step(CpuId cpu_id);
    void start_step(CpuId cpu_id);

    // RT throttling (throttling.hpp).
    /// While throttled, what is queued there and not current neither waits nor is ready; a CPU that has nothing to do
    /// is in overhead.
    void set_throttled(CpuId cpu_id, bool throttled);
    /// Queued on CPUs that are throttled, and not current.
    template <class F>
    void for_each_throttled(F&& f) const {
        if constexpr (!kLean) {
            if (has_classes()) {
                for (const TaskIndex task : classes().throttled()) {
                    if (job(task).on == kNoCpu) f(task);
                }
            }
        }
        if (throttled_count_ == 0) return;
        for (CpuId id = 0; id < cpus(); ++id) {
            if (!cpu(id).is_throttled) continue;
            for (TaskIndex task = first(id); task != kNoTask; task = lists_.next(task, id)) {
                if (is_throttled_task(task)) f(task);
            }
        }
    }
    bool is_throttled_task(TaskIndex task) const {
        if constexpr (!kLean) {
            if (has_classes())
                return classes().is_throttled(task) && classes().is_ready(task) && job(task).on == kNoCpu;
        }
        return lists_.is_waiting(task) && is_throttled(job(task).cpu);
    }

    // CPUs that go offline, affinities that are set (cpu_offline.hpp). Never where kLean.
    const auto& masks() const { return cpu_masks_; }
    /// One that is not active is not in cpupri, and never overloaded.
    void set_active(CpuId cpu_id, bool active) {
        cpu_masks_.set_active(cpu_id, active);
        if (has_classes()) classes().deadlines().set_active(cpu_id, active);
        settle(cpu_id);
    }
    bool is_given(TaskIndex task, CpuId cpu_id) const {
        if constexpr (kLean) {
            return true;
        } else {
            return cpu_masks_.requested(task).contains(cpu_id);
        }
    }
    /// REQUIRES: nobody is there.
    void set_online(CpuId cpu_id, bool online) {
        cpu_masks_.set_online(cpu_id, online);
        set_idle(cpu_id, online);
        has_changed_ = true;
    }
    void set_mask_class(TaskIndex task, std::int32_t mask_class) {
        if constexpr (!kLean) {
            cpu_masks_.set_mask_class(task, mask_class);
            job(task).is_movable = cpu_masks_.requested(task).has_several();
            if (is_of_other_class(task)) {
                const Job& it = job(task);
                if (it.is_queued) classes().set_movable(task, it.cpu, it.on != kNoCpu, it.is_movable);
            } else {
                lists_.set_movable(task, job(task).cpu, job(task).is_movable);
            }
            settle(job(task).cpu);
        }
    }

    // Tasks of other classes (linux_dl/class_run_queues.hpp). Never where kLean.
    bool has_classes() const {
        if constexpr (kLean) {
            return false;
        } else {
            return classes_.queues.has_value();
        }
    }
    /// REQUIRES: has_classes().
    auto& classes() { return *classes_.queues; }
    const auto& classes() const { return *classes_.queues; }
    SchedClass class_of(TaskIndex task) const {
        if constexpr (!kLean) {
            if (has_classes()) return classes().class_of(task);
        }
        return SchedClass::realtime;
    }
    bool is_realtime(TaskIndex task) const { return class_of(task) == SchedClass::realtime; }
    /// The order of urgency for what follows. REQUIRES: has_classes().
    void order_jobs();
    /// As a number that is smaller for the more urgent task: what waiters for locks stand by, and lend. Its own,
    /// without what it inherits.
    std::int64_t lock_key(TaskIndex task) const;
    std::int64_t own_lock_key(TaskIndex task) const;
    /// The task has the class and the deadline or priority of that key. It stays queued and current.
    void set_lock_key(TaskIndex task, std::int64_t key);
    /// The fair task that is next; kNoTask where there is none.
    TaskIndex first_fair(CpuId cpu_id) const {
        if constexpr (kLean) {
            return kNoTask;
        } else {
            return classes().fair().first(cpu_id);
        }
    }
    /// A throttled task is on another CPU when it is woken.
    void set_cpu(TaskIndex task, CpuId cpu_id) { job(task).cpu = cpu_id; }
    void note_change() { has_changed_ = true; }

    SpinTime& spin_time() { return spin_time_; }

    // -- For the ledger -----------------------------------------------------------------------------------------
    /// Did anything of what follows change since the last call?
    bool take_changed() { return std::exchange(has_changed_, false); }
    /// By priority, then by place: the order of Top is the kernel's. Whom it has not woken yet comes behind his equals.
    Urgency urgency(TaskIndex task) const;
    Urgency running(CpuId cpu_id) const;
    bool is_idle(CpuId cpu_id) const { return idle_.contains(cpu_id); }
    int unused_count() const { return idle_count_; }
    const Cpus& unused_cpus() const { return idle_; }
    bool is_non_preemptible(CpuId cpu_id) const {
        return cpu(cpu_id).non_preemptible || (in_work(cpu(cpu_id)) && is_occupied(cpu_id));
    }
    CpuId only_cpu(TaskIndex task) const { return job(task).pin; }
    Urgency executing(CpuId cpu_id) const {
        return is_spinning(cpu_id) || !executes(cpu_id) || !is_occupied(cpu_id) ? kIdle : running(cpu_id);
    }
    const OverheadCount& overhead() const { return overhead_; }
    std::size_t waiting_count() const;
    bool is_waiting(TaskIndex task) const;
    /// Or served; kIdle where a CPU has neither: it idles, or the kernel works there, a stopper too, for nobody. (If it
    /// is throttled, that is as if somebody ran there who is more urgent than all.)
    Urgency least_urgent_running() const;
    /// Does a job wait although a less urgent one runs or a CPU idles? May be told of throttled jobs, too: a ledger that
    /// then looks finds none of them waiting.
    bool is_contested() const;
    /// `f(TaskIndex)` of each waiting job that is more urgent than `limit`.
    template <class F>
    void for_each_more_urgent(Urgency limit, F&& f) const {
        if constexpr (!kLean) {
            if (has_classes()) {
                for (const TaskIndex task : classes().order().waiting()) {
                    if (!more_urgent(urgency(task), limit)) return;
                    f(task);
                }
                return;
            }
        }
        lists_.for_each_waiting_before(limit, [&](TaskIndex task) {
            if (!is_throttled(job(task).cpu)) f(task);
        });
        for (const TaskIndex task : late_) {
            if (more_urgent(urgency(task), limit)) f(task);
        }
    }
    template <class F>
    void for_each_spinning(F&& f) const {  // for a lock
        for (const Cpu& cpu : cpus_) {
            if (cpu.is_spinning && cpu.spins_at == Overhead::spin_wait) f(cpu.current);
        }
    }
    template <class F>
    void for_each_served(F&& f) const {
        if (overhead_.total() == 0) return;
        for (CpuId id = 0; id < cpus(); ++id) {
            if (is_spinning(id) || (!executes(id) && is_occupied(id))) f(urgency(cpu(id).current));
            if (cpu(id).in_stopper && serves(id, cpu(id).push_task)) f(urgency(cpu(id).push_task));
        }
    }

private:
    /// As if somebody ran there who is more urgent than all.
    static constexpr Urgency kNobodyMayRun{std::numeric_limits<std::int64_t>::min(), kNoTask};
    /// Of late_, behind all places of queues.
    static constexpr std::int64_t kLatePlace = std::int64_t{1} << 40;

    /// Those that are throttled not counted.
    bool is_any_without_job() const;
    int online_count() const {
        if constexpr (kLean) {
            return cpus();
        } else {
            return cpu_masks_.online_count();
        }
    }
    bool is_late(TaskIndex task) const { return !kLean && std::find(late_.begin(), late_.end(), task) != late_.end(); }
    bool is_spinning(CpuId cpu_id) const { return !kLean && cpu(cpu_id).is_spinning; }
    bool is_throttled(CpuId cpu_id) const { return !kLean && cpu(cpu_id).is_throttled; }
    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }

    void set_idle(CpuId cpu_id, bool idle) {
        if (is_throttled(cpu_id)) [[unlikely]]
            return idle ? overhead_.begin(Overhead::throttled) : overhead_.end(Overhead::throttled);
        idle_count_ += idle ? 1 : -1;
        idle_.set(cpu_id, idle);
    }
    /// What the current task does stops.
    void stop(CpuId cpu_id) {
        if (cpu(cpu_id).is_reloading) {
            stop_reload(cpu_id);
        } else if (cpu(cpu_id).is_spinning) {
            set_spinning(cpu_id, false);
        } else {
            stop_step(cpu_id);
        }
    }
    /// It may have been pulled away, and another stopper may work for it there.
    bool serves(CpuId cpu_id, TaskIndex task) const {
        return task != kNoTask && is_served(task) && job(task).cpu == cpu_id;
    }
    /// The current task is on the CPU no more.
    void lift(CpuId cpu_id) {
        Cpu& it = cpu(cpu_id);
        Job& lifted = job(it.current);
        if constexpr (!kLean) {
            if (it.is_reloading) [[unlikely]]
                stop_reload(cpu_id);
            set_spinning(cpu_id, false);
        }
        if (it.end != kNever) lifted.remaining = it.end - now_;
        if (has_slice(it.current)) stop_slice(cpu_id);
        lifted.on = kNoCpu;
        lifted.was_switched = lifted.pin != kNoCpu;
        it.non_preemptible = it.irqs_off = false;
        set_end(cpu_id, kNever);
        if (!in_work(it)) set_idle(cpu_id, true);
        is_of_other_class(it.current) ? stop_in_class(it.current) : lists_.stop(it.current, cpu_id);
        has_changed_ = true;
    }
    /// The run queue of the CPU has changed.
    void settle(CpuId cpu_id) {
        has_changed_ = true;
        most_urgent_[at(cpu_id)] = lists_.most_urgent(cpu_id);
        if constexpr (!kLean) {
            if (has_classes()) classes_.cpupri[at(cpu_id)] = cpupri_of(cpu_id);
        }
        bool is_overloaded = lists_.is_overloaded(cpu_id);
        if constexpr (!kLean) is_overloaded &= cpu_masks_.active().contains(cpu_id);
        if constexpr (!kLean) overloaded_count_ += is_overloaded - overloaded_.contains(cpu_id);
        overloaded_.set(cpu_id, is_overloaded);
    }
    bool has_slice(TaskIndex task) const {
        if (kLean || slices_.empty()) return false;
        return is_of_other_class(task) ? class_of(task) == SchedClass::fair : plan_->tasks[at(task)].is_rr;
    }
    std::int64_t slice_of(TaskIndex task) const {
        return class_of(task) == SchedClass::fair ? plan_->linux.fair_slice.ns : plan_->linux.rr_slice.ns;
    }
    void set_up_classes(const Plan& plan);
    void add_to_class(TaskIndex task);
    void start_in_class(TaskIndex task);
    void stop_in_class(TaskIndex task);
    bool is_of_other_class(TaskIndex task) const { return !kLean && has_classes() && !is_realtime(task); }
    bool is_served(TaskIndex task) const {
        if constexpr (!kLean) {
            if (has_classes()) return is_in_hands_of_stopper(task);
        }
        return lists_.is_served(task);
    }
    bool is_in_hands_of_stopper(TaskIndex task) const {
        return std::find(classes_.served.begin(), classes_.served.end(), task) != classes_.served.end();
    }
    void set_served(TaskIndex task, CpuId cpu_id, bool is_served);
    void remove_from_class(TaskIndex task);
    TaskIndex first_of_all_classes(CpuId cpu_id) const;
    Priority cpupri_of(CpuId cpu_id) const;
    bool waits_in_queue(TaskIndex task) const {
        return job(task).is_queued && job(task).on == kNoCpu && !is_served(task);
    }
    Urgency least_urgent_of_all_classes() const;
    bool is_any_without_job_of_any_class() const;
    linux_dl::ReadyOrder::Key key_of(TaskIndex task) const;
    void stop_slice(CpuId cpu_id);
    std::size_t count_throttled() const;

    const Plan* plan_;
    const PlanStep* steps_;  // of the plan
    std::int64_t now_ = 0;
    Slots<Job, kLean, kLeanSlots + 1> jobs_;  // the first one is that of kNoTask
    Slots<Cpu, kLean> cpus_;
    Slots<Cpus, kLean> masks_;  // by task
    struct AllCpus {
        explicit AllCpus(const Plan&) {}
    };
    std::conditional_t<kLean, AllCpus, CpuMasks> cpu_masks_;  // where not
    Slots<Priority, kLean> most_urgent_;
    std::conditional_t<kLean, RunBitmaps, RunLists> lists_;
    BasicInstantTree<kLean> ends_;
    InstantTree slice_ends_;
    std::vector<std::int64_t> slices_;  // what is left of them, by task, while not on a CPU; empty: no SCHED_RR
    std::vector<TaskIndex> late_;       // ready, but not woken yet; in the order of their timers
    Cpus overloaded_;
    int overloaded_count_ = 0;
    Cpus idle_;
    int idle_count_;
    OverheadCount overhead_;
    SpinTime spin_time_;
    std::vector<std::int64_t> reloads_;
    int throttled_count_ = 0;           // CPUs
    struct NoClasses {};
    struct Classes {
        std::optional<linux_dl::ClassQueues> queues;  // where the plan has some; then:
        std::vector<Priority> cpupri;
        std::vector<TaskIndex> served;  // whom stoppers work for
    };
    std::conditional_t<kLean, NoClasses, Classes> classes_;
    bool has_changed_ = true;           // what the ledger sees
};

/// What is left is kept, wherever the task goes; nothing left is all of it.
template <bool kLean>
void RunQueues<kLean>::stop_slice(CpuId cpu_id) {
    std::int64_t& left = slices_[at(cpu(cpu_id).current)];
    left = slice_ends_.at(cpu_id) - now_;
    if (left == 0) left = slice_of(cpu(cpu_id).current);
    slice_ends_.set(cpu_id, kNever);
}

}  // namespace pinstack::linux_rt

#include "model/linux_dl/class_run_queues.hpp"  // IWYU pragma: keep: the rest of its member functions
#include "model/linux_rt/queues_at_work.hpp"  // IWYU pragma: keep
#include "model/linux_rt/queues_for_ledger.hpp"  // IWYU pragma: keep
#include "model/linux_rt/throttled_queues.hpp"  // IWYU pragma: keep
