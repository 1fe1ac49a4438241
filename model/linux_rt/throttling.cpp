// SPDX-License-Identifier: Apache-2.0
#include "model/linux_rt/throttling.hpp"

#include <algorithm>

namespace pinstack::linux_rt {

Throttling::Throttling(const RtThrottling& limits, RunQueues<false>& queues)
    : runtime_(limits.runtime.ns),
      period_(limits.period.ns),
      queues_(queues),
      shares_(static_cast<std::size_t>(queues.cpus())) {}

void Throttling::start_timer(CpuId executing) {
    if (is_timer_active_) return;
    is_timer_active_ = is_timer_armed_ = true;
    timer_cpu_ = executing;
    if (end_of_period_ <= queues_.now()) end_of_period_ = queues_.now() + period_;
}

void Throttling::advance(std::int64_t length) {
    for (CpuId cpu = 0; cpu < queues_.cpus(); ++cpu) {
        if (!queues_.is_occupied(cpu)) continue;
        Share& share = shares_[at(cpu)];
        const bool had_some = share.rt_time < runtime_;
        share.rt_time += length;
        if (!had_some || share.rt_time < runtime_) continue;
        share.ran_out = has_run_out_ = true;
    }
}

std::int64_t Throttling::next() const {
    std::int64_t next = is_timer_armed_ ? end_of_period_ : kNever;
    for (CpuId cpu = 0; cpu < queues_.cpus(); ++cpu) {
        const std::int64_t left = runtime_ - shares_[at(cpu)].rt_time;
        if (left > 0 && queues_.is_occupied(cpu)) next = std::min(next, queues_.now() + left);
    }
    return next;
}

bool Throttling::bars(CpuId cpu) {
    if (!queues_.cpu(cpu).is_throttled && is_queued(cpu) && shares_[at(cpu)].rt_time >= runtime_) throttle(cpu);
    return queues_.cpu(cpu).is_throttled;
}

bool Throttling::is_awaited() const {
    for (CpuId cpu = 0; cpu < queues_.cpus(); ++cpu) {
        if (queues_.cpu(cpu).is_throttled && is_queued(cpu) && !queues_.is_occupied(cpu)) return true;
    }
    return false;
}

void Throttling::throttle(CpuId cpu) {
    shares_[at(cpu)].throttled_at = queues_.now();
    ++result_.throttlings;
    queues_.set_throttled(cpu, true);
}

void Throttling::release(CpuId cpu) {
    result_.time.ns += queues_.now() - shares_[at(cpu)].throttled_at;
    queues_.set_throttled(cpu, false);
    if (is_queued(cpu)) released_.push_back(cpu);
}

/// do_sched_rt_period_timer()
void Throttling::replenish() {
    const std::int64_t periods = (queues_.now() - end_of_period_) / period_ + 1;
    end_of_period_ += periods * period_;
    // More than that nobody has used, and it does not overflow.
    const std::int64_t most = queues_.now() + period_;
    const std::int64_t sum = periods > most / runtime_ ? most : periods * runtime_;
    released_.clear();
    bool is_idle = true;
    for (CpuId cpu = 0; cpu < queues_.cpus(); ++cpu) {
        Share& share = shares_[at(cpu)];
        share.rt_time -= std::min(share.rt_time, sum);
        if (queues_.cpu(cpu).is_throttled && share.rt_time < runtime_) release(cpu);
        is_idle = is_idle && share.rt_time == 0 && !is_queued(cpu);
    }
    is_timer_active_ = is_timer_armed_ = !is_idle;
}

ThrottlingResult Throttling::result() const {
    ThrottlingResult result = result_;
    for (CpuId cpu = 0; cpu < queues_.cpus(); ++cpu) {
        if (queues_.cpu(cpu).is_throttled) result.time.ns += queues_.now() - shares_[at(cpu)].throttled_at;
    }
    return result;
}

}  // namespace pinstack::linux_rt
