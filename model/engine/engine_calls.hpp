// SPDX-License-Identifier: Apache-2.0
//
// Engine's remote calls: model/memory/remote_call.hpp. A job that reaches the call during work of its CPU sends when
// that has ended.
//
// Included by engine.hpp alone.
#pragma once

#include <cstdint>

#include "model/engine/engine.hpp"

namespace pinstack {

template <class Balancer, bool kObserved, bool kLean>
bool Engine<Balancer, kObserved, kLean>::call_remote(TaskIndex task, const CpuSet& targets) {
    if (targets.empty()) return true;
    const CpuId cpu = state_.job(task).on;
    calls_.begin(task, targets);
    state_.end_step(cpu);
    if (!state_.in_work(cpu)) wait_for_call(task, cpu);
    return false;
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::wait_for_call(TaskIndex task, CpuId cpu) {
    if (calls_.is_done(task)) return end_call(task, cpu);
    if (!calls_.is_sent(task)) {
        const CpuSet& targets = calls_.send(task, state_.now());
        std::int64_t due = state_.now() + plan_.costs.ipi;
        for (CpuId to = targets.first(); to != kNoCpu; to = targets.next(to + 1)) {
            interrupts_.send(due += plan_.costs.call_send, to, task);
        }
    }
    state_.begin_spin(cpu, Overhead::tlb_shootdown);
}

template <class Balancer, bool kObserved, bool kLean>
bool Engine<Balancer, kObserved, kLean>::handle_calls() {
    if (interrupts_.next() != state_.now()) return false;
    while (interrupts_.next() == state_.now()) {
        const CallInterrupts::Interrupt it = interrupts_.take();
        if (online_or_other(it.cpu) != it.cpu) {  // it has gone: smpcfd_dying_cpu() did what was asked
            answer(it.caller);
            continue;
        }
        add_interrupt(it.cpu,
                      {.kind = Overhead::tlb_flush, .length = plan_.costs.call_acknowledge, .caller = it.caller});
    }
    return true;
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::acknowledge(CpuId cpu, TaskIndex caller) {
    if (plan_.costs.call_finish > 0) work_.add_task_item(cpu, {Overhead::tlb_flush, plan_.costs.call_finish});
    answer(caller);
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::answer(TaskIndex caller) {
    if (!calls_.acknowledge(caller)) return;
    const CpuId own = state_.job(caller).on;
    if (state_.in_work(own)) return;  // it goes on when that has ended
    state_.end_spin(own);
    end_call(caller, own);
}

template <class Balancer, bool kObserved, bool kLean>
void Engine<Balancer, kObserved, kLean>::end_call(TaskIndex task, CpuId cpu) {
    this->end_remote_call(task);
    enter(task, JobState::running);
    proceed(task, cpu);
}

}  // namespace pinstack
