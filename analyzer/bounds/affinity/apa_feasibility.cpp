// SPDX-License-Identifier: Apache-2.0
//
// apa-feasibility: S. K. Baruah, B. B. Brandenburg (2013): Multiprocessor feasibility analysis of recurrent task
// systems with specified processor affinities, RTSS: sporadic tasks with D = T can be scheduled, by some scheduler, if
// and only if CPUs can be shared such that each task gets its utilization from CPUs of its mask, and no more than one
// at a time:
//
//     x(i,c) >= 0 (0 outside the mask),   sum over c of x(i,c) = u_i <= 1,   sum over i of x(i,c) <= 1.
//
// About the tasks, not about the balancer of the file: that scheduler preempts and migrates at any time, for free.
// Where the shares do not exist, no balancer meets all deadlines of jobs that come as often and last as long as they
// may.
//
// CPUs of a class count together: what they have in sum can be spread over them evenly.
#include <algorithm>

#include "analyzer/bounds/affinity/affinity.hpp"
#include "analyzer/bounds/affinity/cpu_classes.hpp"
#include "analyzer/bounds/affinity/share_program.hpp"

namespace pinstack {
namespace {

constexpr std::size_t kMostPairs = 1'000'000;  ///< that are worth adding up: some megabytes

}  // namespace

void run_apa_feasibility(const System& system, const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    const bool is_too_much_alone = std::any_of(set.tasks.begin(), set.tasks.end(),
                                               [](const SporadicTask& task) { return task.wcet > task.period; });
    if (is_too_much_alone) return;
    const std::vector<CpuClass> classes = cpu_classes(system);
    std::vector<int> sizes;
    for (const CpuClass& each : classes) sizes.push_back(each.count);
    std::vector<ShareDemand> demands;
    std::size_t pairs = 0;
    for (const SporadicTask& task : set.tasks) {
        const CpuSet mask = mask_of(system, system.tasks[task.file_index]);
        demands.push_back({task.wcet, task.period, classes_in(classes, mask)});
        pairs += demands.back().groups.size();
        if (pairs > kMostPairs) {
            verdict.why_not = "there are too many pairs of a task and a kind of CPU that it may use";
            return;
        }
    }
    const auto feasible = can_share(sizes, std::move(demands));
    if (!feasible) {
        verdict.why_not = feasible.error();
    } else if (*feasible) {
        verdict.accept(set);
    }
}

}  // namespace pinstack
