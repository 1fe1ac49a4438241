// SPDX-License-Identifier: Apache-2.0
//
// RunQueues, where RT throttling is in force. Included by run_queues.hpp alone.
#pragma once

#include "model/linux_rt/run_queues.hpp"

namespace pinstack::linux_rt {

template <bool kLean>
void RunQueues<kLean>::set_throttled(CpuId cpu_id, bool throttled) {
    Cpu& it = cpu(cpu_id);
    if (it.is_throttled == throttled) return;
    // The CPU does nothing else: what it does now has another name.
    const bool is_free = !is_occupied(cpu_id) && !it.in_stopper && !it.in_work;
    if (is_free) set_idle(cpu_id, false);
    it.is_throttled = throttled;
    if (is_free) set_idle(cpu_id, true);
    throttled_count_ += throttled ? 1 : -1;
    has_changed_ = true;
}

template <bool kLean>
std::size_t RunQueues<kLean>::count_throttled() const {
    std::size_t count = 0;
    for_each_throttled([&](TaskIndex) { ++count; });
    return count;
}

}  // namespace pinstack::linux_rt
