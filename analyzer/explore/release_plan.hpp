// SPDX-License-Identifier: Apache-2.0
//
// When each job of a search is released: what is varied to find a worst case. A legal plan keeps the least distance
// between jobs of a task (period or minimal inter-arrival time), and releases on a grid: the greatest common divisor of
// all times of the system. Off the grid worse may be (docs/explore.md).
//
// Left out: release jitter (jobs are released when they are due) and execution times below the maximum.
#pragma once

#include <cstdint>
#include <vector>

#include "model/system/system.hpp"

namespace pinstack {

struct ReleasePlan {
    std::vector<std::vector<std::int64_t>> instants;  ///< of each task in file order: ns, ascending
};

/// What a plan has to keep to, and what a search needs to know of each task.
struct PlanRules {
    struct TaskRules {
        std::int64_t distance = 0;    ///< least distance of releases; 0: the file gives the instants, and they stay
        std::int64_t to_section = 0;  ///< run time before the first section, at most; < 0: it has none
    };
    std::vector<TaskRules> tasks;
    std::int64_t grid = 1;    ///< ns
    std::int64_t window = 0;  ///< releases lie in [0, window)

    static PlanRules of(const System& system, Duration window);
};

/// The file's own releases in the window, at the least distance from the offset on.
ReleasePlan own_plan(const System& system, const PlanRules& rules);

/// Makes the task's releases legal again from job `from` on: moves later ones back as far as needed, leaves out what
/// lies beyond the window, and adds jobs at the least distance where there is room.
void repair(std::vector<std::int64_t>& instants, const PlanRules::TaskRules& task, const PlanRules& rules);

/// The system with exactly these releases, run until all jobs are complete, each as long as it can be.
System with_plan(const System& system, const ReleasePlan& plan);

}  // namespace pinstack
