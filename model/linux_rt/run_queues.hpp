// SPDX-License-Identifier: Apache-2.0
//
// The run queues of a modelled kernel: what struct rq, struct rt_rq and the root domain hold for real-time tasks
// (kernel/sched/sched.h, rt.c; Linux 6.1 and 6.12), with the kernel's order among equals. It knows no event and moves
// nothing by itself.
//
// On each CPU all ready tasks are queued, the current one too, by priority and then by arrival: a preempted task keeps
// its place, one that comes from another CPU goes behind its equals. The pushable list holds those that may be sent
// elsewhere: queued, not current, more than one CPU in the mask, whether migration-disabled or not; by priority, equals
// in the order in which they came to the list.
//
// It is also what a Ledger looks at. Left out: the other classes, group scheduling, CPU capacities.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "model/engine/instant_tree.hpp"
#include "model/engine/overhead.hpp"
#include "model/engine/plan.hpp"
#include "model/engine/urgency.hpp"
#include "model/linux_rt/lowest_cpu.hpp"
#include "model/platform/cpu_set.hpp"
#include "model/section/spin_time.hpp"

namespace pinstack::linux_rt {

class RunQueues {
public:
    /// A task's place on a list.
    struct Links {
        std::int64_t rank = 0;  ///< by priority and then by place; the smallest is the head
        TaskIndex next = kNoTask;
        TaskIndex previous = kNoTask;
    };
    /// What a task's current job is to the kernel.
    struct alignas(64) Job {
        Links queue;                 ///< on the run queue
        Links list;                  ///< on the pushable list
        std::int64_t remaining = 0;  ///< of the current step, while not on a CPU; kNever if it has no length
        std::uint32_t step = 0;      ///< place in Plan::steps
        Priority priority = 0;
        CpuId cpu = 0;                ///< task_cpu(): where it is queued or slept
        CpuId on = kNoCpu;            ///< the CPU it runs on
        CpuId pin = kNoCpu;           ///< migration-disabled there
        CpuId last_ran = kNoCpu;      ///< for counting migrations
        bool is_queued = false;       ///< on_rq
        bool is_pushable = false;     ///< on the pushable list
        bool is_movable = false;      ///< nr_cpus_allowed > 1
        bool was_switched = false;    ///< switched out inside its outermost migrate_disable(): its mask was narrowed
        bool wants_push = false;      ///< MDF_PUSH
        bool has_begun_step = false;  ///< the first part of its step was executed, and its section entered
        bool is_served = false;       ///< the push stopper that took its CPU works for it
    };
    struct alignas(64) Cpu {
        std::int64_t end = kNever;  ///< of the current task's step
        TaskIndex current = kNoTask;
        TaskIndex queue = kNoTask;      ///< head of the run queue
        TaskIndex list = kNoTask;       ///< head of the pushable list
        int total = 0;                  ///< rt_nr_running
        int movable = 0;                ///< rt_nr_migratory
        CpuId last_pick = 0;            ///< distribute_cpu_mask_prev
        TaskIndex push_task = kNoTask;  ///< whom the push stopper is to push; kNoTask: push_busy is not set
        TaskIndex before = kNoTask;     ///< what was current before the instant in which it was touched
        std::uint64_t touched_in = 0;   ///< number of an instant
        bool is_overloaded = false;     ///< in rto_mask
        bool stop_queued = false;       ///< the push stopper waits for the CPU
        bool in_stopper = false;
        bool after_stopper = false;  ///< what schedule() finds as prev is the stopper
        bool retries = false;        ///< chained: the stopper moved its task
        bool needs_resched = false;  ///< TIF_NEED_RESCHED
        bool has_left = false;       ///< what was current went to sleep or is done; schedule() will see to it
        bool non_preemptible = false;
        bool irqs_off = false;
        bool is_spinning = false;  ///< the current task waits for a lock
        bool holds_interrupts = false;  ///< that came while they were off
        bool in_work = false;           ///< operations of the kernel take their time there (docs/costs.md)
        bool is_reloading = false;      ///< the current task reloads its working set
        bool is_throttled = false;      ///< rt_throttled: no task is picked (throttling.hpp)
        Overhead work{};                ///< what the kernel works at
    };
    static_assert(sizeof(Cpu) == 64);

