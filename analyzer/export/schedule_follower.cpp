// SPDX-License-Identifier: Apache-2.0
#include "analyzer/export/schedule_follower.hpp"

#include <algorithm>
#include <utility>

namespace pinstack {

namespace {

/// Ready, in the eyes of a kernel: on a run queue. Who spins for a lock is, too.
bool is_ready(JobState state, bool has_cpu) {
    switch (state) {
        case JobState::queued:
        case JobState::suspended:
        case JobState::throttled:
            return false;
        case JobState::lock_wait:
            return has_cpu;
        default:
            return true;
    }
}

}  // namespace

ScheduleFollower::ScheduleFollower(const System& system, Instant watch_from)
    : watch_from_(watch_from),
      now_(watch_from),
      tasks_(system.tasks.size()),
      current_(static_cast<std::size_t>(system.platform.cpus), kIdleTask),
      next_(current_) {
    for (std::size_t i = 0; i < tasks_.size(); ++i) tasks_[i].last = system.tasks[i].home_cpu.value_or(0);
}

void ScheduleFollower::touch(std::uint32_t task, Instant at) {
    now_ = at;
    TaskState& state = tasks_[task];
    if (state.is_touched) return;
    state.is_touched = true;
    touched_.push_back(task);
}

void ScheduleFollower::released(Instant at, JobId job, Instant deadline) {
    now_ = at;
    releases_.push_back({job, deadline});
}

void ScheduleFollower::completed(Instant at, JobId job, bool missed) {
    touch(job.task, at);
    completions_.push_back({job, missed});
    // Unless the next job of the task begins at once, which is told after this.
    TaskState& task = tasks_[job.task];
    task.state = JobState::queued;
    task.protections = {};
    task.on = kNoCpu;
}

void ScheduleFollower::interval_begins(const JobInterval& interval) {
    touch(interval.job.task, interval.from);
    TaskState& task = tasks_[interval.job.task];
    task.state = interval.state;
    task.protections = interval.protections;
    task.on = interval.has_cpu ? interval.cpu : kNoCpu;
    task.pin = interval.cpu;
}

void ScheduleFollower::capacity_interval(const CapacityInterval& interval) {
    tell_instant();  // it is over: time goes on
    capacity_changed(interval);
    now_ = interval.to;
}

void ScheduleFollower::finish(Instant end) {
    tell_instant();
    now_ = end;
    ended(end);
}

ScheduleFollower::OffReason ScheduleFollower::off_reason(std::int32_t previous) const {
    const TaskState& task = tasks_[index(previous)];
    if (is_ready(task.state, task.on != kNoCpu)) return OffReason::preempted;
    return task.state == JobState::lock_wait ? OffReason::blocked : OffReason::sleeps;
}

void ScheduleFollower::switch_to(CpuId cpu, std::int32_t next) {
    const std::int32_t previous = current_[index(cpu)];
    switched(now_, cpu, previous, previous < 0 ? OffReason::sleeps : off_reason(previous), next);
    current_[index(cpu)] = next;
}

void ScheduleFollower::visit(CpuId cpu, std::int32_t task) {
    const std::int32_t host = current_[index(cpu)];
    switched(now_, cpu, host, OffReason::preempted, task);
    current_[index(cpu)] = task;
    tell_protections(task, cpu);
    switched(now_, cpu, task, off_reason(task), host);
    current_[index(cpu)] = host;
}

void ScheduleFollower::tell_protections(std::int32_t task, CpuId cpu) {
    TaskState& state = tasks_[index(task)];
    if (state.told == state.protections) return;
    const Protections before = state.told;
    state.told = state.protections;
    protections_changed(now_, task, before, cpu);
}

/// A running job moves to another CPU.
void ScheduleFollower::leave_for_stopper(std::int32_t task) {
    TaskState& state = tasks_[index(task)];
    // What it leaves, it leaves where it was; what it enters, it enters where it goes.
    const Protections after = state.protections;
    state.protections.migrate_disabled = after.migrate_disabled && state.told.migrate_disabled;
    state.protections.non_preemptible = after.non_preemptible && state.told.non_preemptible;
    tell_protections(task, state.told_on);
    state.protections = after;
    switch_to(state.told_on, kStopperTask);
    changed_.push_back(state.told_on);
    state.told_on = kNoCpu;
}

void ScheduleFollower::tell_instant() {
    if (touched_.empty() && releases_.empty() && completions_.empty()) return;
    std::sort(touched_.begin(), touched_.end());

    // Who had a CPU and keeps it, or leaves it to sleep or wait, leaves and enters sections there.
    for (const std::uint32_t i : touched_) {
        TaskState& task = tasks_[i];
        if (task.told_on == kNoCpu || (task.on != kNoCpu && task.on != task.told_on)) continue;
        tell_protections(static_cast<std::int32_t>(i), task.told_on);
    }
    for (const Completion& it : completions_) {
        const TaskState& task = tasks_[it.job.task];
        job_completed(now_, it.job, it.missed, task.told_on != kNoCpu ? task.told_on : task.last);
    }
    completions_.clear();
    for (const Release& it : releases_) job_released(now_, it.job, it.deadline, tasks_[it.job.task].last);
    releases_.clear();

    for (const std::uint32_t i : touched_) {
        TaskState& task = tasks_[i];
        const auto id = static_cast<std::int32_t>(i);
        // While the kernel still works at its wake-up, it is not on a run queue.
        const bool is_woken = task.was_ready || task.state != JobState::overhead || task.on != kNoCpu;
        const bool ready = is_woken && is_ready(task.state, task.on != kNoCpu);
        if (ready && !task.was_ready) task_woken(now_, id, task.last);
        if (task.told_on == kNoCpu && task.on == kNoCpu) {
            const bool blocks = !ready && task.was_ready;
            const bool enters = ready && task.protections.migrate_disabled && !task.told.migrate_disabled;
            if (enters && task.pin != task.last) task_migrated(now_, id, std::exchange(task.last, task.pin), task.pin);
            if (blocks || enters) visit(task.last, id);
            // A section in which it slept ends when it wakes up, before it has a CPU.
            tell_protections(id, task.last);
        }
        task.was_ready = ready;
        if (task.told_on != kNoCpu && task.on != kNoCpu && task.on != task.told_on) leave_for_stopper(id);
    }

    for (const std::uint32_t i : touched_) {
        TaskState& task = tasks_[i];
        const auto id = static_cast<std::int32_t>(i);
        if (task.told_on != kNoCpu && task.on == kNoCpu) changed_.push_back(task.told_on);
        if (task.on != kNoCpu && task.on != task.told_on) {
            if (task.on != task.last) task_migrated(now_, id, task.last, task.on);
            task.last = task.on;
            next_[index(task.on)] = id;
            changed_.push_back(task.on);
        }
        task.told_on = task.on;
    }
    std::sort(changed_.begin(), changed_.end());
    changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
    for (const CpuId cpu : changed_) switch_to(cpu, std::exchange(next_[index(cpu)], kIdleTask));
    changed_.clear();
    for (const std::uint32_t i : touched_) {
        TaskState& task = tasks_[i];
        if (task.on != kNoCpu) tell_protections(static_cast<std::int32_t>(i), task.on);
        task.is_touched = false;
    }
    touched_.clear();
}

}  // namespace pinstack
