// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/linux_rt/circles.hpp"
#include "model/linux_rt/cpu_offline.hpp"
#include "model/linux_rt/kernel.hpp"
#include "model/linux_rt/paid_work.hpp"
#include "model/linux_rt/swap_on_entry.hpp"
#include "model/linux_rt/throttled_kernel.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace pinstack::linux_rt {

template <bool kLean>
Kernel<kLean>::Kernel(const Plan& plan, Flavour flavour)
    : plan_(plan),
      flavour_(flavour),
      queues_(plan),
      held_(at(plan.cpus)),
      kicked_(plan.cpus),
      pinned_(at(plan.cpus), 0),
      entry_stops_(at(plan.cpus)),
      leaving_(plan.has_events() ? at(plan.cpus) : 0),
      work_(plan.has_costs ? at(plan.cpus) : 0),
      resuming_(plan.cpus),
      has_paid_(plan.has_costs ? plan.tasks.size() : 0),
      touched_(at(plan.cpus) + 1) {
    if constexpr (!kLean) {
        const std::optional<RtThrottling>& limits = plan.linux.rt_throttling;
        if (limits && limits->runtime < limits->period) throttling_.emplace(*limits, queues_);
    }
}

template <bool kLean>
void Kernel<kLean>::forget_instant() {
    pins_made_.clear();
    departures_.clear();
    refused_.clear();
    has_notes_ = false;
}

// -- Wake-ups and sleep -------------------------------------------------------------------------------------------

template <bool kLean>
void Kernel<kLean>::wake(TaskIndex task) {
    const CpuId cpu = online_or_other(queues_.job(task).cpu);
    if (queues_.cpu(cpu).irqs_off && !has_costs()) {
        queues_.add_late(task);
        hold({queues_.now(), sent_++, Delivery::Kind::wake, cpu, task});
    } else {
        wake_up(task, cpu);
    }
}

template <bool kLean>
void Kernel<kLean>::wake_up(TaskIndex task, CpuId executing) {
    ++events_;
    Job& job = queues_.job(task);
    // select_task_rq_rt(); a migration-disabled task is not asked. What has left is the current task until schedule().
    // The stopper is a real-time task too, more urgent than all and bound to its CPU.
    CpuId cpu = job.cpu;
    if (!queues_.is_realtime(task)) [[unlikely]] {
        cpu = select_cpu(task, executing);
    } else if (job.pin == kNoCpu && job.is_movable) {
        const Cpu& there = queues_.cpu(cpu);
        bool yields = there.in_stopper;
        if (there.current != kNoTask) {
            const Job& running = queues_.job(there.current);
            const bool is_bound = !running.is_movable || (plan_.linux.md_is_pinned && running.pin != kNoCpu);
            yields = (is_bound || running.priority <= job.priority) && running.priority != kNormal;
        }
        if (yields) {
            const CpuId target = find_lowest(task, executing);
            if (target != kNoCpu && job.priority < queues_.most_urgent()[at(target)]) cpu = target;
        }
    }
    if (must_leave(task, cpu)) cpu = fallback_cpu(task);
    if (has_throttling()) [[unlikely]]
        throttling_->start_timer(executing);
    if (has_classes() && !wake_in_class(task, cpu)) [[unlikely]]
        return preemption_point(executing);
    if (cpu != job.cpu) {
        depart(task, job.cpu);
    } else if (queues_.cpu(cpu).has_left && queues_.cpu(cpu).current == task) {
        queues_.come_back(cpu);  // it is woken before it is gone; schedule() comes all the same
        return preemption_point(executing);
    }
    queues_.enqueue(task, cpu);
    wakeup_preempt(task, executing);
    task_woken(task, executing);
    preemption_point(executing);  // on the way out of the interrupt
}

template <bool kLean>
void Kernel<kLean>::wake_preempted(TaskIndex task, CpuId executing) {
    ++events_;
    wakeup_preempt(task, executing);
    task_woken(task, executing);
    preemption_point(executing);
}

template <bool kLean>
void Kernel<kLean>::wakeup_preempt(TaskIndex task, CpuId executing) {
    if (has_classes()) return wakeup_preempt_class(task, executing);
    preempt_realtime(task, executing);
}

