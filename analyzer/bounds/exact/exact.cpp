// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/exact/exact.hpp"

#include "analyzer/explore/exact/exploration.hpp"

namespace pinstack {

void run_exact(const System& system, const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    ExactSpec spec;
    spec.unit = Duration{whole_unit(system, set)};
    verdict.why_not = why_not_exact(system, spec.placements, spec.unit);  // too large
    if (!verdict.why_not.empty()) return;
    spec.states = kExactStates;
    spec.witnesses = false;
    spec.lengths = facts_of(system, set).is_predictable() ? Lengths::full : Lengths::any;
    const ExactResult result = explore_exactly(system, spec);
    verdict.why_not = why_incomplete(result);
    // After an overrun nothing is known of the others.
    if (!verdict.why_not.empty() || result.has_overrun()) return;
    verdict.schedulable = true;
    for (std::size_t place = 0; place < set.size(); ++place) {
        const std::int64_t worst = result.tasks[set.tasks[place].file_index].worst_response;
        if (worst <= set.tasks[place].deadline) {
            verdict.bounds[place] = worst;
        } else {
            verdict.schedulable = false;
        }
    }
}

}  // namespace pinstack
