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

int Ledger::displaced_in_top(const DispatchState& state, int top) const {
    // The j-th displaced job (from 0) is in Top if fewer than `top` ready jobs are more urgent: j displaced ones and
    // some running ones. The sum grows with j, so the jobs in Top are a prefix of the list.
    const auto in_top = [&](int j) {
        const Urgency job = displaced_[static_cast<std::size_t>(j)];
        int ahead = j;
        for (CpuId cpu = 0; cpu < cpus_; ++cpu) ahead += more_urgent(state.running(cpu), job);
        return ahead < top;
    };
    int first = 0;
    int last = std::min(top, static_cast<int>(std::min<std::size_t>(displaced_.size(), kMaxCpus)));
    while (first < last) {
        const int middle = (first + last) / 2;
        in_top(middle) ? first = middle + 1 : last = middle;
    }
    return first;
}

void Ledger::count_uses(const DispatchState& state) {
    const int idle = state.idle_count();
    const int running = cpus_ - idle;
    const int waiting = static_cast<int>(std::min<std::size_t>(state.waiting().size(), kMaxCpus));
    const int top = std::min(cpus_, running + waiting);
    const int loss = std::min(idle, waiting);
    const int useful = top - displaced_in_top(state, top);
    const int inversion = running - useful;
    counts_.useful = useful;
    counts_.idle = idle - loss;

    for (int i = 0; i < loss + inversion; ++i) {
        const TaskIndex task = displaced_[static_cast<std::size_t>(i)].task;
        const CpuId pin = state.job(task).pin;
        if (i < loss) {
            if (pin != kNoCpu) {
                ++counts_.stacking_loss;
                stacking_.charge(pin, task);
            } else if (state.only_cpu(task) == kNoCpu &&
                       first_common(state.mask(task), state.idle_cpus()) == kNoCpu) {
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
