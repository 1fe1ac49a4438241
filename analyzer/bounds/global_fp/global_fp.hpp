// SPDX-License-Identifier: Apache-2.0
//
// Schedulability tests for global fixed priorities on m identical CPUs; each is described and cited in the file of its
// name. They assume that jobs are preempted and migrate wherever the order asks for it.
#pragma once

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"

namespace pinstack {

void run_rta_bc(const TaskSet& set, Verdict& verdict);

}  // namespace pinstack
