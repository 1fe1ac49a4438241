// SPDX-License-Identifier: Apache-2.0
//
// Response times of fixed-priority tasks on one CPU, exactly: the busy window of each level, job by job.
//
// Arbitrary deadlines, release jitter, non-preemptible stretches. In the busy window that begins when task i and all
// more urgent ones release a job after their longest jitter, just after a less urgent job has begun its longest
// stretch, job q finishes at x + F - 1 where x is the least fixed point of
//
//     x = B + (q + 1) C_i - (F - 1) + sum over more urgent j of ceil((x + J_j) / T_j) C_j,
//
// B is the rest of that stretch and F the length of the stretch that ends the body (1 where there is none): once the
// job has begun it, nobody preempts. The bound is the largest x + F - 1 + J_i - q T_i over the jobs of the window.
//
// J. P. Lehoczky (1990), RTSS (arbitrary deadlines); K. Tindell, A. Burns, A. Wellings (1994), Real-Time Systems 6
// (jitter); L. George, N. Rivierre, M. Spuri (1996), INRIA RR-2966, and R. Davis, A. Burns, R. Bril, J. Lukkien (2007),
// Real-Time Systems 35 (all jobs of the window count); R. Bril, J. Lukkien, W. Verhaegh (2009), Real-Time Systems 42
// (final stretches).
#pragma once

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"

namespace pinstack {

/// `defer`: count on the stretches that end bodies; false: take F = 1, as if stretches could be anywhere.
/// A bound is finite past the deadline too; nothing where the busy window does not end.
void bound_responses_on_one_cpu(const TaskSet& set, bool defer, Verdict& verdict);

}  // namespace pinstack
