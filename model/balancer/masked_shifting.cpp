// SPDX-License-Identifier: Apache-2.0
#include "model/balancer/masked_shifting.hpp"

#include <algorithm>

namespace pinstack {
namespace {

constexpr int kFree = -1;
constexpr int kNonPreemptible = -2;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

}  // namespace

MaskedShifting::MaskedShifting(const Plan& plan)
    : holder_(at(plan.cpus), kFree), closed_(plan.masks.size() + at(plan.cpus), 0) {}

CpuSet MaskedShifting::allowed(const DispatchState& state, TaskIndex task) const {
    if (!state.is_pinned(task)) return state.mask(task);
    CpuSet pin(state.cpus());
    pin.insert(state.job(task).pin);
    return pin;
}

void MaskedShifting::lift_preemptible(DispatchState& state) {
    lifted_.clear();
    for (CpuId cpu = 0; cpu < state.cpus(); ++cpu) {
        holder_[at(cpu)] = state.is_non_preemptible(cpu) ? kNonPreemptible : kFree;
        if (state.is_idle(cpu) || state.is_non_preemptible(cpu)) continue;
        lifted_.push_back(state.running(cpu));
        state.lift(cpu);
    }
    std::sort(lifted_.begin(), lifted_.end(), more_urgent);
}

void MaskedShifting::select(DispatchState& state) {
    selected_.clear();
    std::fill(closed_.begin(), closed_.end(), 0);
    lift_preemptible(state);
    std::size_t next_lifted = 0;
    for (;;) {
        // The most urgent candidate: a job that ran just before, or the head of a queue that is not closed.
        Urgency candidate = next_lifted < lifted_.size() ? lifted_[next_lifted] : kIdle;
        bool is_lifted = candidate != kIdle;
        const auto consider = [&](std::int32_t queue) {
            if (closed_[at(queue)] || !more_urgent(state.waiting().top(queue), candidate)) return;
            candidate = state.waiting().top(queue);
            is_lifted = false;
        };
        for (std::int32_t queue = 0; queue < state.mask_queues(); ++queue) consider(queue);
        const CpuSet& claimed = state.claimed_cpus();
        for (CpuId cpu = claimed.first(); cpu != kNoCpu; cpu = claimed.next(cpu + 1)) {
            consider(state.pinned_queue(cpu));
        }
        if (candidate == kIdle) break;

        selected_.push_back({candidate, kNoCpu, false});
        CpuSet visited(state.cpus());
        const std::int32_t queue = state.queue_of(candidate.task);
        const bool fits = !closed_[at(queue)] && augment(state, selected_.size() - 1, visited);
        if (!fits) {
            // The other jobs of its queue may use the same CPUs, so they do not fit either.
            selected_.pop_back();
            closed_[at(queue)] = 1;
        }
        if (is_lifted) ++next_lifted;
        if (is_lifted && !fits) state.enqueue(candidate.task);
        if (!is_lifted && fits) state.dequeue(candidate.task);
    }
}

bool MaskedShifting::augment(const DispatchState& state, std::size_t number, CpuSet& visited) {
    const CpuSet cpus = allowed(state, selected_[number].job.task);
    for (CpuId cpu = cpus.first(); cpu != kNoCpu; cpu = cpus.next(cpu + 1)) {
        const int holder = holder_[at(cpu)];
        if (visited.contains(cpu) || holder == kNonPreemptible) continue;
        visited.insert(cpu);
        if (holder == kFree || augment(state, static_cast<std::size_t>(holder), visited)) {
            holder_[at(cpu)] = static_cast<int>(number);
            selected_[number].cpu = cpu;
            return true;
        }
    }
    return false;
}

bool MaskedShifting::is_open(const DispatchState& state, CpuId cpu) const {
    const int holder = holder_[at(cpu)];
    if (holder == kFree) return true;
    if (holder == kNonPreemptible) return false;
    const Selected& selected = selected_[static_cast<std::size_t>(holder)];
    return !selected.is_fixed && !state.is_pinned(selected.job.task);
}

bool MaskedShifting::fix(const DispatchState& state, std::size_t number, CpuId cpu) {
    Selected& selected = selected_[number];
    if (selected.cpu == cpu) {
        selected.is_fixed = true;
        return true;
    }
    if (!is_open(state, cpu) || !allowed(state, selected.job.task).contains(cpu)) return false;
    const int holder = holder_[at(cpu)];
    const CpuId before = selected.cpu;
    holder_[at(before)] = kFree;
    holder_[at(cpu)] = static_cast<int>(number);
    selected.cpu = cpu;
    if (holder != kFree) {
        CpuSet visited(state.cpus());
        for (CpuId closed = 0; closed < state.cpus(); ++closed) {
            const int other = holder_[at(closed)];
            if (closed == cpu || (other >= 0 && selected_[static_cast<std::size_t>(other)].is_fixed)) {
                visited.insert(closed);
            }
        }
        if (!augment(state, static_cast<std::size_t>(holder), visited)) {
            holder_[at(before)] = static_cast<int>(number);
            holder_[at(cpu)] = holder;
            selected.cpu = before;
            return false;
        }
    }
    selected.is_fixed = true;
    return true;
}

void MaskedShifting::place(DispatchState& state) {
    for (std::size_t i = 0; i < selected_.size(); ++i) {
        if (!selected_[i].is_fixed) fix(state, i, state.own_cpu(selected_[i].job.task));
    }
    for (std::size_t i = 0; i < selected_.size(); ++i) {
        if (selected_[i].is_fixed) continue;
        const CpuSet cpus = allowed(state, selected_[i].job.task);
        CpuId cpu = cpus.first();
        while (!fix(state, i, cpu)) cpu = cpus.next(cpu + 1);  // its cpu in the placement at hand ends the search
    }
    for (const Selected& selected : selected_) state.place(selected.job.task, selected.cpu);
}

}  // namespace pinstack
