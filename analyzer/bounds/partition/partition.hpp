// SPDX-License-Identifier: Apache-2.0
//
// Can the tasks be placed on the CPUs for good, so that none misses a deadline? Each heuristic is described and cited
// in the file of its name. Home CPUs and the balancer of the file play no part; the placement that is found does, as
// home CPUs under `partitioned`, where migrate_disable() changes nothing.
#pragma once

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"

namespace pinstack {

void run_partition_ff(const TaskSet& set, Verdict& verdict);
void run_partition_bf(const TaskSet& set, Verdict& verdict);
void run_partition_wf(const TaskSet& set, Verdict& verdict);
void run_partition_nf(const TaskSet& set, Verdict& verdict);
void run_c_equals_d(const TaskSet& set, Verdict& verdict);

}  // namespace pinstack
