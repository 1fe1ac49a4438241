// SPDX-License-Identifier: Apache-2.0
//
// The SCHED_OTHER part of the run queues, as weighted fair sharing: struct cfs_rq of kernel/sched/fair.c, simplified.
// Each task has a virtual run time that grows, while it is current, by the time it runs times 1024 / weight (rounded
// down for each stint from switch-in to switch-out). Next is the least one; of equals the one that was queued first.
//
// A CPU's min_vruntime is the least virtual run time of its queued tasks, the current one included, and never falls. A
// task that wakes is placed at its own virtual run time, at least at min_vruntime; one that comes from another CPU
// keeps its lag: it is moved by the difference of the two CPUs' min_vruntime.
//
// Left out: eligibility and virtual deadlines of EEVDF, groups, load tracking, capacities.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/engine/urgency.hpp"
#include "model/platform/cpu_set.hpp"

namespace pinstack::linux_dl {

/// sched_prio_to_weight[]: of nice -20 to 19.
inline constexpr std::array<std::int64_t, 40> kWeights = {
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, 9548, 7620, 6100, 4904,
    3906,  3121,  2501,  1991,  1586,  1277,  1024,  820,   655,   526,   423,  335,  272,  215,
    172,   137,   110,   87,    70,    56,    45,    36,    29,    23,    18,   15};

class FairQueues {
public:
    /// `nices`: by task.
    FairQueues(const std::vector<int>& nices, int cpus) : cpus_(static_cast<std::size_t>(cpus)) {
        for (const int nice : nices) tasks_.push_back({kWeights[static_cast<std::size_t>(nice + 20)]});
    }

    void set_now(std::int64_t now) { now_ = now; }

    /// The least virtual run time; kNoTask where none is queued. O(tasks of the CPU)
    TaskIndex first(CpuId cpu) const {
        return least(cpu, [](TaskIndex) { return true; });
    }
    /// Of the queued ones for which `admits(TaskIndex)`.
    template <class Admits>
    TaskIndex least(CpuId cpu, Admits&& admits) const {
        TaskIndex best = kNoTask;
        for (const TaskIndex task : of(cpu).queue) {
            if (admits(task) && (best == kNoTask || vruntime(task) < vruntime(best))) best = task;
        }
        return best;
    }
    std::size_t count(CpuId cpu) const { return of(cpu).queue.size(); }
    std::int64_t place(TaskIndex task) const { return tasks_[at(task)].place; }
    std::int64_t vruntime(TaskIndex task) const {
        const Task& it = tasks_[at(task)];
        if (!it.is_running) return it.vruntime;
        return it.vruntime + static_cast<std::int64_t>(__int128{now_ - it.began} * 1024 / it.weight);
    }

    /// The task is woken, and will be queued on the CPU.
    void wake(TaskIndex task, CpuId cpu) {
        if (it(task).cpu != kNoCpu && it(task).cpu != cpu) {
            note_least(it(task).cpu);
            it(task).least_there = of(it(task).cpu).min_vruntime;
        }
        bring(task, cpu);
        it(task).vruntime = std::max(it(task).vruntime, of(cpu).min_vruntime);
    }
    void add(TaskIndex task, CpuId cpu) {
        bring(task, cpu);
        it(task).place = ++places_;
        of(cpu).queue.push_back(task);
        note_least(cpu);
    }
    void remove(TaskIndex task, CpuId cpu) {
        note_least(cpu);
        it(task).least_there = of(cpu).min_vruntime;
        std::erase(of(cpu).queue, task);
        note_least(cpu);
    }
    void start(TaskIndex task) {
        it(task).is_running = true;
        it(task).began = now_;
    }
    void stop(TaskIndex task) {
        it(task).vruntime = vruntime(task);
        it(task).is_running = false;
    }

private:
    struct Task {
        std::int64_t weight;
        std::int64_t vruntime = 0;  // when its stint began, if it is running
        std::int64_t began = 0;
        std::int64_t place = 0;        // among all that were queued
        std::int64_t least_there = 0;  // min_vruntime of the CPU that it left
        CpuId cpu = kNoCpu;            // whose min_vruntime its own is to be compared with
        bool is_running = false;
    };
    struct Cpu {
        std::vector<TaskIndex> queue;  // in the order in which they came
        std::int64_t min_vruntime = 0;
    };

    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }
    Task& it(TaskIndex task) { return tasks_[at(task)]; }
    Cpu& of(CpuId cpu) { return cpus_[at(cpu)]; }
    const Cpu& of(CpuId cpu) const { return cpus_[at(cpu)]; }

    void bring(TaskIndex task, CpuId cpu) {
        note_least(cpu);
        if (it(task).cpu != kNoCpu && it(task).cpu != cpu) {
            it(task).vruntime += of(cpu).min_vruntime - it(task).least_there;
        }
        it(task).cpu = cpu;
    }
    void note_least(CpuId cpu) {
        if (const TaskIndex task = first(cpu); task != kNoTask) {
            of(cpu).min_vruntime = std::max(of(cpu).min_vruntime, vruntime(task));
        }
    }

    std::int64_t now_ = 0;
    std::vector<Task> tasks_;
    std::vector<Cpu> cpus_;
    std::int64_t places_ = 0;
};

}  // namespace pinstack::linux_dl
