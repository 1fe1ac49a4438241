// SPDX-License-Identifier: Apache-2.0
//
// The events of a system while it runs: operations on CPUs behind cpu_hotplug_lock, those that read under it, and calls
// that set an affinity (kernel/cpu.c, kernel/sched/core.c; docs/hotplug.md).
//
// Operations are done one after the other, in the order in which they were asked for. The one whose turn it is claims
// the lock: tasks that ask for it to read from then on sleep, and the operation begins when those inside have left. An
// offline ends when nobody is pinned to its CPU and nobody runs there; then it lets in all readers that wait, and only
// then the next operation claims the lock.
//
// Left out: what the operations themselves take, but stop_machine(); other users of the lock.
// Memory is O(events). An instant costs O(1) without, and O(jobs pinned to the CPU) with an operation under way.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/engine/instant_tree.hpp"
#include "model/engine/plan.hpp"
#include "model/engine/run_result.hpp"
#include "model/hotplug/hotplug_machine.hpp"
#include "model/hotplug/hotplug_result.hpp"

namespace pinstack {

class Hotplug {
public:
    /// Both must live as long as it does.
    Hotplug(const Plan& plan, HotplugMachine& machine)
        : plan_(plan), machine_(machine), is_online_(static_cast<std::size_t>(plan.cpus), true) {}

    /// When an event is due; kNever: none any more.
    std::int64_t next() const { return next_event_ == plan_.events.size() ? kNever : plan_.events[next_event_].at; }
    /// The events of the instant, before its dispatch.
    void handle_events(std::int64_t now);
    /// After a dispatch. Returns whether anything changed for the jobs, so that there is to be another one.
    bool settle(std::int64_t now);

    /// cpus_read_lock(). Returns whether the task has it; else it sleeps until HotplugMachine::admit().
    bool enter(TaskIndex reader, std::int64_t now);
    void leave(TaskIndex reader) { inside_.erase(std::find(inside_.begin(), inside_.end(), reader)); }
    /// Is there a call that has not returned?
    bool has_calls() const { return !calls_.empty(); }

    /// At the end of the run: the finding about an operation that is not done, and then all that became of the events.
    std::optional<Finding> blocked(std::int64_t now);
    HotplugResult finish();

private:
    enum class Phase : std::uint8_t { none, claimed, draining, stopping };
    struct Call {
        TaskIndex task;
        std::size_t place;  // in the result
    };

    static std::size_t at(CpuId cpu) { return static_cast<std::size_t>(cpu); }
    HotplugOperation& current() { return result_.operations[current_]; }
    void begin_what_can(std::int64_t now);
    void begin(std::int64_t now);
    void complete(std::int64_t now);
    void note_holders(std::int64_t now);
    void find_holders();
    void end_calls(std::int64_t now);

    const Plan& plan_;
    HotplugMachine& machine_;
    std::size_t next_event_ = 0;
    std::size_t current_ = 0;  // the operation whose turn it is, or will be
    Phase phase_ = Phase::none;
    std::vector<bool> is_online_;     // by CPU, or on its way there
    std::vector<TaskIndex> inside_;   // readers
    std::vector<TaskIndex> waiting_;  // readers
    std::vector<TaskIndex> holding_;  // scratch
    std::vector<Call> calls_;         // that have not returned
    HotplugResult result_;
};

/// Of an engine that is compiled for plans without events and without locks.
struct NoHotplug {
    template <class Engine>
    NoHotplug(const Plan&, Engine&) {}
};

}  // namespace pinstack