    explicit RunQueues(const Plan& plan)
        : plan_(&plan),
          jobs_(plan.tasks.size() + 1),
          cpus_(static_cast<std::size_t>(plan.cpus)),
          most_urgent_(static_cast<std::size_t>(plan.cpus), kNormal),
          waiting_ranks_(static_cast<std::size_t>(plan.cpus), kNever),
          ends_(static_cast<std::size_t>(plan.cpus)),
          slice_ends_(static_cast<std::size_t>(plan.cpus)),
          overloaded_(plan.cpus),
          idle_(CpuSet::all(plan.cpus)),
          idle_count_(plan.cpus),
          spin_time_(plan.tasks.size()),
          reloads_(plan.has_costs ? plan.tasks.size() : 0) {
        job(kNoTask).priority = kNormal;
        job(kNoTask).queue.rank = job(kNoTask).list.rank = kNever;
        for (TaskIndex i = 0; i < static_cast<TaskIndex>(plan.tasks.size()); ++i) {
            const PlanTask& task = plan.tasks[at(i)];
            job(i).cpu = task.home;
            job(i).priority = task.level;
            job(i).is_movable = mask_of(task).count() > 1;
            if (task.is_rr) slices_.resize(plan.tasks.size(), plan.linux.rr_slice.ns);
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
    const PlanStep& step_of(TaskIndex task) const { return plan_->steps[job(task).step]; }
    const CpuSet& mask(TaskIndex task) const { return mask_of(plan_->tasks[at(task)]); }
    bool is_pinned(TaskIndex task) const { return job(task).pin != kNoCpu; }
    /// Of the most urgent queued task of each CPU, the current one included.
    const std::vector<Priority>& most_urgent() const { return most_urgent_; }
    /// rto_mask: more than one task queued, and one of them movable (6.1's rt_rq->overloaded).
    const CpuSet& overloaded() const { return overloaded_; }
    int overloaded_count() const { return overloaded_count_; }
    /// Of the most urgent pushable task; kNormal where there is none (rt_rq->highest_prio.next).
    Priority next_pushable_priority(CpuId cpu_id) const { return job(cpu(cpu_id).list).priority; }
    std::int64_t earliest_end() const { return ends_.earliest(); }
    CpuId first_due_cpu() const { return ends_.first_at(now_); }
    /// Of SCHED_RR, on a CPU.
    std::int64_t earliest_slice_end() const { return slice_ends_.earliest(); }
    CpuId first_cpu_with_slice_end() const { return slice_ends_.first_at(now_); }

    // -- What can be done ---------------------------------------------------------------------------------------
    void set_now(std::int64_t now) { now_ = now; }

    /// activate_task(): behind its equals.
    void enqueue(TaskIndex task, CpuId cpu_id) {
        Job& it = job(task);
        Cpu& to = cpu(cpu_id);
        it.cpu = cpu_id;
        it.is_queued = true;
        it.queue.rank = rank_of(it.priority, ++tail_);
        link<&Job::queue>(to.queue, task);
        ++to.total;
        to.movable += it.is_movable;
        ++waiting_;
        add_pushable(task);
        settle(cpu_id);
    }
    /// deactivate_task()
    void dequeue(TaskIndex task) {
        Job& it = job(task);
        Cpu& from = cpu(it.cpu);
        remove_pushable(task);
        unlink<&Job::queue>(from.queue, task);
        it.is_queued = false;
        --from.total;
        from.movable -= it.is_movable;
        waiting_ -= it.on == kNoCpu && !it.is_served;
        it.is_served = false;  // pulled away under the stopper's hands
        settle(it.cpu);
    }
    /// The task is queued again: raised behind its new equals, lowered before them; among the pushable ones behind.
    void change_priority(TaskIndex task, Priority priority) {
        Job& it = job(task);
        const bool is_raised = priority < it.priority;
        const bool was_pushable = it.is_pushable;
        Cpu& there = cpu(it.cpu);
        remove_pushable(task);
        unlink<&Job::queue>(there.queue, task);
        it.priority = priority;
        it.queue.rank = rank_of(priority, is_raised ? ++tail_ : --head_);
        link<&Job::queue>(there.queue, task);
        if (was_pushable) add_pushable(task);
        least_ = kIdle;
        settle(it.cpu);
    }
    /// requeue_task_rt() to the head of its equals. REQUIRES: queued.
    void requeue_first(TaskIndex task) {
        Job& it = job(task);
        unlink<&Job::queue>(cpu(it.cpu).queue, task);
        it.queue.rank = rank_of(it.priority, --head_);
        link<&Job::queue>(cpu(it.cpu).queue, task);
        settle(it.cpu);
    }
    /// requeue_task_rt() to the tail of its equals. REQUIRES: the current task.
    void requeue_last(TaskIndex task) {
        Job& it = job(task);
        unlink<&Job::queue>(cpu(it.cpu).queue, task);
        it.queue.rank = rank_of(it.priority, ++tail_);
        link<&Job::queue>(cpu(it.cpu).queue, task);
        settle(it.cpu);
        if (least_.task == task) least_ = kIdle;
    }
    /// Is another task of the same priority queued there?
    bool has_equals(TaskIndex task) const {
        const Job& it = job(task);
        const auto is_equal = [&](TaskIndex other) { return other != kNoTask && job(other).priority == it.priority; };
        return is_equal(it.queue.previous) || is_equal(it.queue.next);
    }
    /// The current task, of SCHED_RR, has all of its slice again.
    void refill_slice(CpuId cpu_id) { slice_ends_.set(cpu_id, now_ + plan_->linux.rr_slice.ns); }
    /// put_prev_task_rt(): the current task leaves the CPU and stays queued. Its step stops.
    void put(CpuId cpu_id) {
        Cpu& it = cpu(cpu_id);
        const TaskIndex task = it.current;
        lift(cpu_id);
        it.current = kNoTask;
        ++waiting_;
        find_first_waiting(cpu_id);
        add_pushable(task);
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
        remove_pushable(task);
        cpu(cpu_id).current = task;
        job(task).on = cpu_id;
        --waiting_;
        find_first_waiting(cpu_id);
        if (!cpu(cpu_id).in_work) set_idle(cpu_id, false);
        if (more_urgent(least_, urgency(task))) least_ = urgency(task);
        const std::int64_t remaining = job(task).remaining;
        set_end(cpu_id, remaining == kNever ? kNever : now_ + remaining);
        if (is_rr(task)) slice_ends_.set(cpu_id, now_ + slices_[at(task)]);
        has_changed_ = true;
    }
    /// The step of the current task ends then; kNever: it has no end. While the kernel works there, it does not run.
    void set_end(CpuId cpu_id, std::int64_t end) {
        Cpu& it = cpu(cpu_id);
        if (it.in_work) [[unlikely]] {
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
    /// The current task begins to spin, or goes on.
    void set_spinning(CpuId cpu_id, bool spinning) {
        Cpu& it = cpu(cpu_id);
        if (it.is_spinning == spinning) return;
        it.is_spinning = spinning;
        if (spinning) {
            overhead_.begin(Overhead::spin_wait);
            spin_time_.begin(it.current, now_);
        } else {
            overhead_.end(Overhead::spin_wait);
            spin_time_.end(it.current, now_);
        }
        has_changed_ = true;
    }
    /// The push stopper takes the CPU, which nothing holds, or gives it back. `served`: whom it works for, queued
    /// there.
    void begin_stopper(CpuId cpu_id, TaskIndex served) {
        cpu(cpu_id).in_stopper = true;
        has_changed_ = true;
        set_idle(cpu_id, false);
        overhead_.begin(Overhead::stopper);
        if (job(served).is_queued && job(served).cpu == cpu_id && job(served).on == kNoCpu) {
            job(served).is_served = true;
            --waiting_;
            find_first_waiting(cpu_id);
        }
    }
    void end_stopper(CpuId cpu_id, TaskIndex served) {
        cpu(cpu_id).in_stopper = false;
        has_changed_ = true;
        set_idle(cpu_id, true);
        overhead_.end(Overhead::stopper);
        if (serves(cpu_id, served)) {
            job(served).is_served = false;
            ++waiting_;
            find_first_waiting(cpu_id);
        }
    }

    // Where operations of the kernel take time (docs/costs.md).
    /// The current task has the CPU: it did not leave.
    bool is_occupied(CpuId cpu_id) const { return job(cpu(cpu_id).current).on == cpu_id; }
    bool is_any_occupied() const {
        for (CpuId id = 0; id < cpus(); ++id) {
            if (is_occupied(id)) return true;
        }
        return false;
    }
    bool executes(CpuId cpu_id) const { return !cpu(cpu_id).in_work && !cpu(cpu_id).is_reloading; }
    /// An item of work begins. What the current task does stops until end_work(). REQUIRES: no stopper is there.
    void begin_work(CpuId cpu_id, Overhead kind, std::int64_t length) {
        Cpu& it = cpu(cpu_id);
        if (it.in_work) {
            overhead_.end(it.work);
        } else if (is_occupied(cpu_id)) {
            stop(cpu_id);
        } else {
            set_idle(cpu_id, false);
        }
        it.end = kNever;
        it.in_work = true;
        it.work = kind;
        overhead_.begin(kind);
        ends_.set(cpu_id, now_ + length);
        has_changed_ = true;
    }
    /// There is no further item.
    void end_work(CpuId cpu_id) {
        Cpu& it = cpu(cpu_id);
        overhead_.end(it.work);
        it.in_work = false;
        if (!is_occupied(cpu_id)) set_idle(cpu_id, true);
        ends_.set(cpu_id, kNever);
        has_changed_ = true;
    }
    /// What the task has to reload into the caches before it goes on there, in ns, while it does not.
    std::int64_t reload_on(TaskIndex task, CpuId cpu_id) const {
        const CpuId last = job(task).last_ran;
        return last == kNoCpu || last == cpu_id ? reloads_[at(task)] : plan_->reload(task, last, cpu_id);
    }
    /// REQUIRES: the current task's step is stopped.
    void begin_reload(CpuId cpu_id, std::int64_t length) {
        cpu(cpu_id).is_reloading = true;
        overhead_.begin(Overhead::cache_reload);
        set_end(cpu_id, now_ + length);
        has_changed_ = true;
    }
    /// At the end of an instant the task is current there: not where it was only in between.
    void set_last_ran(TaskIndex task, CpuId cpu_id) {
        if (plan_->has_costs) reloads_[at(task)] = reload_on(task, cpu_id);
        job(task).last_ran = cpu_id;
    }
    /// It goes on later.
    void stop_reload(CpuId cpu_id) {
        Cpu& it = cpu(cpu_id);
        it.is_reloading = false;
        overhead_.end(Overhead::cache_reload);
        if (job(it.current).last_ran == cpu_id) reloads_[at(it.current)] = it.end - now_;
        set_end(cpu_id, kNever);
        has_changed_ = true;
    }
    /// The current task's step stops: it goes on after start_step().
    void stop_step(CpuId cpu_id) {
        Cpu& it = cpu(cpu_id);
        if (it.end == kNever) return;
        job(it.current).remaining = it.end - now_;
        set_end(cpu_id, kNever);
    }
    void start_step(CpuId cpu_id) {
        const std::int64_t remaining = job(cpu(cpu_id).current).remaining;
        if (remaining != kNever) set_end(cpu_id, now_ + remaining);
    }

    // RT throttling (throttling.hpp).
    /// While throttled, what is queued there and not current neither waits nor is ready; a CPU that has nothing to do
    /// is in overhead.
    void set_throttled(CpuId cpu_id, bool throttled);
    /// Queued on CPUs that are throttled, and not current.
    template <class F>
    void for_each_throttled(F&& f) const {
        if (throttled_count_ == 0) return;
        for (CpuId id = 0; id < cpus(); ++id) {
            if (!cpu(id).is_throttled) continue;
            for (TaskIndex task = cpu(id).queue; task != kNoTask; task = job(task).queue.next) {
                if (is_throttled(task)) f(task);
            }
        }
    }
    bool is_throttled(TaskIndex task) const {
        const Job& it = job(task);
        return it.is_queued && it.on == kNoCpu && !it.is_served && cpu(it.cpu).is_throttled;
    }

    SpinTime& spin_time() { return spin_time_; }

    // -- For the ledger -----------------------------------------------------------------------------------------
    /// Did anything of what follows change since the last call?
    bool take_changed() { return std::exchange(has_changed_, false); }
    /// By priority, then by place: the order of Top is the kernel's.
    Urgency urgency(TaskIndex task) const { return {job(task).queue.rank, task}; }
    Urgency running(CpuId cpu_id) const {
        const TaskIndex task = cpu(cpu_id).current;
        if (is_occupied(cpu_id)) return {job(task).queue.rank, task};
        return cpu(cpu_id).is_throttled ? kNobodyMayRun : kIdle;
    }
    bool is_idle(CpuId cpu_id) const { return idle_.contains(cpu_id); }
    int unused_count() const { return idle_count_; }
    const CpuSet& unused_cpus() const { return idle_; }
    bool is_non_preemptible(CpuId cpu_id) const {
        return cpu(cpu_id).non_preemptible || (cpu(cpu_id).in_work && is_occupied(cpu_id));
    }
    CpuId only_cpu(TaskIndex task) const { return job(task).pin; }
    Urgency executing(CpuId cpu_id) const {
        return cpu(cpu_id).is_spinning || !executes(cpu_id) || !is_occupied(cpu_id) ? kIdle : running(cpu_id);
    }
    const OverheadCount& overhead() const { return overhead_; }
    std::size_t waiting_count() const {
        return static_cast<std::size_t>(throttled_count_ == 0 ? waiting_ : waiting_ - count_throttled());
    }
    bool is_waiting(TaskIndex task) const {
        const Job& it = job(task);
        return it.is_queued && it.on == kNoCpu && !it.is_served && !cpu(it.cpu).is_throttled;
    }
    /// kIdle where a CPU idles; more urgent than all where none runs. O(CPUs) after that job left its CPU, else O(1).
    Urgency least_urgent_running() const {
        if (idle_count_ > 0) return kIdle;
        if (least_.task == kIdle.task) find_least_urgent_running();
        return least_;
    }
    /// Does a job wait although a less urgent one runs or a CPU idles? May be told of throttled jobs, too: a ledger that
    /// then looks finds none of them waiting.
    bool is_contested() const {
        if (waiting_count() == 0) return false;
        if (idle_count_ > 0) return true;
        const std::int64_t least = least_urgent_running().key;
        bool is_less_urgent = false;
        for (const std::int64_t rank : waiting_ranks_) is_less_urgent |= rank < least;
        return is_less_urgent;
    }
    /// `f(TaskIndex)` of each waiting job that is more urgent than `limit`.
    template <class F>
    void for_each_more_urgent(Urgency limit, F&& f) const {
        for (CpuId id = 0; id < cpus(); ++id) {
            if (waiting_ranks_[at(id)] >= limit.key) continue;
            for (TaskIndex task = cpu(id).queue; job(task).queue.rank < limit.key; task = job(task).queue.next) {
                if (is_waiting(task)) f(task);
            }
        }
    }
    template <class F>
    void for_each_spinning(F&& f) const {
        for (const Cpu& cpu : cpus_) {
            if (cpu.is_spinning) f(cpu.current);
        }
    }
    template <class F>
    void for_each_served(F&& f) const {
        if (overhead_.total() == 0) return;
        for (CpuId id = 0; id < cpus(); ++id) {
            if (cpu(id).is_spinning || (!executes(id) && is_occupied(id))) f(urgency(cpu(id).current));
            if (cpu(id).in_stopper && serves(id, cpu(id).push_task)) f(urgency(cpu(id).push_task));
        }
    }

private:
    /// As if somebody ran there who is more urgent than all.
    static constexpr Urgency kNobodyMayRun{std::numeric_limits<std::int64_t>::min(), kNoTask};

    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }
    const CpuSet& mask_of(const PlanTask& task) const { return plan_->masks[at(task.mask_class)]; }

    /// Of two tasks the more urgent one has the smaller rank; equals are ordered by place.
    static std::int64_t rank_of(Priority priority, std::int64_t place) {
        constexpr int kPlaceBits = 42;  // either side of the middle; leaves 21 for the priority
        return (std::int64_t{priority} << kPlaceBits) + (std::int64_t{1} << (kPlaceBits - 1)) + place;
    }
    template <Links Job::*kLinks>
    void link(TaskIndex& head, TaskIndex task) {
        Links& it = job(task).*kLinks;
        TaskIndex before = kNoTask, after = head;
        while ((job(after).*kLinks).rank < it.rank) {
            before = after;
            after = (job(after).*kLinks).next;
        }
        it.next = after;
        it.previous = before;
        (before == kNoTask ? head : (job(before).*kLinks).next) = task;
        (job(after).*kLinks).previous = task;
    }
    template <Links Job::*kLinks>
    void unlink(TaskIndex& head, TaskIndex task) {
        const Links& it = job(task).*kLinks;
        (it.previous == kNoTask ? head : (job(it.previous).*kLinks).next) = it.next;
        (job(it.next).*kLinks).previous = it.previous;
    }

    void set_idle(CpuId cpu_id, bool idle) {
        if (cpu(cpu_id).is_throttled) [[unlikely]]
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
        return task != kNoTask && job(task).is_served && job(task).cpu == cpu_id;
    }
    /// The current task is on the CPU no more.
    void lift(CpuId cpu_id) {
        Cpu& it = cpu(cpu_id);
        Job& lifted = job(it.current);
        if (it.is_reloading) [[unlikely]]
            stop_reload(cpu_id);
        if (it.end != kNever) lifted.remaining = it.end - now_;
        if (is_rr(it.current)) stop_slice(cpu_id);
        lifted.on = kNoCpu;
        lifted.was_switched = lifted.pin != kNoCpu;
        it.non_preemptible = it.irqs_off = false;
        set_spinning(cpu_id, false);
        set_end(cpu_id, kNever);
        if (!it.in_work) set_idle(cpu_id, true);
        if (least_.task == it.current) least_ = kIdle;
        has_changed_ = true;
    }
    /// The run queue of the CPU has changed.
    void settle(CpuId cpu_id) {
        Cpu& it = cpu(cpu_id);
        has_changed_ = true;
        most_urgent_[at(cpu_id)] = job(it.queue).priority;
        find_first_waiting(cpu_id);
        const bool is_overloaded = (it.total > 1) & (it.movable > 0);
        overloaded_count_ += is_overloaded - it.is_overloaded;
        it.is_overloaded = is_overloaded;
        overloaded_.set(cpu_id, is_overloaded);
    }
    void find_first_waiting(CpuId cpu_id) {
        TaskIndex first = cpu(cpu_id).queue;
        if (job(first).on != kNoCpu) first = job(first).queue.next;
        if (job(first).is_served) [[unlikely]]
            first = job(first).queue.next;
        waiting_ranks_[at(cpu_id)] = job(first).queue.rank;
    }
    void add_pushable(TaskIndex task) {
        Job& it = job(task);
        if (!it.is_movable) return;
        it.list.rank = rank_of(it.priority, ++tail_);
        it.is_pushable = true;
        link<&Job::list>(cpu(it.cpu).list, task);
    }
    void remove_pushable(TaskIndex task) {
        Job& it = job(task);
        if (!it.is_pushable) return;
        it.is_pushable = false;
        unlink<&Job::list>(cpu(it.cpu).list, task);
    }
    bool is_rr(TaskIndex task) const { return !slices_.empty() && plan_->tasks[at(task)].is_rr; }
    void stop_slice(CpuId cpu_id);
    int count_throttled() const;
    void find_least_urgent_running() const;

    const Plan* plan_;
    std::int64_t now_ = 0;
    std::vector<Job> jobs_;  // the first one is that of kNoTask
    std::vector<Cpu> cpus_;
    std::vector<Priority> most_urgent_;
    std::vector<std::int64_t> waiting_ranks_;  // by CPU, of the most urgent waiting or throttled task
    InstantTree ends_;
    InstantTree slice_ends_;
    std::vector<std::int64_t> slices_;  // what is left of them, by task, while not on a CPU; empty: no SCHED_RR
    CpuSet overloaded_;
    int overloaded_count_ = 0;
    CpuSet idle_;
    int idle_count_;
    OverheadCount overhead_;
    SpinTime spin_time_;
    std::vector<std::int64_t> reloads_;
    int waiting_ = 0;          // those on throttled CPUs included
    int throttled_count_ = 0;  // CPUs
    std::int64_t tail_ = 0, head_ = 0;  // places given
    bool has_changed_ = true;           // what the ledger sees
    mutable Urgency least_ = kIdle;     // the least urgent running task; kIdle = to be found
};

}  // namespace pinstack::linux_rt
