// SPDX-License-Identifier: Apache-2.0
//
// rta-np: L. George, N. Rivierre, M. Spuri (1996): Preemptive and non-preemptive real-time uni-processor scheduling,
// INRIA research report 2966, as revised by R. Davis, A. Burns, R. Bril, J. Lukkien (2007): Controller Area Network
// (CAN) schedulability analysis: refuted, revisited and revised, Real-Time Systems 35; for sections within preemptible
// bodies R. Bril, J. Lukkien, W. Verhaegh (2009), Real-Time Systems 42, Theorem 5.
//
// Exact for fixed sections: a section of a less urgent task blocks, and one that ends the body cannot be preempted.
// Arbitrary deadlines, release jitter. Pseudo-polynomial. response.hpp has the formula.
#include "analyzer/bounds/uniprocessor/response.hpp"
#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"

namespace pinstack {

void run_rta_np(const TaskSet& set, Verdict& verdict) { bound_responses_on_one_cpu(set, true, verdict); }

}  // namespace pinstack
