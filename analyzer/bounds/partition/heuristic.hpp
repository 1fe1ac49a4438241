// SPDX-License-Identifier: Apache-2.0
//
// Bin packing by decreasing density: each task goes to the first CPU that admits it, in the order in which a heuristic
// looks at the CPUs. O(tasks x CPUs) exact tests of one CPU.
#pragma once

#include <vector>

#include "analyzer/bounds/partition/bins.hpp"

namespace pinstack {

/// CPUs in the order in which to try them, given where the last task went (0 before the first).
using OrderOfCpus = std::vector<CpuId> (*)(const Bins& bins, CpuId last);

/// Where every task finds a place: the placement, and the bounds of each CPU's own test. Else nothing.
void place_tasks(const TaskSet& set, OrderOfCpus order_of_cpus, Verdict& verdict);

/// All CPUs by number.
std::vector<CpuId> cpus_by_number(const Bins& bins);

}  // namespace pinstack
