// SPDX-License-Identifier: Apache-2.0
//
// pinned-shift: running jobs move so that the most urgent jobs run that can run together (migrate_disable/shift). A
// pinned job can wait only below a section of a more urgent job, and only if there are m more urgent tasks.
// docs/bounds-under-pins.md, Theorem 6.
//
// Constrained deadlines. Pseudo-polynomial.
#include "analyzer/bounds/pinned/pinned.hpp"
#include "analyzer/bounds/pinned/stacking_response.hpp"

namespace pinstack {

void run_pinned_shift(const TaskSet& set, Verdict& verdict) { bound_stacking(set, Stacking::below_section, verdict); }

}  // namespace pinstack
