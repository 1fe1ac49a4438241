// SPDX-License-Identifier: Apache-2.0
//
// LinuxEngine's remote calls: model/memory/remote_call.hpp. The caller does not look at its CPU's flags while it waits,
// as it is non-preemptible; a job that reaches the call during work of its CPU sends when that has ended.
//
// Included by linux_engine.hpp alone.
#pragma once

#include "model/linux_rt/linux_engine.hpp"

namespace pinstack::linux_rt {

template <bool kObserved, bool kLean>
bool LinuxEngine<kObserved, kLean>::call_remote(TaskIndex task, const CpuSet& targets) {
    if (targets.empty()) return true;
    calls_.begin(task, targets);
    state().job(task).has_begun_step = false;  // picked() comes at the end of work
    const CpuId cpu = state().job(task).cpu;
    if (state().executes(cpu)) wait_for_call(task, cpu);
    return false;
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::wait_for_call(TaskIndex task, CpuId cpu) {
    if (calls_.is_done(task)) return end_call(task, cpu);
    if (!calls_.is_sent(task)) {
        const CpuSet& targets = calls_.send(task, state().now());
        std::int64_t latency = plan_.costs.ipi;
        for (CpuId to = targets.first(); to != kNoCpu; to = targets.next(to + 1)) {
            kernel_.send_call(task, to, latency += plan_.costs.call_send);
        }
    }
    state().set_spinning(cpu, true, Overhead::tlb_shootdown);
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::call_arrives(CpuId cpu, TaskIndex caller) {
    if constexpr (kLean) return;
    kernel_.add_work(cpu, Overhead::tlb_flush, plan_.costs.call_finish);
    call_answered(caller);
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::call_answered(TaskIndex caller) {
    if constexpr (kLean) return;
    if (!calls_.acknowledge(caller)) return;
    const CpuId own = state().job(caller).cpu;
    if (!state().cpu(own).is_spinning) return;  // it goes on when the work there has ended
    state().set_spinning(own, false);
    end_call(caller, own);
}

template <bool kObserved, bool kLean>
void LinuxEngine<kObserved, kLean>::end_call(TaskIndex task, CpuId cpu) {
    this->end_remote_call(task);
    enter(task, JobState::interference);  // it may lose its CPU yet at this instant
    kernel_.touch(cpu);
    state().job(task).has_begun_step = true;
    proceed(task, cpu);
}

}  // namespace pinstack::linux_rt
