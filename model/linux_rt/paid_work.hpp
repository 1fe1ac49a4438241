// SPDX-License-Identifier: Apache-2.0
//
// Kernel, where its operations take time: what docs/costs.md says. While the kernel works on a CPU, interrupts and
// schedule() wait, and the current task is stopped. What schedule() itself costs is paid when it has decided.
#pragma once

#include "model/linux_rt/kernel.hpp"

namespace pinstack::linux_rt {

template <bool kLean>
void Kernel<kLean>::add_work(CpuId cpu, Overhead kind, std::int64_t length) {
    if (length == 0) return;
    work_.add_task_item(cpu, {kind, length});
    if (cpu != scheduling_) begin_items(cpu);
}

template <bool kLean>
void Kernel<kLean>::add_interrupt(CpuId cpu, const WorkItem& item) {
    work_.add_interrupt_item(cpu, item);
    begin_items(cpu);
}

/// What waits begins, if nothing keeps it.
template <bool kLean>
void Kernel<kLean>::begin_items(CpuId cpu) {
    const Cpu& it = queues_.cpu(cpu);
    if (it.in_work || it.in_stopper) return;
    for (;;) {
        work_.set_irqs_off(cpu, it.irqs_off);
        if (it.in_work || !work_.can_begin(cpu)) return;
        const WorkItem item = work_.begin(cpu);
        if (item.length > 0) return queues_.begin_work(cpu, item.kind, item.length);
        end_item(cpu, item);
    }
}

template <bool kLean>
void Kernel<kLean>::end_item(CpuId cpu, const WorkItem& item) {
    if (item.wakes == kNoTask && !item.delivers) return;
    // Who spins sees what came before it, a lock released inside irq_disable for one, first.
    if (plan_.has_actions) executor_->action_done();
    if (item.wakes != kNoTask) executor_->has_arrived(item.wakes);
    if (item.delivers) {
        const Delivery delivery = held_[static_cast<std::size_t>(cpu)].front();
        held_[static_cast<std::size_t>(cpu)].pop_front();
        handle(delivery);
    }
    if (plan_.has_actions) executor_->action_done();
}

template <bool kLean>
bool Kernel<kLean>::ends_overhead(CpuId cpu) {
    const Cpu& it = queues_.cpu(cpu);
    if (it.is_reloading) {
        queues_.stop_reload(cpu);
        resuming_.insert(cpu);
        return true;
    }
    if (!it.in_work) return false;
    for (WorkItem item = work_.current(cpu);;) {
        end_item(cpu, item);
        work_.set_irqs_off(cpu, it.irqs_off);
        if (!work_.can_begin(cpu)) break;
        item = work_.begin(cpu);
        if (item.length == 0) continue;
        queues_.begin_work(cpu, item.kind, item.length);
        return true;
    }
    queues_.end_work(cpu);
    resuming_.insert(cpu);
    preemption_point(cpu);
    return true;
}

/// By CPU number, those whose task goes on: schedule() was called where it had to be.
template <bool kLean>
void Kernel<kLean>::resume_all() {
    while (!resuming_.empty()) {
        const CpuId cpu = resuming_.first();
        resuming_.erase(cpu);
        start(cpu);
        executor_->action_done();
        if (has_kicked_) schedule_kicked();
        while (!going_on_.empty()) begin_next_job();  // a job that only had to do what takes no time
    }
}

/// The current task goes on with its reload or its step, or begins that.
template <bool kLean>
void Kernel<kLean>::start(CpuId cpu) {
    Cpu& it = queues_.cpu(cpu);
    if (it.in_work || it.in_stopper || it.is_reloading || it.is_spinning || !queues_.is_occupied(cpu)) return;
    touch(it, cpu);
    if (const std::int64_t reload = queues_.reload_on(it.current, cpu); reload > 0) {
        queues_.stop_step(cpu);
        return queues_.begin_reload(cpu, reload);
    }
    if (it.end == kNever) queues_.start_step(cpu);
    begin_step(cpu);
}

// -- Interrupts that wait --------------------------------------------------------------------------------------------

template <bool kLean>
void Kernel<kLean>::hold(const Delivery& interrupt) {
    held_[at(interrupt.cpu)].push_back(interrupt);
    if (has_costs()) {
        if (interrupt.kind == Delivery::Kind::call) {
            return add_interrupt(interrupt.cpu, {Overhead::tlb_flush, plan_.costs.call_acknowledge, kNoTask, true});
        }
        const bool is_ipi = interrupt.kind == Delivery::Kind::resched || interrupt.kind == Delivery::Kind::chain;
        return add_interrupt(interrupt.cpu, {Overhead::ipi, is_ipi ? plan_.costs.ipi_receive : 0, kNoTask, true});
    }
    queues_.cpu(interrupt.cpu).holds_interrupts = true;
}

template <bool kLean>
void Kernel<kLean>::release_held(CpuId cpu) {
    queues_.cpu(cpu).holds_interrupts = false;
    if (has_costs()) return begin_items(cpu);
    for (const Delivery& delivery : held_[at(cpu)]) add_delivery(delivery);
    held_[at(cpu)].clear();
}

// -- Events -------------------------------------------------------------------------------------------------------

template <bool kLean>
void Kernel<kLean>::arrive(TaskIndex task) {
    const CpuId cpu = online_or_other(queues_.job(task).cpu);
    if (plan_.costs.interrupt > 0) add_interrupt(cpu, {Overhead::interrupt, plan_.costs.interrupt});
    add_interrupt(cpu, {Overhead::wake_up, plan_.costs.wake_up, task});
}

template <bool kLean>
void Kernel<kLean>::tick() {
    for (CpuId cpu = 0; cpu < plan_.cpus; ++cpu) {
        if (!queues_.is_occupied(cpu) || work_.has_waiting_interrupt(cpu, Overhead::timer_tick)) continue;
        add_interrupt(cpu, {Overhead::timer_tick, plan_.costs.timer_tick});
    }
}

/// schedule() is done: what it did, and the switch.
template <bool kLean>
void Kernel<kLean>::pay_for_switch(CpuId cpu, TaskIndex previous, bool was_stopper) {
    const KernelCosts& costs = plan_.costs;
    const Cpu& it = queues_.cpu(cpu);
    const bool has_switched = it.current != previous || was_stopper;
    if (previous != kNoTask && it.current != previous && queues_.job(previous).pin == cpu) {
        char& has_paid = has_paid_[static_cast<std::size_t>(previous)];
        if (!has_paid) add_work(cpu, Overhead::migrate_disable, costs.migrate_disable_switched);
        has_paid = 1;
    }
    if (it.current != kNoTask && has_switched) {
        add_work(cpu, Overhead::context_switch, costs.context_switch);
    }
    if (plan_.memory.is_used()) executor_->switched(cpu, it.current);
    scheduling_ = kNoCpu;
    begin_items(cpu);
    if (it.current != kNoTask) start(cpu);
}

}  // namespace pinstack::linux_rt
