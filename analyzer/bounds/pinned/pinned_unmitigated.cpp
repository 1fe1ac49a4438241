// SPDX-License-Identifier: Apache-2.0
//
// pinned-unmitigated: a running job is never moved for a pinned one (migrate_disable/idle-first, wake-previous,
// wake-previous-push): a pinned job can wait below any more urgent job, as on one CPU. docs/bounds-under-pins.md,
// Theorem 5; as a reduction to the singleton mask of the section: A. Gujarati, F. Cerqueira, B. Brandenburg (2015):
// Multiprocessor real-time scheduling with arbitrary processor affinities: from practice to theory, Real-Time Systems
// 51.
//
// Constrained deadlines. Pseudo-polynomial.
#include "analyzer/bounds/pinned/pinned.hpp"
#include "analyzer/bounds/pinned/stacking_response.hpp"

namespace pinstack {

void run_pinned_unmitigated(const TaskSet& set, Verdict& verdict) { bound_stacking(set, Stacking::below_any, verdict); }

}  // namespace pinstack
