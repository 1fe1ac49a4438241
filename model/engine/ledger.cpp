// SPDX-License-Identifier: Apache-2.0
#include "model/engine/ledger.hpp"

namespace pinstack {

void Ledger::collect_displaced(const DispatchState& state) {
    displaced_.clear();
    const Urgency limit = state.least_urgent_running();
    const auto collect = [&](TaskIndex task) { displaced_.push_back(state.urgency(task)); };
    for (std::int32_t queue = 0; queue < state.mask_queues(); ++queue) {
        state.waiting().for_each_more_urgent(queue, limit, collect);
    }
    const CpuSet& stacked = state.claimed_cpus();
    for (CpuId cpu = stacked.first(); cpu != kNoCpu; cpu = stacked.next(cpu + 1)) {
        state.waiting().for_each_more_urgent(state.pinned_queue(cpu), limit, collect);
    }
    if (displaced_.size() > 1) {
        // No more than one waiting job per CPU can be charged, so only so many need be in order.
        const std::size_t charged = std::min(displaced_.size(), static_cast<std::size_t>(cpus_));
        std::partial_sort(displaced_.begin(), displaced_.begin() + static_cast<std::ptrdiff_t>(charged),
                          displaced_.end(), more_urgent);
    }
}

void Ledger::count_uses(const DispatchState& state) {
    running_.clear();
    for (CpuId cpu = 0; cpu < cpus_; ++cpu) {
        if (!state.is_idle(cpu)) running_.push_back(state.running(cpu));
    }
    std::sort(running_.begin(), running_.end(), more_urgent);

    // Walk down both lists, most urgent first, until Top is full; count the running ones on the way.
    const std::size_t ready = running_.size() + state.waiting().size();
    std::size_t top = std::min(static_cast<std::size_t>(cpus_), ready);
    std::size_t useful = 0;
    for (std::size_t waiting = 0; top > 0 && useful < running_.size(); --top) {
        const bool displaced_first = waiting < displaced_.size() && more_urgent(displaced_[waiting], running_[useful]);
        displaced_first ? ++waiting : ++useful;
    }
    const int idle = counts_.idle;
    const auto inversion = static_cast<int>(running_.size() - useful);
    const int loss = std::min(idle, static_cast<int>(std::min<std::size_t>(state.waiting().size(), kMaxCpus)));
    counts_.useful = static_cast<int>(useful);
    counts_.idle = idle - loss;

    for (int i = 0; i < loss + inversion; ++i) {
        const TaskIndex task = displaced_[static_cast<std::size_t>(i)].task;
        const CpuId pin = state.job(task).pin;
        if (i < loss) {
            if (pin != kNoCpu) {
                ++counts_.stacking_loss;
                stacking_.charge(pin, task);
            } else if (first_common(state.mask(task), state.idle_cpus()) == kNoCpu) {
                ++counts_.affinity_loss;
            } else {
                ++counts_.balancing_loss;
            }
        } else if (pin != kNoCpu && !state.is_non_preemptible(pin)) {
            ++counts_.inversion_pin;
        } else {
            ++counts_.inversion_np;
        }
    }
}

}  // namespace pinstack
