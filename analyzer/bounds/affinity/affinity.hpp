// SPDX-License-Identifier: Apache-2.0
//
// Schedulability tests for tasks with affinity masks of any kind. A system without masks is a special case.
#pragma once

#include "analyzer/bounds/schedulability_test.hpp"

namespace pinstack {

void run_apa_reduction(const System& system, const TaskSet& set, Verdict& verdict);
void run_apa_feasibility(const System& system, const TaskSet& set, Verdict& verdict);

}  // namespace pinstack
