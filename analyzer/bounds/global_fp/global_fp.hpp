// SPDX-License-Identifier: Apache-2.0
//
// Schedulability tests for global fixed priorities on m identical CPUs; each is described and cited in the file of its
// name. They assume that jobs are preempted and migrate wherever the order asks for it.
#pragma once

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"

namespace pinstack {

void run_dm_density(const TaskSet& set, Verdict& verdict);
void run_bcl_fp(const TaskSet& set, Verdict& verdict);
void run_rta_bc(const TaskSet& set, Verdict& verdict);
void run_rta_bc_slack(const TaskSet& set, Verdict& verdict);
void run_rta_lc(const TaskSet& set, Verdict& verdict);
void run_da_lc(const TaskSet& set, Verdict& verdict);
void run_c_rta(const TaskSet& set, Verdict& verdict);

/// Is there an assignment of priorities under which c-rta passes?
void run_opa(const TaskSet& set, Verdict& verdict);

}  // namespace pinstack
