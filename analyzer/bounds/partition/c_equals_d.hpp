// SPDX-License-Identifier: Apache-2.0
//
// Tasks placed on CPUs, some of them split: the plan behind the test c-equals-d.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/bounds/task_set.hpp"

namespace pinstack {

/// A part of each job of a task. It is released `offset` after the job and runs on one CPU only.
struct TaskPiece {
    std::uint32_t place = 0;  ///< of the task
    CpuId cpu = 0;
    std::int64_t offset = 0;
    std::int64_t wcet = 0;
    std::int64_t deadline = 0;  ///< relative to its own release; equal to wcet in all pieces of a task but the last
};

struct SplitPlan {
    bool complete = false;          ///< every task is placed
    bool gave_up = false;           ///< not complete because the budget is used up
    std::vector<TaskPiece> pieces;  ///< those of a task follow each other
};

/// EDF on each CPU. REQUIRES: D <= T, no jitter, no sections in force.
SplitPlan split_c_equals_d(const TaskSet& set);

}  // namespace pinstack
