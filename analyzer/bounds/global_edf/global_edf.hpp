// SPDX-License-Identifier: Apache-2.0
//
// Schedulability tests for global EDF on m identical CPUs; each is described and cited in the file of its name.
// They assume that jobs are preempted and migrate wherever the order asks for it.
#pragma once

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"

namespace pinstack {

void run_gfb(const TaskSet& set, Verdict& verdict);

}  // namespace pinstack
