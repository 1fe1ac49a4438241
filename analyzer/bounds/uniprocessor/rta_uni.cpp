// SPDX-License-Identifier: Apache-2.0
//
// rta-uni: N. Audsley, A. Burns, M. Richardson, K. Tindell, A. Wellings (1993): Applying new scheduling theory to
// static priority pre-emptive scheduling, Software Engineering Journal 8, equation 3; K. Tindell, A. Burns, A. Wellings
// (1994): An extendible approach for analysing fixed priority hard real-time tasks, Real-Time Systems 6, for arbitrary
// deadlines and release jitter. Non-preemptible sections block, wherever in the body they are (rta-np knows more).
//
// Exact where nothing is non-preemptible. Pseudo-polynomial. response.hpp has the formula.
#include "analyzer/bounds/uniprocessor/response.hpp"
#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"

namespace pinstack {

void run_rta_uni(const TaskSet& set, Verdict& verdict) { bound_responses_on_one_cpu(set, false, verdict); }

}  // namespace pinstack
