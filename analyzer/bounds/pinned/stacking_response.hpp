// SPDX-License-Identifier: Apache-2.0
//
// Response bounds where a section pins its job and the pinned job can be preempted:
//
//     R = C_k + floor((S + (m - 1) min(B_k(R), X, S)) / m),  X = R - C_k + 1,  S = sum min(W_i(R), X),  least fixed
//     point,
//
// over the tasks that can be more urgent. B_k bounds how long the job waits on its own CPU while another CPU is not
// busy with more urgent work. Under fp, where only sections are waited for, the least R without a solution of (3) in
// its place: split_wait.hpp. Proofs, and every B_k: docs/bounds-under-pins.md.
//
// Sporadic tasks with D <= T; no jitter, suspension, locks or masks. Pseudo-polynomial: O(n) for a step.
#pragma once

#include <cstdint>

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"

namespace pinstack {

/// When a pinned job can wait although some CPU does not run a more urgent job.
enum class Stacking : std::uint8_t {
    below_any,      ///< a more urgent job of any kind runs on its CPU
    below_section,  ///< a more urgent job runs there inside a section of its own, which needs m more urgent tasks
    after_swap,     ///< the same, which needs m more urgent tasks that have sections
};

/// By the set's order. Under fp bounds end with the first task that has none; under EDF one such task takes all.
void bound_stacking(const TaskSet& set, Stacking stacking, Verdict& verdict);

}  // namespace pinstack
