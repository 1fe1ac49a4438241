// SPDX-License-Identifier: Apache-2.0
//
// partition-ff: first fit. S. K. Dhall, C. L. Liu (1978): On a real-time scheduling problem, Operations Research 26; in
// the order of decreasing density, and admitted by an exact test.
//
// Each task goes to the CPU with the lowest number that admits it.
#include "analyzer/bounds/partition/heuristic.hpp"
#include "analyzer/bounds/partition/partition.hpp"

namespace pinstack {

void run_partition_ff(const TaskSet& set, Verdict& verdict) {
    place_tasks(
        set, [](const Bins& bins, CpuId) { return cpus_by_number(bins); }, verdict);
}

}  // namespace pinstack