template <bool kLean>
void Kernel<kLean>::preempt_realtime(TaskIndex task, CpuId executing) {
    const Job& job = queues_.job(task);
    const Cpu& to = queues_.cpu(job.cpu);
    if (to.in_stopper) return;
    if (to.current == kNoTask || job.priority < queues_.job(to.current).priority) {
        resched(job.cpu, executing);
    } else if (job.priority == queues_.job(to.current).priority && !to.needs_resched) {
        check_equal_priority(task, job.cpu, executing);
    }
}

template <bool kLean>
void Kernel<kLean>::task_woken(TaskIndex task, CpuId executing) {
    const Job& job = queues_.job(task);
    const Cpu& to = queues_.cpu(job.cpu);
    if (to.needs_resched || !job.is_movable) return;
    if (!queues_.is_realtime(task)) [[unlikely]]
        return deadline_task_woken(task, executing);
    if (!to.in_stopper) {
        if (to.current == kNoTask) return;
        const Job& running = queues_.job(to.current);
        if (running.priority == kNormal) return;
        if (running.is_movable && running.priority > job.priority) return;
    }
    push_tasks(job.cpu, false, executing);
}

template <bool kLean>
void Kernel<kLean>::check_equal_priority(TaskIndex woken, CpuId cpu, CpuId executing) {
    const auto has_place = [&](TaskIndex task) {
        const Cpus& mask = queues_.mask(task);
        for (CpuId each = mask.first(); each != kNoCpu; each = mask.next(each + 1)) {
            if (queues_.cpupri()[at(each)] > queues_.job(task).priority) return true;
        }
        return false;
    };
    const TaskIndex current = queues_.cpu(cpu).current;
    if (!queues_.job(current).is_movable || !has_place(current)) return;
    if (queues_.job(woken).is_movable && has_place(woken)) return;
    queues_.requeue_first(woken);
    resched(cpu, executing);
}

/// task_tick_rt(), at the instant at which the slice is used up and not at the next tick.
template <bool kLean>
void Kernel<kLean>::slice_ends(CpuId cpu) {
    ++events_;
    queues_.refill_slice(cpu);
    const Cpu& it = queues_.cpu(cpu);
    if (it.irqs_off || it.in_work) {
        return hold({queues_.now(), sent_++, Delivery::Kind::slice_end, cpu, it.current});
    }
    yield_to_equals(cpu);
    preemption_point(cpu);
}

template <bool kLean>
void Kernel<kLean>::yield_to_equals(CpuId cpu) {
    const TaskIndex task = queues_.cpu(cpu).current;
    if (queues_.class_of(task) == SchedClass::fair) [[unlikely]] {
        if (queues_.first_fair(cpu) != task) resched(cpu, cpu);
        return;
    }
    if (!queues_.has_equals(task)) return;
    queues_.requeue_last(task);
    resched(cpu, cpu);
}

template <bool kLean>
void Kernel<kLean>::leave(CpuId cpu) {
    ++events_;
    Cpu& it = queues_.cpu(cpu);
    if (has_classes()) [[unlikely]] {
        leave_class(cpu);
    } else {
        queues_.dequeue(it.current);
        queues_.leave(cpu);
    }
    kick(cpu);
    preemption_point(cpu);
}

// -- Sections -----------------------------------------------------------------------------------------------------

template <bool kLean>
void Kernel<kLean>::pin(TaskIndex task) {
    Job& job = queues_.job(task);
    job.pin = job.cpu;
    job.was_switched = false;
    ++pinned_[at(job.pin)];
    if (has_costs()) {
        has_paid_[at(task)] = 0;
        add_work(job.pin, Overhead::migrate_disable, plan_.costs.migrate_disable_pair);
    }
}

template <bool kLean>
void Kernel<kLean>::migrate_enable(TaskIndex task) {
    ++events_;
    Job& job = queues_.job(task);
    Cpu& cpu = queues_.cpu(job.cpu);
    if (job.was_switched) {
        // __set_cpus_allowed_ptr() picks a CPU that is not used, as the task may stay; the turn moves on all the same.
        next_in_turn(queues_.mask(task), cpu.last_pick);
        if (job.wants_push && cpu.push_task == kNoTask) queue_stopper(job.cpu, task, job.cpu);
    }
    --pinned_[at(job.pin)];
    job.pin = kNoCpu;
    job.was_switched = false;
    // migration_cpu_stop(), where it was given a mask without this CPU; where the CPU is only not active, schedule().
    if (has_events() && job.on != kNoCpu && !queues_.is_given(task, job.cpu)) resched(job.cpu, job.cpu);
    if (flavour_ == Flavour::chained && job.on != kNoCpu) push_tasks(job.cpu, true, job.cpu);
}

