// SPDX-License-Identifier: Apache-2.0
//
// rta-bc-edf: M. Bertogna, M. Cirinei (2007): Response-time analysis for globally scheduled symmetric multiprocessor
// platforms, RTSS, Theorem 7, iterated until no bound improves.
//
// Constrained deadlines. Pseudo-polynomial.
#include "analyzer/bounds/global_edf/global_edf.hpp"
#include "analyzer/bounds/workload/carry_in_response.hpp"

namespace pinstack {

void run_rta_bc_edf(const TaskSet& set, Verdict& verdict) { bound_carry_in_edf(set, verdict); }

}  // namespace pinstack
