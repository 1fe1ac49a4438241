// SPDX-License-Identifier: Apache-2.0
//
// Engine, where operations of the kernel take time: what docs/costs.md says. While the kernel works on a CPU, its job
// is stopped and non-preemptible; DispatchState keeps what is left of the step, KernelWork what is still to be done.
//
// Included by engine.hpp alone.
#pragma once

#include <algorithm>
#include <cstdint>

#include "model/engine/engine.hpp"

namespace pinstack {

// -- Work ---------------------------------------------------------------------------------------------------------

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::add_work(CpuId cpu, Overhead kind, std::int64_t length) {
    if (length == 0) return;
    work_.add_task_item(cpu, {kind, length});
    if (!state_.in_work(cpu)) begin_work(cpu);
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::add_interrupt(CpuId cpu, WorkItem item) {
    if (item.length == 0 && item.caller == kNoTask) return;
    work_.add_interrupt_item(cpu, item);
    if (!state_.in_work(cpu) && work_.can_begin(cpu)) begin_work(cpu);
}

template <class Balancer, bool kObserved, bool kLean>
bool Engine<Balancer, kObserved, kLean>::begin_work(CpuId cpu) {
    const bool was_in_work = state_.in_work(cpu);
    do {
        const WorkItem item = work_.begin(cpu);
        if (item.length > 0) {
            state_.begin_work(cpu, item.kind, item.length);
            return true;
        }
        acknowledge(cpu, item.caller);
        if (!was_in_work && state_.in_work(cpu)) return true;  // what its caller did next began there
    } while (work_.can_begin(cpu));
    return false;
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::set_irqs_off(CpuId cpu, bool off) {
    work_.set_irqs_off(cpu, off);
    if (!off && !state_.in_work(cpu) && work_.can_begin(cpu)) begin_work(cpu);
}

template <class Balancer, bool kObserved, bool kLean>
bool Engine<Balancer, kObserved, kLean>::ends_overhead(CpuId cpu) {
    if (!state_.in_work(cpu) && !state_.is_reloading(cpu)) return false;
    local_.insert(cpu);
    if (state_.is_reloading(cpu)) {
        state_.stop_reload(cpu);
        resume(cpu);
        return true;
    }
    const WorkItem ended = work_.current(cpu);
    if (ended.wakes != kNoTask) has_arrived(ended.wakes);
    if (ended.caller != kNoTask) acknowledge(cpu, ended.caller);
    if (!work_.can_begin(cpu) || !begin_work(cpu)) {
        state_.end_work(cpu);
        if (!state_.is_idle(cpu)) resume(cpu);
    }
    return true;
}

/// The job on the CPU is not held any more. If it is still there after the dispatch, it goes on.
template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::resume(CpuId cpu) {
    const TaskIndex task = state_.running(cpu).task;
    if (std::exchange(was_granted_[at(task)], 0)) {
        enter(task, JobState::running);
        proceed(task, cpu);
    } else if (has_call(task)) {
        wait_for_call(task, cpu);
    } else if (locks_.wanted_by(task) != kNoLock) {
        state_.begin_spin(cpu);
    } else {
        state_.touch(cpu);
        state_.set_non_preemptible(cpu, state_.step_of(task).non_preemptible);
    }
}

// -- Interrupts ---------------------------------------------------------------------------------------------------

template <class Balancer, bool kObserved, bool kLean>
std::int64_t Engine<Balancer, kObserved, kLean>::next_tick() const {
    const std::int64_t period = plan_.costs.timer_tick_period;
    if (period == 0 || plan_.costs.timer_tick == 0 || state_.idle_count() == ledger_.online()) return kNever;
    return (state_.now() / period + 1) * period;
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::handle_ticks() {
    const std::int64_t period = plan_.costs.timer_tick_period;
    if (period == 0 || state_.now() == 0 || state_.now() % period != 0) return;
    for (CpuId cpu = 0; cpu < plan_.cpus; ++cpu) {
        if (state_.is_idle(cpu) || work_.has_waiting_interrupt(cpu, Overhead::timer_tick)) continue;
        add_interrupt(cpu, {Overhead::timer_tick, plan_.costs.timer_tick});
    }
}

/// The releases of an instant, in file order.
template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::handle_arrivals() {
    std::sort(released_.begin(), released_.end(),
              [this](TaskIndex a, TaskIndex b) { return planned(a).file_index < planned(b).file_index; });
    for (const TaskIndex task : released_) arrive(task);
    released_.clear();
}

/// The timer of the task fires on its CPU.
template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::arrive(TaskIndex task) {
    enter(task, JobState::overhead);
    const Job& job = state_.job(task);
    const CpuId cpu = job.pin != kNoCpu ? job.pin : online_or_other(job.last_cpu);
    const KernelCosts& costs = plan_.costs;
    if (costs.interrupt == 0 && costs.wake_up == 0) {
        local_.insert(cpu);
        has_arrived(task);
        return;
    }
    add_interrupt(cpu, {Overhead::interrupt, costs.interrupt, costs.wake_up == 0 ? task : kNoTask});
    add_interrupt(cpu, {Overhead::wake_up, costs.wake_up, task});
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::has_arrived(TaskIndex task) {
    if (state_.step_of(task).kind == StepKind::suspend) return proceed(task);
    enter(task, JobState::interference);
    make_ready(task);
}

// -- Sections -----------------------------------------------------------------------------------------------------

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::pay_for_pin(TaskIndex task) {
    was_switched_[at(task)] = 0;
    add_work(state_.job(task).pin, Overhead::migrate_disable, plan_.costs.migrate_disable_pair);
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::pay_for_lock(TaskIndex task, std::int64_t length) {
    const Job& job = state_.job(task);
    const CpuId own = job.pin != kNoCpu ? job.pin : online_or_other(job.last_cpu);
    add_work(job.on != kNoCpu ? job.on : own, Overhead::rt_mutex, length);
}

// -- Dispatch -----------------------------------------------------------------------------------------------------

/// Has the CPU a job of another task than just before, or lost one to another CPU?
template <class Balancer, bool kObserved, bool kLean>
bool Engine<Balancer, kObserved, kLean>::changes(CpuId cpu) const {
    if (state_.running(cpu).task != state_.ran_before(cpu).task && !state_.is_idle(cpu)) return true;
    const TaskIndex left = state_.left(cpu);
    return left != kNoTask && state_.job(left).on != kNoCpu;
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::conclude_with_costs() {
    std::sort(state_.touched_cpus().begin(), state_.touched_cpus().end());
    std::int64_t far = 0;
    for (const CpuId cpu : state_.touched_cpus()) far += changes(cpu) && !local_.contains(cpu);
    const CpuId decider = local_.empty() ? online_or_other(0) : local_.first();
    for (const CpuId cpu : state_.touched_cpus()) {
        if (const Urgency before = state_.ran_before(cpu); before.task != kIdle.task)
            this->note_preemption(before.task);
    }
    add_work(decider, Overhead::ipi, far * plan_.costs.ipi_send);
    for (const CpuId cpu : state_.touched_cpus()) {
        pay_for_dispatch(cpu);
        if (plan_.memory.is_used()) this->switch_memory(cpu, state_.is_idle(cpu) ? kNoTask : state_.running(cpu).task);
    }
    for (const CpuId cpu : state_.touched_cpus()) {
        const TaskIndex task = state_.running(cpu).task;
        state_.settle(cpu);
        if (state_.is_idle(cpu) || recorder_.state(task) == JobState::lock_wait || has_call(task)) continue;
        settle_on(task, cpu);
        note_change(task);
        // It may lose the CPU at this instant again, to another dispatch.
        if (state_.in_work(cpu) || state_.reload(task) > 0) this->begin_service(task);
        if (state_.in_work(cpu)) continue;
        if (state_.reload(task) > 0) {
            if (!state_.is_reloading(cpu)) state_.begin_reload(cpu);
        } else {
            const bool is_stopped = state_.step_of(task).kind == StepKind::run && !state_.has_step_end(cpu);
            if (is_stopped) state_.begin_step(cpu, state_.job(task).remaining);
            go_on(task, cpu);
        }
        set_irqs_off(cpu, state_.step_of(task).irqs_off);
    }
    state_.clear_touched();
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::pay_for_dispatch(CpuId cpu) {
    const KernelCosts& costs = plan_.costs;
    const TaskIndex left = state_.left(cpu);
    if (left != kNoTask && state_.job(left).pin == cpu && !was_switched_[at(left)]) {
        was_switched_[at(left)] = 1;
        add_work(cpu, Overhead::migrate_disable, costs.migrate_disable_switched);
    }
    if (!changes(cpu)) return;
    if (left != kNoTask && state_.job(left).on != kNoCpu) add_work(cpu, Overhead::stopper, costs.stopper);
    if (!local_.contains(cpu)) add_work(cpu, Overhead::ipi, costs.ipi + costs.ipi_receive);
    const TaskIndex task = state_.running(cpu).task;
    if (state_.is_idle(cpu) || task == state_.ran_before(cpu).task) return;
    const Job& job = state_.job(task);
    if (job.has_run && job.last_cpu != cpu) {
        add_work(cpu, Overhead::migration, costs.migration);
        state_.reload(task) = plan_.reload(task, job.last_cpu, cpu);
    }
    add_work(cpu, Overhead::context_switch, costs.context_switch);
}

}  // namespace pinstack
