// SPDX-License-Identifier: Apache-2.0
//
// What Hotplug asks of the engine whose CPUs it takes offline.
#pragma once

#include <vector>

#include "model/engine/urgency.hpp"
#include "model/platform/cpu_set.hpp"

namespace pinstack {

class HotplugMachine {
public:
    virtual ~HotplugMachine() = default;
    /// No longer active: nobody may come any more but those that are pinned there. Or active, and online, again.
    virtual void set_active(CpuId cpu, bool active) = 0;
    /// Online no longer. REQUIRES: it is not active, and is_clear().
    virtual void take_offline(CpuId cpu) = 0;
    /// Whose unfinished job is pinned to the CPU, running, waiting, sleeping or blocked.
    virtual void add_pinned(CpuId cpu, std::vector<TaskIndex>& tasks) const = 0;
    /// Who runs there, or waits in its run queue; some of them may be pinned.
    virtual void add_present(CpuId cpu, std::vector<TaskIndex>& tasks) const = 0;
    /// Is nobody there, and does the kernel do nothing there?
    virtual bool is_quiet(CpuId cpu) const = 0;
    /// stop_machine() begins; returns whether it takes time.
    virtual bool stop_machine() = 0;
    /// The task that waited for the lock has it.
    virtual void admit(TaskIndex reader) = 0;

    /// Another mask for the task, by its place in Plan::masks. Returns whether a CPU of it can be used; else nothing
    /// happens.
    virtual bool set_mask(TaskIndex task, std::int32_t mask_class) = 0;
    /// May the task's job stay where it is: is it neither pinned to nor on a CPU outside its mask?
    virtual bool is_in_mask(TaskIndex task) const = 0;
};

}  // namespace pinstack
