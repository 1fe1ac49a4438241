// SPDX-License-Identifier: Apache-2.0
//
// Schedulability tests for one CPU; each is described and cited in the file of its name. Under `partitioned` they are
// made of each CPU. Migration plays no part in them: migrate_disable() changes nothing on one CPU.
#pragma once

#include "analyzer/bounds/arithmetic/step_budget.hpp"
#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"

namespace pinstack {

// Fixed priorities.
void run_ll(const TaskSet& set, Verdict& verdict);
void run_hyperbolic(const TaskSet& set, Verdict& verdict);
void run_rta_uni(const TaskSet& set, Verdict& verdict);
void run_rta_np(const TaskSet& set, Verdict& verdict);

// EDF.
void run_edf_demand(const TaskSet& set, Verdict& verdict);
void run_qpa(const TaskSet& set, Verdict& verdict);
void run_qpa(const TaskSet& set, Verdict& verdict, StepBudget& budget);  ///< where it is one of many
void run_edf_wcrt(const TaskSet& set, Verdict& verdict);

}  // namespace pinstack
