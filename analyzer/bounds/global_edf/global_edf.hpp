// SPDX-License-Identifier: Apache-2.0
//
// Schedulability tests for global EDF on m identical CPUs; each is described and cited in the file of its name.
// They assume that jobs are preempted and migrate wherever the order asks for it.
#pragma once

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"

namespace pinstack {

void run_gfb(const TaskSet& set, Verdict& verdict);
void run_bak(const TaskSet& set, Verdict& verdict);
void run_bcl(const TaskSet& set, Verdict& verdict);
void run_bcli(const TaskSet& set, Verdict& verdict);
void run_rta_bc_edf(const TaskSet& set, Verdict& verdict);
void run_bar(const TaskSet& set, Verdict& verdict);
void run_ff_dbf(const TaskSet& set, Verdict& verdict);
void run_load(const TaskSet& set, Verdict& verdict);
void run_tardiness(const TaskSet& set, Verdict& verdict);

}  // namespace pinstack
