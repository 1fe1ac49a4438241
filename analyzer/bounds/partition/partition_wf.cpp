// SPDX-License-Identifier: Apache-2.0
//
// partition-wf: worst fit. J. M. Lopez, J. L. Diaz, D. F. Garcia (2004): Utilization bounds for EDF scheduling on
// real-time multiprocessor systems, Real-Time Systems 28; in the order of decreasing density, and admitted by an exact
// test.
//
// Each task goes to the CPU with the least utilization that admits it; of equals to the one with the lowest number. The
// CPUs end up about equally loaded.
#include <algorithm>

#include "analyzer/bounds/partition/heuristic.hpp"
#include "analyzer/bounds/partition/partition.hpp"

namespace pinstack {

void run_partition_wf(const TaskSet& set, Verdict& verdict) {
    const auto emptiest_first = [](const Bins& bins, CpuId) {
        std::vector<CpuId> cpus = cpus_by_number(bins);
        std::stable_sort(cpus.begin(), cpus.end(), [&](CpuId a, CpuId b) { return bins.load(a) < bins.load(b); });
        return cpus;
    };
    place_tasks(set, emptiest_first, verdict);
}

}  // namespace pinstack
