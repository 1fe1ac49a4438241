// SPDX-License-Identifier: Apache-2.0
//
// EngineBase, as far as jobs fault in address spaces and change them: what the steps of model/memory/memory_steps.hpp
// do. Both engines do it alike; how a job leaves its CPU and comes back is theirs.
//
// Included by engine_base.hpp alone.
#pragma once

#include "model/engine/engine_base.hpp"

namespace pinstack {

/// Does what the step says, which is about an address space. Returns false if the job must wait.
template <class Derived, class State, bool kObserved, bool kLean>
bool EngineBase<Derived, State, kObserved, kLean>::act_on_fault(TaskIndex task) {
    const PlanStep& step = state().step_of(task);
    const PlanAccess& access = plan_.accesses[at(step.detail)];
    AddressSpace& space = faults_.spaces[at(access.space)];
    Vma& vma = faults_.vmas[at(access.vma)];
    FaultSpaces::Task& own = faults_.tasks[at(task)];
    if (own.call_began != kNever) faults_.tables.calls.add(state().now() - std::exchange(own.call_began, kNever));
    switch (step.kind) {
        case StepKind::fault_begin:
            begin_fault(task, access);
            break;
        case StepKind::fault_end:
            end_fault(task, access);
            break;
        case StepKind::use_mmap_line:
            return use_line(task, space.line);
        case StepKind::use_vma_line:
            return use_line(task, vma.line);
        case StepKind::mmap_read_lock:
            return take_mmap_lock(task, space, RwLock::Use::reading);
        case StepKind::mmap_read_unlock:
            leave_mmap_lock(task, space);
            break;
        case StepKind::mmap_write_lock:
            return take_mmap_lock(task, space, RwLock::Use::writing);
        case StepKind::mmap_write_unlock:
            if (plan_.page_fault == PageFault::per_vma_lock) vma.lock.unmark();
            faults_.faults.writes.add(state().now() - own.write_began);
            leave_mmap_lock(task, space);
            break;
        case StepKind::vma_read_lock:
            if (!vma.lock.try_read()) retry_fault(task, access);
            break;
        case StepKind::vma_read_unlock:
            if (const TaskIndex writer = vma.lock.end_reading(); writer != kNoTask) end_memory_wait(writer, task);
            break;
        case StepKind::vma_write_lock:
            if (vma.lock.mark(task)) break;
            begin_memory_wait(task, faults_.faults.vma_waits);
            return false;
        case StepKind::check_sequence:
            if (plan_.page_fault == PageFault::speculative_irqoff) {
                faults_.faults.walks_irqs_off.add(kWalkLevels * plan_.costs.llc_miss);
            }
            if (space.sequence != own.sequence) retry_fault(task, access);
            break;
        case StepKind::free_tables:
            return free_tables(task, access.count);
        default:
            invariant_broken("a step that nobody can do");
    }
    return true;
}

// -- Faults -------------------------------------------------------------------------------------------------------

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::begin_fault(TaskIndex task, const PlanAccess& access) {
    FaultSpaces::Task& own = faults_.tasks[at(task)];
    if (own.faults_left == 0) own.faults_left = access.count;
    own.fault_began = state().now();
    own.sequence = faults_.spaces[at(access.space)].sequence;
    if (plan_.page_fault == PageFault::mmap_lock) return;
    ++faults_.faults.speculations;
    const bool is_per_vma = plan_.page_fault == PageFault::per_vma_lock;
    const bool is_in_vain = is_per_vma ? faults_.vmas[at(access.vma)].lock.is_marked() : own.sequence % 2 != 0;
    if (is_in_vain) retry_fault(task, access);
}

/// It goes on under mmap_lock.
template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::retry_fault(TaskIndex task, const PlanAccess& access) {
    ++faults_.faults.aborted;
    state().job(task).step = access.retry - 1;
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::end_fault(TaskIndex task, const PlanAccess& access) {
    FaultSpaces::Task& own = faults_.tasks[at(task)];
    faults_.faults.faults.add(state().now() - own.fault_began);
    state().job(task).step = --own.faults_left > 0 ? access.first - 1 : access.last;
}

// -- Locks --------------------------------------------------------------------------------------------------------

template <class Derived, class State, bool kObserved, bool kLean>
bool EngineBase<Derived, State, kObserved, kLean>::take_mmap_lock(TaskIndex task, AddressSpace& space,
                                                                  RwLock::Use use) {
    const bool is_writer = use == RwLock::Use::writing;
    if (!space.mmap_lock.take(task, use)) {
        begin_memory_wait(task, is_writer ? faults_.faults.write_waits : faults_.faults.read_waits);
        return false;
    }
    if (is_writer) begin_write(task, space);
    return true;
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::begin_write(TaskIndex task, AddressSpace& space) {
    ++space.sequence;
    faults_.tasks[at(task)].write_began = state().now();
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::leave_mmap_lock(TaskIndex task, AddressSpace& space) {
    if (space.mmap_lock.is_written()) ++space.sequence;
    const std::vector<TaskIndex> entered = space.mmap_lock.leave();
    if (space.mmap_lock.is_written()) begin_write(entered.front(), space);
    for (const TaskIndex each : entered) end_memory_wait(each, task);
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::begin_memory_wait(TaskIndex task, Spells& waits) {
    FaultSpaces::Task& own = faults_.tasks[at(task)];
    own.waits = &waits;
    own.wait_began = state().now();
    self().begin_wait(task);
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::end_memory_wait(TaskIndex task, TaskIndex by) {
    FaultSpaces::Task& own = faults_.tasks[at(task)];
    own.waits->add(state().now() - own.wait_began);
    self().end_wait(task, by);
}

// -- Page tables --------------------------------------------------------------------------------------------------

/// Returns false if the job waits until all other CPUs have answered.
template <class Derived, class State, bool kObserved, bool kLean>
bool EngineBase<Derived, State, kObserved, kLean>::free_tables(TaskIndex task, std::int64_t tables) {
    PageTableResult& result = faults_.tables;
    result.tables += static_cast<std::uint64_t>(tables);
    if (plan_.page_tables == PageTables::rcu) {
        result.batches += static_cast<std::uint64_t>((tables + kTablesPerBatch - 1) / kTablesPerBatch);
        rcu_.free_later(tables, state().now());
        return true;
    }
    const CpuSet others = others_online(state().job(task).on);
    if (others.empty()) return true;
    result.interrupts += static_cast<std::uint64_t>(others.count());
    faults_.tasks[at(task)].call_began = state().now();
    return self().call_remote(task, others);
}

// -- Costs --------------------------------------------------------------------------------------------------------

/// The job's CPU changes the line. Returns false if the job's next step waits for that.
template <class Derived, class State, bool kObserved, bool kLean>
bool EngineBase<Derived, State, kObserved, kLean>::use_line(TaskIndex task, ContendedLine& line) {
    const ContendedLine::Access access =
        line.change(state().job(task).on, state().now(), plan_.costs.cache_line_transfer);
    if (access.length() == 0) return true;
    ++faults_.faults.transfers;
    if (access.wait > 0) faults_.faults.line_waits.add(access.wait);
    self().stall(task, Overhead::cache_line, access.length());
    return false;
}

template <class Derived, class State, bool kObserved, bool kLean>
void EngineBase<Derived, State, kObserved, kLean>::collect_memory_results(RunResult& result) {
    if (!plan_.accesses.empty()) result.page_faults = faults_.faults;
    if (!plan_.frees_tables) return;
    result.page_tables = faults_.tables;
    rcu_.deferred().finish(state().now(), *result.page_tables);
}

}  // namespace pinstack
