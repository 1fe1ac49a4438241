// SPDX-License-Identifier: Apache-2.0
//
// rta-bc-slack: M. Bertogna, M. Cirinei (2007): Response-time analysis for globally scheduled symmetric multiprocessor
// platforms, RTSS, Theorem 6, with the bounds found for the more urgent tasks limiting what they carry in.
//
// Constrained deadlines. Pseudo-polynomial.
#include "analyzer/bounds/global_fp/global_fp.hpp"
#include "analyzer/bounds/workload/carry_in_response.hpp"

namespace pinstack {

void run_rta_bc_slack(const TaskSet& set, Verdict& verdict) { bound_carry_in_fp(set, CarryIn::responses, verdict); }

}  // namespace pinstack
