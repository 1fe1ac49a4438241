// SPDX-License-Identifier: Apache-2.0
//
// EngineBase's memory: operations on it in bodies, and what follows from switches (model/memory/). A task that waits
// for a slot of kmap() sleeps before its step; who unmaps wakes all that wait, and they try again.
//
// Included by engine_base.hpp alone.
#pragma once

#include "model/engine/engine_base.hpp"

namespace pinstack {

template <class Derived, class State, bool kObserved, bool kLean>
bool EngineBase<Derived, State, kObserved, kLean>::act_on_memory(TaskIndex task, StepKind kind) {
    const CpuId cpu = state().job(task).on;
    switch (kind) {
        case StepKind::map:
            if (const auto cost = kmap_->map(task, cpu, state().now(), *spaces_)) {
                self().add_work(cpu, Overhead::kmap, *cost);
                return true;
            }
            self().block(task);
            return false;
        case StepKind::flush_maps: {
            if (!kmap_->takes_flush(task)) return true;
            const CpuSet others = others_online(cpu);
            kmap_->note_interrupted(others.count());
            return self().call_remote(task, others);
        }
        case StepKind::unmap:
            self().add_work(cpu, Overhead::kmap, kmap_->unmap(task, state().now()));
            for (const TaskIndex waiting : kmap_->take_waiting()) {
                --state().job(waiting).step;
                self().wake(waiting, task);
            }
            return true;
        case StepKind::change_mm:
            if (!kmap_) return true;  // nobody asks whether a map is of what was there before
            if (const std::int32_t space = space_of(task); space != kNoSpace) {
                spaces_->change(space);
                kmap_->changed(space, *spaces_);
            }
            return true;
        default:
            return exit_mm(task, cpu);
    }
}

template <class Derived, class State, bool kObserved, bool kLean>
bool EngineBase<Derived, State, kObserved, kLean>::exit_mm(TaskIndex task, CpuId cpu) {
    const std::int32_t space = space_of(task);
    if (space == kNoSpace) return true;
    const CpuSet others = spaces_->leave(cpu, space);
    const LazyMmState::Exit exit =
        lazy_->exit(cpu, space, others, *spaces_, state().now(), [this](CpuId each) { return self().is_stolen(each); });
    self().add_work(cpu, Overhead::lazy_tlb, exit.cost);
    if (exit.called.empty()) {
        lazy_->exited(exit.cost);
        return true;
    }
    exit_began_[at(task)] = state().now();
    return self().call_remote(task, exit.called);
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::end_remote_call(TaskIndex task) {
    calls_.end(task, state().now());
    if (state().step_of(task).kind == StepKind::exit_mm) lazy_->exited(state().now() - exit_began_[at(task)]);
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::switch_memory(CpuId cpu, TaskIndex to) {
    const TaskIndex from = std::exchange(on_cpu_[at(cpu)], to);
    if (from == to) return;
    const AddressSpaces::Change change = spaces_->switch_to(cpu, to == kNoTask ? kNoSpace : space_of(to));
    if (kmap_) self().add_work(cpu, Overhead::kmap, kmap_->switched(cpu, from, to, change, *spaces_));
    if (lazy_) self().add_work(cpu, Overhead::lazy_tlb, lazy_->switched(cpu, change, state().now()));
}

template <class Derived, class State, bool kObserved, bool kLean>
CpuSet EngineBase<Derived, State, kObserved, kLean>::others_online(CpuId cpu) const {
    CpuSet others = CpuSet::all(plan_.cpus);
    if constexpr (!kLean) others = state().masks().online();
    others.erase(cpu);
    return others;
}

/// When the host takes a CPU away next: CPU c of m from c / m of the period on, then every period.
template <class Derived, class State, bool kObserved, bool kLean>
std::int64_t EngineBase<Derived, State, kObserved, kLean>::next_steal() const {
    const std::optional<VcpuSteal>& steal = plan_.memory.options.vcpu_steal;
    if (!steal) return kNever;
    std::int64_t next = kNever;
    for (CpuId cpu = 0; cpu < plan_.cpus; ++cpu) {
        const std::int64_t first = steal_offset(cpu);
        const std::int64_t periods = state().now() < first ? 0 : (state().now() - first) / steal->period.ns + 1;
        next = earlier(next, first + periods * steal->period.ns);
    }
    return next;
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::handle_steals() {
    const std::optional<VcpuSteal>& steal = plan_.memory.options.vcpu_steal;
    if (!steal) return;
    for (CpuId cpu = 0; cpu < plan_.cpus; ++cpu) {
        const std::int64_t since = state().now() - steal_offset(cpu);
        if constexpr (!kLean) {
            if (!state().masks().online().contains(cpu)) continue;  // the host has nothing to take
        }
        if (since >= 0 && since % steal->period.ns == 0) self().steal(cpu, steal->length.ns);
    }
}

}  // namespace pinstack