template <bool kLean>
void Kernel<kLean>::set_priority(TaskIndex task, std::int64_t key, CpuId executing) {
    ++events_;
    Job& job = queues_.job(task);
    if (!queues_.is_realtime(task) || key < 0 || key == kNormal) return change_class(task, key, executing);
    const auto priority = static_cast<Priority>(key);
    const bool is_lowered = priority > job.priority;
    queues_.change_priority(task, priority);
    if (!job.is_queued) return;
    const Cpu& cpu = queues_.cpu(job.cpu);
    if (cpu.current == task) {
        if (queues_.most_urgent()[at(job.cpu)] < priority) resched(job.cpu, executing);
        if (is_lowered) pull(job.cpu);
    } else if (!cpu.in_stopper && (cpu.current == kNoTask || priority < queues_.job(cpu.current).priority)) {
        resched(job.cpu, executing);
    }
}

// -- schedule() ---------------------------------------------------------------------------------------------------

template <bool kLean>
void Kernel<kLean>::schedule_kicked() {
    for (CpuId cpu = kicked_.first(); cpu != kNoCpu;) {
        if (can_schedule(cpu)) {
            schedule(cpu);
            if (has_executor()) executor_->action_done();
            cpu = kicked_.first();  // it may have sent others to work
        } else {
            cpu = kicked_.next(cpu + 1);
        }
    }
    has_kicked_ = !kicked_.empty();
}

/// Of a task that went on without schedule(): the lowest CPU's.
template <bool kLean>
void Kernel<kLean>::begin_next_job() {
    const auto lowest = std::min_element(going_on_.begin(), going_on_.end());
    const CpuId cpu = *lowest;
    going_on_.erase(lowest);
    // Who has taken its place, and spins, has looked at its lock already.
    if (kLean || !queues_.cpu(cpu).is_spinning) begin_step(cpu);
    if (has_executor()) executor_->action_done();
    if (has_kicked_) schedule_kicked();
}

template <bool kLean>
void Kernel<kLean>::schedule(CpuId cpu) {
    Cpu& it = queues_.cpu(cpu);
    touch(it, cpu);
    scheduling_ = cpu;
    const bool was_stopper = std::exchange(it.after_stopper, false);
    const bool has_left = std::exchange(it.has_left, false);
    const TaskIndex previous = it.current;
    if (has_classes()) [[unlikely]] {
        balance(cpu, previous, has_left, was_stopper);
    } else if (was_stopper || (has_left && queues_.most_urgent()[at(cpu)] > queues_.job(previous).priority)) {
        // need_pull_rt_task(): the CPU gets less urgent. What was not a real-time task before makes no such edge.
        pull(cpu);
    }
    it.needs_resched = false;  // clear_tsk_need_resched(): the pick sees what was pulled
    kicked_.erase(cpu);

    bool stops = it.push_task != kNoTask && !it.in_stopper && it.stop_queued;
    const bool is_barred = !stops && has_throttling() && throttling_->bars(cpu);
    if (!stops && !is_barred && must_leave(queues_.first(cpu), cpu)) [[unlikely]] {  // balance_push()
        it.push_task = queues_.first(cpu);
        leaving_[at(cpu)] = stops = true;
    }
    const TaskIndex next = stops || is_barred ? kNoTask : queues_.first(cpu);
    if (has_left) {
        it.current = kNoTask;
    } else if (previous != kNoTask && previous != next) {
        queues_.put(cpu);
    }
    if (stops) {
        it.stop_queued = false;
        queues_.begin_stopper(cpu, it.push_task);
        if (all_have_stopped(cpu)) send(Delivery::Kind::stopper_end, plan_.linux.stopper.ns, cpu);
        if (has_costs()) pay_for_switch(cpu, previous, was_stopper);
        return;
    }
    if (next == kNoTask) {
        if (has_costs()) pay_for_switch(cpu, previous, was_stopper);
        return;
    }
    if (it.current != next) {
        queues_.set_current(cpu, next);
        const PlanStep& step = queues_.step_of(next);
        const bool is_inside = step.non_preemptible && queues_.job(next).has_begun_step;
        queues_.set_sections(cpu, is_inside, is_inside && step.irqs_off);
    }
    // The balance callback of the pick.
    if (queues_.is_realtime(next)) {
        push_tasks(cpu, std::exchange(it.retries, false), cpu);
    } else if (queues_.class_of(next) == SchedClass::deadline) {
        push_deadline_tasks(cpu, cpu);
    }
    if (has_costs()) return pay_for_switch(cpu, previous, was_stopper);
    begin_step(cpu);
}

