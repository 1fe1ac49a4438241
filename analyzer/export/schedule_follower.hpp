// SPDX-License-Identifier: Apache-2.0
//
// What a run does, as a kernel would trace it: wake-ups, migrations, context switches, sections entered and left, jobs
// released and completed, in the order of time. Formats of traces derive from this and write.
//
// The engine decides an instant as a whole; a kernel does one thing after the other. What happened at one instant is
// told in an order that a kernel could have had: sections left and entered by who runs; completions; releases and
// wake-ups; migrations; switches; sections entered by who has just been switched in. A job that moves while it runs
// leaves its CPU to the stopper first, as in Linux, so no task is ever on two CPUs. A job that is dispatched, and
// blocks or enters its section and is preempted at the same instant, visits the CPU it was on last, or is pinned to,
// for no time.
//
// Left out: who holds which lock, inherited priorities, what the kernel does on a CPU that no job has.
// Memory is O(tasks + CPUs), whatever the length of the run; an instant costs O(what changed at it).
#pragma once

#include <cstdint>
#include <vector>

#include "model/engine/observer.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// The tasks of a system by their place in the file; beside them what else a CPU can run.
inline constexpr std::int32_t kIdleTask = -1;
inline constexpr std::int32_t kStopperTask = -2;

class ScheduleFollower : public Observer {
public:
    explicit ScheduleFollower(const System& system, Instant watch_from = {});

    Instant watch_from() const final { return watch_from_; }
    void released(Instant at, JobId job, Instant deadline) final;
    void completed(Instant at, JobId job, bool missed) final;
    void interval_begins(const JobInterval& interval) final;
    void capacity_interval(const CapacityInterval& interval) final;

    /// After the run: tells what is left. `end`: of the run.
    void finish(Instant end);

protected:
    enum class OffReason : std::uint8_t { preempted, sleeps, blocked };  ///< of a task that leaves its CPU

    // Called in the order of time. Tasks as above; `cpu`: where it happens, with current_of(cpu) running there.
    virtual void job_released(Instant, JobId, Instant /*deadline*/, CpuId) {}
    virtual void job_completed(Instant, JobId, bool /*missed*/, CpuId) {}
    /// The task becomes ready; the CPU is the one that it is woken on.
    virtual void task_woken(Instant, std::int32_t /*task*/, CpuId) {}
    virtual void task_migrated(Instant, std::int32_t /*task*/, CpuId /*from*/, CpuId /*to*/) {}
    /// `reason`: why the previous task leaves; of idle and stopper nothing.
    virtual void switched(Instant, CpuId, std::int32_t /*previous*/, OffReason, std::int32_t /*next*/) {}
    /// From now on these protect the task (see protections_of()).
    virtual void protections_changed(Instant, std::int32_t /*task*/, Protections /*before*/, CpuId) {}
    virtual void capacity_changed(const CapacityInterval&) {}
    virtual void ended(Instant) {}

    std::int32_t current_of(CpuId cpu) const { return current_[index(cpu)]; }
    /// Of a task; nothing protects idle and stopper.
    Protections protections_of(std::int32_t task) const { return task < 0 ? Protections{} : tasks_[index(task)].told; }
    int cpu_count() const { return static_cast<int>(current_.size()); }

private:
    struct TaskState {
        JobState state = JobState::queued;  // no job, or none that is ready or waits
        Protections protections;            // of the end of the instant
        Protections told;
        CpuId on = kNoCpu;  // which it has
        CpuId told_on = kNoCpu;
        CpuId pin = kNoCpu;      // where it is pinned, if it has no CPU
        CpuId last = kNoCpu;     // that it ran on, was pinned to, or begins on
        bool was_ready = false;  // as told
        bool is_touched = false;
    };
    struct Release {
        JobId job;
        Instant deadline;
    };
    struct Completion {
        JobId job;
        bool missed;
    };

    static std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }
    void touch(std::uint32_t task, Instant at);
    void tell_instant();
    void tell_protections(std::int32_t task, CpuId cpu);
    void leave_for_stopper(std::int32_t task);
    void switch_to(CpuId cpu, std::int32_t next);
    void visit(CpuId cpu, std::int32_t task);
    OffReason off_reason(std::int32_t previous) const;

    Instant watch_from_;
    Instant now_;
    std::vector<TaskState> tasks_;
    std::vector<std::int32_t> current_;  // of each CPU, as told
    // Of the instant that is not told yet.
    std::vector<std::uint32_t> touched_;
    std::vector<Release> releases_;
    std::vector<Completion> completions_;
    std::vector<CpuId> changed_;
    std::vector<std::int32_t> next_;  // of each CPU: who comes, or idle
};

}  // namespace pinstack
