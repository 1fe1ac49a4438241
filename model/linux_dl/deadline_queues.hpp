// SPDX-License-Identifier: Apache-2.0
//
// The SCHED_DEADLINE part of the run queues: struct dl_rq of each CPU and what the root domain knows of them
// (kernel/sched/deadline.c). Queued tasks stand by deadline, equals in the order in which they came; the pushable ones
// of them (queued, not current, more than one CPU in the mask, whether migration-disabled or not) in a list of their
// own.
//
// A CPU is overloaded while its list of pushable tasks is not empty (Linux since 6.6; before, also more than one task
// had to be queued). Costs: O(tasks of the CPU) for each change.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "model/engine/urgency.hpp"
#include "model/linux_dl/cpu_deadlines.hpp"
#include "model/platform/cpu_set.hpp"

namespace pinstack::linux_dl {

class DeadlineQueues {
public:
    DeadlineQueues(std::size_t tasks, int cpus)
        : deadlines_(tasks, 0),
          places_(tasks, 0),
          cpus_(static_cast<std::size_t>(cpus)),
          cpudl_(cpus),
          overloaded_(cpus) {}

    std::int64_t deadline(TaskIndex task) const { return deadlines_[at(task)]; }
    /// Among all that were queued.
    std::int64_t place(TaskIndex task) const { return places_[at(task)]; }
    /// REQUIRES: the task is not queued.
    void set_deadline(TaskIndex task, std::int64_t deadline) { deadlines_[at(task)] = deadline; }

    /// kNoTask where there is none.
    TaskIndex first(CpuId cpu) const { return head(of(cpu).queue); }
    TaskIndex first_pushable(CpuId cpu) const { return head(of(cpu).pushable); }
    const std::vector<TaskIndex>& queue(CpuId cpu) const { return of(cpu).queue; }
    const std::vector<TaskIndex>& pushable(CpuId cpu) const { return of(cpu).pushable; }
    std::size_t count(CpuId cpu) const { return of(cpu).queue.size(); }
    /// Would a task with this deadline be the first on the CPU?
    bool is_before_all(std::int64_t deadline_of_task, CpuId cpu) const {
        return of(cpu).queue.empty() || deadline_of_task < deadline(first(cpu));
    }
    const CpuSet& overloaded() const { return overloaded_; }
    const CpuDeadlines& cpudl() const { return cpudl_; }

    void add(TaskIndex task, CpuId cpu) {
        places_[at(task)] = ++queued_;
        insert(of(cpu).queue, task);
        if (first(cpu) == task) cpudl_.set(cpu, deadline(task));
    }
    void remove(TaskIndex task, CpuId cpu) {
        remove_pushable(task, cpu);
        std::erase(of(cpu).queue, task);
        of(cpu).queue.empty() ? cpudl_.clear(cpu) : cpudl_.set(cpu, deadline(first(cpu)));
    }
    void add_pushable(TaskIndex task, CpuId cpu) {
        insert(of(cpu).pushable, task);
        note_overload(cpu);
    }
    void remove_pushable(TaskIndex task, CpuId cpu) {
        std::erase(of(cpu).pushable, task);
        note_overload(cpu);
    }
    void set_active(CpuId cpu, bool active) {
        of(cpu).is_active = active;
        note_overload(cpu);
    }

private:
    struct Cpu {
        std::vector<TaskIndex> queue;  // by deadline
        std::vector<TaskIndex> pushable;
        bool is_active = true;
    };

    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }
    static TaskIndex head(const std::vector<TaskIndex>& list) { return list.empty() ? kNoTask : list.front(); }
    Cpu& of(CpuId cpu) { return cpus_[at(cpu)]; }
    const Cpu& of(CpuId cpu) const { return cpus_[at(cpu)]; }
    /// Behind its equals.
    void insert(std::vector<TaskIndex>& list, TaskIndex task) {
        const auto place = std::upper_bound(list.begin(), list.end(), task,
                                            [&](TaskIndex a, TaskIndex b) { return deadline(a) < deadline(b); });
        list.insert(place, task);
    }
    void note_overload(CpuId cpu) { overloaded_.set(cpu, of(cpu).is_active && !of(cpu).pushable.empty()); }

    std::vector<std::int64_t> deadlines_;  // by task: what it stands by
    std::vector<std::int64_t> places_;     // by task
    std::int64_t queued_ = 0;              // so far
    std::vector<Cpu> cpus_;
    CpuDeadlines cpudl_;
    CpuSet overloaded_;
};

}  // namespace pinstack::linux_dl
