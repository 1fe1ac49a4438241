// SPDX-License-Identifier: Apache-2.0
#include "model/linux_rt/run_queues.hpp"

#include <limits>

namespace pinstack::linux_rt {

/// What is left is kept, wherever the task goes; nothing left is all of it.
void RunQueues::stop_slice(CpuId cpu_id) {
    std::int64_t& left = slices_[at(cpu(cpu_id).current)];
    left = slice_ends_.at(cpu_id) - now_;
    if (left == 0) left = plan_->linux.rr_slice.ns;
    slice_ends_.set(cpu_id, kNever);
}

void RunQueues::set_throttled(CpuId cpu_id, bool throttled) {
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

int RunQueues::count_throttled() const {
    int count = 0;
    for_each_throttled([&](TaskIndex) { ++count; });
    return count;
}

void RunQueues::find_least_urgent_running() const {
    least_ = {std::numeric_limits<std::int64_t>::min(), kNoTask};
    for (const Cpu& cpu : cpus_) {
        const Urgency running{job(cpu.current).queue.rank, cpu.current};
        const bool is_less_urgent = (job(cpu.current).on != kNoCpu) & (running.key > least_.key);
        least_ = is_less_urgent ? running : least_;
    }
}

}  // namespace pinstack::linux_rt
