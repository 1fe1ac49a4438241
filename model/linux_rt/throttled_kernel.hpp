// SPDX-License-Identifier: Apache-2.0
//
// Kernel, where RT throttling is in force: what the period timer and an exhausted runtime make it do (throttling.hpp has
// the account).
#pragma once

#include "model/linux_rt/kernel.hpp"

namespace pinstack::linux_rt {

template <bool kLean>
void Kernel<kLean>::handle_throttling() {
    if (throttling_->is_period_over()) {
        const CpuId cpu = online_or_other(throttling_->timer_cpu());
        if (queues_.cpu(cpu).irqs_off || has_costs()) {
            throttling_->hold_timer();
            hold({queues_.now(), sent_++, Delivery::Kind::period_end, cpu, kNoTask});
        } else {
            end_period();
            preemption_point(cpu);
        }
    }
    throttling_->throttle_exhausted([&](CpuId cpu) {
        ++events_;
        resched(cpu, cpu);
    });
}

template <bool kLean>
void Kernel<kLean>::end_period() {
    const CpuId executing = online_or_other(throttling_->timer_cpu());
    throttling_->end_period([&](CpuId cpu) {
        ++events_;
        resched(cpu, executing);
    });
}

}  // namespace pinstack::linux_rt
