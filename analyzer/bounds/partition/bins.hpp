// SPDX-License-Identifier: Apache-2.0
//
// CPUs being filled with tasks. A CPU admits a task if the tasks it has then pass an exact test: rta-np under fp, with
// the priorities of the whole set, qpa under edf.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/bounds/arithmetic/step_budget.hpp"
#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"

namespace pinstack {

class Bins {
public:
    explicit Bins(const TaskSet& set);

    int cpus() const { return static_cast<int>(tasks_.size()); }
    /// Would the tasks of the CPU still meet their deadlines with this one, at `place` in the whole set? False too once
    /// the budget is used up.
    bool admits(CpuId cpu, std::uint32_t place, const SporadicTask& task);
    void add(CpuId cpu, std::uint32_t place, const SporadicTask& task);
    bool is_empty(CpuId cpu) const { return tasks_[at(cpu)].tasks.empty(); }
    /// The utilization of its tasks in units of 2^-40, each rounded down: to choose by, not to judge by.
    std::int64_t load(CpuId cpu) const { return loads_[at(cpu)]; }
    const TaskSet& tasks(CpuId cpu) const { return tasks_[at(cpu)]; }
    const std::vector<std::uint32_t>& places(CpuId cpu) const { return places_[at(cpu)]; }
    bool gave_up() const { return steps_left_ < 0; }
    /// What a test says then.
    static constexpr const char* kGaveUp = "there are too many tasks to place: its budget of steps is used up";

    /// The exact test of one CPU's tasks. `budget`: for its steps under EDF.
    static void test(const TaskSet& tasks, Verdict& verdict, StepBudget& budget);

private:
    static std::size_t at(CpuId cpu) { return static_cast<std::size_t>(cpu); }

    std::vector<TaskSet> tasks_;
    std::vector<std::vector<std::uint32_t>> places_;  // in the whole set; increasing
    std::vector<std::int64_t> loads_;
    Verdict verdict_;
    std::int64_t steps_left_;
};

/// Places by decreasing density C / min(D, T), exactly; of equals the more urgent first.
std::vector<std::uint32_t> by_decreasing_density(const TaskSet& set);

}  // namespace pinstack
