// SPDX-License-Identifier: Apache-2.0
//
// pinned-swap-on-entry: shift, and a job enters its section on a CPU where no other is pinned, if there is one
// (migrate_disable/swap-on-entry). A pinned job can wait only if there are m more urgent tasks with sections; so with
// at most m tasks that have some this is pinned-none. docs/bounds-under-pins.md, Theorem 7.
//
// Constrained deadlines. Pseudo-polynomial.
#include "analyzer/bounds/pinned/pinned.hpp"
#include "analyzer/bounds/pinned/stacking_response.hpp"

namespace pinstack {

void run_pinned_swap_on_entry(const TaskSet& set, Verdict& verdict) {
    bound_stacking(set, Stacking::after_swap, verdict);
}

}  // namespace pinstack
