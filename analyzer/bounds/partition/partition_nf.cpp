// SPDX-License-Identifier: Apache-2.0
//
// partition-nf: next fit. S. K. Dhall, C. L. Liu (1978): On a real-time scheduling problem, Operations Research 26; in
// the order of decreasing density, and admitted by an exact test.
//
// Each task goes to the CPU of the one before it, or where that does not admit it to the next, and never back.
#include "analyzer/bounds/partition/heuristic.hpp"
#include "analyzer/bounds/partition/partition.hpp"

namespace pinstack {

void run_partition_nf(const TaskSet& set, Verdict& verdict) {
    const auto from_last_on = [](const Bins& bins, CpuId last) {
        std::vector<CpuId> cpus = cpus_by_number(bins);
        cpus.erase(cpus.begin(), cpus.begin() + last);
        return cpus;
    };
    place_tasks(set, from_last_on, verdict);
}

}  // namespace pinstack
