// SPDX-License-Identifier: Apache-2.0
//
// The work of the kernel that waits for each CPU, where its operations take time (docs/costs.md): items, one after the
// other. It knows no time; the engine says when an item begins and ends.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "model/engine/overhead.hpp"
#include "model/engine/urgency.hpp"
#include "model/platform/cpu_set.hpp"

namespace pinstack {

struct WorkItem {
    Overhead kind = Overhead::context_switch;
    std::int64_t length = 0;
    TaskIndex wakes = kNoTask;  ///< whose job is ready, or goes on after a suspension, at its end
    bool delivers = false;      ///< an interrupt of a modelled kernel, which keeps what it is about
    TaskIndex caller = kNoTask;  ///< whose remote call it is; unlike others it exists even if it has no length
};

class KernelWork {
public:
    explicit KernelWork(std::size_t cpus) : cpus_(cpus) {}

    // Items that wait.
    void add_task_item(CpuId cpu, WorkItem item) { at(cpu).task_items.push_back(item); }
    /// Before all that wait.
    void add_first_item(CpuId cpu, WorkItem item) { at(cpu).task_items.push_front(item); }
    void add_interrupt_item(CpuId cpu, WorkItem item) { at(cpu).interrupt_items.push_back(item); }
    bool has_waiting_interrupt(CpuId cpu, Overhead kind) const {
        const auto& items = at(cpu).interrupt_items;
        return std::any_of(items.begin(), items.end(), [&](const WorkItem& item) { return item.kind == kind; });
    }

    /// The job on the CPU executes with interrupts off: interrupt items must wait.
    void set_irqs_off(CpuId cpu, bool off) { at(cpu).irqs_off = off; }
    bool can_begin(CpuId cpu) const {
        const Cpu& it = at(cpu);
        return !it.task_items.empty() || (!it.irqs_off && !it.interrupt_items.empty());
    }
    /// The next item of the CPU begins. REQUIRES: can_begin().
    const WorkItem& begin(CpuId cpu) {
        Cpu& it = at(cpu);
        auto& items = it.task_items.empty() ? it.interrupt_items : it.task_items;
        it.current = items.front();
        items.pop_front();
        return it.current;
    }
    /// The one that began last.
    const WorkItem& current(CpuId cpu) const { return at(cpu).current; }

private:
    struct Cpu {
        std::deque<WorkItem> task_items;
        std::deque<WorkItem> interrupt_items;
        WorkItem current;
        bool irqs_off = false;
    };
    Cpu& at(CpuId cpu) { return cpus_[static_cast<std::size_t>(cpu)]; }
    const Cpu& at(CpuId cpu) const { return cpus_[static_cast<std::size_t>(cpu)]; }

    std::vector<Cpu> cpus_;
};

}  // namespace pinstack
