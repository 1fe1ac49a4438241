// SPDX-License-Identifier: Apache-2.0
//
// partition-bf: best fit. Y. Oh, S. H. Son (1995): Allocating fixed-priority periodic tasks on multiprocessor systems,
// Real-Time Systems 9; in the order of decreasing density, and admitted by an exact test.
//
// Each task goes to the CPU with the most utilization that admits it; of equals to the one with the lowest number.
#include <algorithm>

#include "analyzer/bounds/partition/heuristic.hpp"
#include "analyzer/bounds/partition/partition.hpp"

namespace pinstack {

void run_partition_bf(const TaskSet& set, Verdict& verdict) {
    const auto fullest_first = [](const Bins& bins, CpuId) {
        std::vector<CpuId> cpus = cpus_by_number(bins);
        std::stable_sort(cpus.begin(), cpus.end(), [&](CpuId a, CpuId b) { return bins.load(a) > bins.load(b); });
        return cpus;
    };
    place_tasks(set, fullest_first, verdict);
}

}  // namespace pinstack