/// The current task itself: a section that begins its body, or follows a sleep, is entered now.
template <bool kLean>
void Kernel<kLean>::enter_step(CpuId cpu) {
    const Cpu& it = queues_.cpu(cpu);
    if (has_executor() && queues_.step_of(it.current).kind != StepKind::run) return executor_->picked(cpu);
    Job& job = queues_.job(it.current);
    job.has_begun_step = true;
    const PlanStep& step = queues_.step_of(it.current);
    queues_.set_sections(cpu, step.non_preemptible, step.irqs_off);
    if (!step.migrate_disabled || job.pin != kNoCpu || moves_before_entry(it.current)) return;
    pin(it.current);
    pins_made_.push_back(it.current);
    has_notes_ = true;
}

// -- Deliveries ---------------------------------------------------------------------------------------------------

template <bool kLean>
void Kernel<kLean>::send(Delivery::Kind kind, std::int64_t latency, CpuId cpu, TaskIndex task) {
    add_delivery({queues_.now() + latency, sent_++, kind, cpu, task});
}

template <bool kLean>
void Kernel<kLean>::deliver() {
    const Delivery delivery = deliveries_.top();
    deliveries_.pop();
    next_delivery_ = deliveries_.empty() ? kNever : deliveries_.top().due;
    if (online_or_other(delivery.cpu) != delivery.cpu) {  // an interrupt whose CPU has gone in the meantime
        // smpcfd_dying_cpu() did what was asked.
        if (delivery.kind == Delivery::Kind::call) executor_->call_answered(delivery.task);
        return;
    }
    const bool is_interrupt =
        delivery.kind != Delivery::Kind::stopper_end && delivery.kind != Delivery::Kind::look;
    if (is_interrupt && (queues_.cpu(delivery.cpu).irqs_off || has_costs())) {
        hold(delivery);
    } else {
        handle(delivery);
    }
}

template <bool kLean>
void Kernel<kLean>::handle(const Delivery& delivery) {
    const CpuId cpu = delivery.cpu;
    switch (delivery.kind) {
        case Delivery::Kind::resched:
            break;
        case Delivery::Kind::wake:
            return wake(delivery.task);
        case Delivery::Kind::look:
            return executor_->look_arrives(delivery.task);
        case Delivery::Kind::slice_end:
            if (queues_.cpu(cpu).current == delivery.task && !queues_.cpu(cpu).has_left) yield_to_equals(cpu);
            break;
        case Delivery::Kind::period_end:
            end_period();
            break;
        case Delivery::Kind::runtime_end:
            end_runtime(cpu);
            break;
        case Delivery::Kind::replenish:
            replenish(delivery.task);
            break;
        case Delivery::Kind::call:
            executor_->call_arrives(cpu, delivery.task);
            break;
        case Delivery::Kind::stopper_end:
            if (has_events() && leaving_[at(cpu)]) return end_leave_stop(cpu);
            return entry_stops_[at(cpu)].entrant != kNoTask ? end_entry_stop(cpu) : end_push_stop(cpu);
        case Delivery::Kind::chain: {  // rto_push_irq_work_func()
            if (queues_.first_pushable(cpu) != kNoTask) push_tasks(cpu, true, cpu);
            if (const CpuId next = next_in_chain(cpu); next != kNoCpu) {
                send(Delivery::Kind::chain, plan_.linux.ipi_hop.ns, next);
                pay_for_sending(cpu);
            }
        }
    }
    preemption_point(cpu);
}

