// SPDX-License-Identifier: Apache-2.0
//
// Response-time analysis on m CPUs where jobs may migrate at any time and every interfering task carries in one job:
//
//     R = C_k + floor(sum over i of min(W_i(R), R - C_k + 1) / m),  least fixed point,
//
// over the tasks that can be more urgent. Bertogna, Cirinei (2007): Response-time analysis for globally scheduled
// symmetric multiprocessor platforms, RTSS, Theorem 6 (fixed priorities) and Theorem 7 (EDF). Time is whole.
//
// Sporadic tasks with D <= T; no jitter, sections, suspension, locks or masks. Pseudo-polynomial: O(n) for a step.
#pragma once

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"

namespace pinstack {

/// What bounds the responses of the tasks that interfere.
enum class CarryIn : std::uint8_t {
    deadlines,  ///< their deadlines: independent of the order among them
    responses,  ///< the bounds found for them
};

/// Fixed priorities, most urgent first, until a task's bound exceeds its deadline.
void bound_carry_in_fp(const TaskSet& set, CarryIn carry_in, Verdict& verdict);

/// EDF: every bound is computed again while those of others get smaller, until none does. Nothing is proved unless
/// every task meets its deadline.
void bound_carry_in_edf(const TaskSet& set, Verdict& verdict);

}  // namespace pinstack
