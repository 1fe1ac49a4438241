// SPDX-License-Identifier: Apache-2.0
//
// Response bounds for systems whose sections pin or block. Each assumes its own protection and balancer for all neutral
// sections, whatever the file says of them; ties of priority are in file order. fp and edf.
#pragma once

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"

namespace pinstack {

void run_pinned_none(const TaskSet& set, Verdict& verdict);
void run_pinned_np(const TaskSet& set, Verdict& verdict);
void run_pinned_unmitigated(const TaskSet& set, Verdict& verdict);
void run_pinned_shift(const TaskSet& set, Verdict& verdict);
void run_pinned_swap_on_entry(const TaskSet& set, Verdict& verdict);

}  // namespace pinstack