// -- Pull ---------------------------------------------------------------------------------------------------------

template <bool kLean>
void Kernel<kLean>::edge_if_free(CpuId cpu) {
    const bool is_busy = queues_.cpu(cpu).in_stopper || queues_.cpu(cpu).is_throttled || online_or_other(cpu) != cpu;
    if (queues_.first(cpu) == kNoTask && !is_busy) edge(cpu);
}

template <bool kLean>
void Kernel<kLean>::edge(CpuId cpu) {
    if (online_or_other(cpu) != cpu) return;
    ++events_;
    pull(cpu);
    preemption_point(cpu);
}

template <bool kLean>
void Kernel<kLean>::pull_from_others(CpuId cpu) {
    if (plan_.linux.uses_push_ipi()) return tell_cpu_to_push(cpu);
    const Cpus& overloaded = queues_.overloaded();
    bool has_pulled = false;
    for (int i = 0; i < overloaded.words(); ++i) {
        // Most have nothing more urgent: those are sorted out without branches.
        std::uint64_t sources = 0;
        for (std::uint64_t bits = overloaded.word(i); bits != 0; bits &= bits - 1) {
            const CpuId source = i * 64 + std::countr_zero(bits);
            const bool is_source =
                (source != cpu) & (queues_.next_pushable_priority(source) < queues_.most_urgent()[at(cpu)]);
            sources |= std::uint64_t{is_source} << (source & 63);
        }
        for (; sources != 0; sources &= sources - 1) has_pulled |= pull_from(i * 64 + std::countr_zero(sources), cpu);
    }
    if (has_pulled) resched(cpu, cpu);
}

template <bool kLean>
bool Kernel<kLean>::pull_from(CpuId source, CpuId cpu) {
    TaskIndex task = queues_.first_pushable(source);
    while (task != kNoTask && !queues_.mask(task).contains(cpu)) task = queues_.next_pushable(task);
    if (task == kNoTask || !may_pull(task, source, cpu)) return false;
    if (queues_.is_pinned(task)) {
        if (const TaskIndex pushed = get_push_task(source); pushed != kNoTask) {
            queue_stopper(source, pushed, cpu);
            return false;
        }
        if (!plan_.linux.skip_md_head) return false;
        while (task != kNoTask && (queues_.is_pinned(task) || !queues_.mask(task).contains(cpu))) {
            task = queues_.next_pushable(task);
        }
        if (task == kNoTask || !may_pull(task, source, cpu)) return false;
    }
    depart(task, source);
    queues_.dequeue(task);
    queues_.enqueue(task, cpu);
    add_cost(cpu, Overhead::migration, plan_.costs.migration);
    return true;
}

template <bool kLean>
bool Kernel<kLean>::may_pull(TaskIndex task, CpuId source, CpuId cpu) const {
    const Cpu& it = queues_.cpu(source);
    if (queues_.job(task).priority >= queues_.most_urgent()[at(cpu)]) return false;
    // One that wakes up there, and is about to preempt, is left alone.
    return it.in_stopper || (it.current != kNoTask && queues_.job(task).priority >= queues_.job(it.current).priority);
}

template <bool kLean>
void Kernel<kLean>::tell_cpu_to_push(CpuId cpu) {
    ++chain_loop_next_;
    if (chain_at_ != kNoCpu) return;  // it is going round, and will see the new count
    if (const CpuId next = next_in_chain(cpu); next != kNoCpu) {
        send(Delivery::Kind::chain, plan_.linux.ipi_hop.ns, next);
        pay_for_sending(cpu);
    }
}

template <bool kLean>
CpuId Kernel<kLean>::next_in_chain(CpuId executing) {
    for (;;) {
        chain_at_ = queues_.overloaded().next(chain_at_ + 1);
        if (chain_at_ == executing) continue;
        if (chain_at_ != kNoCpu) return chain_at_;
        if (chain_loop_ == chain_loop_next_) return kNoCpu;
        chain_loop_ = chain_loop_next_;
    }
}

}  // namespace pinstack::linux_rt

#include "model/linux_rt/kernel_push.hpp"  // IWYU pragma: keep: push_rt_task() and the push stopper
