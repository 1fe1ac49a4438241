// SPDX-License-Identifier: Apache-2.0
//
// pinned-none: the ideal in which sections protect nothing, none/shift: M. Bertogna, M. Cirinei (2007), RTSS, Theorems
// 6 and 7. What the other pinned-* bounds are to be compared with, and under swap-on-entry with at most m tasks that
// use sections the bound itself (Theorem 1).
//
// Constrained deadlines. Pseudo-polynomial.
#include "analyzer/bounds/pinned/pinned.hpp"
#include "analyzer/bounds/workload/carry_in_response.hpp"

namespace pinstack {

void run_pinned_none(const TaskSet& set, Verdict& verdict) {
    if (set.order == Order::edf) return bound_carry_in_edf(set, verdict);
    bound_carry_in_fp(set, CarryIn::responses, verdict);
}

}  // namespace pinstack
