// SPDX-License-Identifier: Apache-2.0
//
// rta-bc: M. Bertogna, M. Cirinei (2007): Response-time analysis for globally scheduled symmetric multiprocessor
// platforms, RTSS, Theorem 6, with the deadlines of the more urgent tasks bounding what they carry in.
//
// So the bound of a task depends on which tasks are more urgent, not on their order (rta-bc-slack's does).
// Constrained deadlines. Pseudo-polynomial.
#include "analyzer/bounds/global_fp/global_fp.hpp"
#include "analyzer/bounds/workload/carry_in_response.hpp"

namespace pinstack {

void run_rta_bc(const TaskSet& set, Verdict& verdict) { bound_carry_in_fp(set, CarryIn::deadlines, verdict); }

}  // namespace pinstack
