// SPDX-License-Identifier: Apache-2.0
//
// Where a search begins, and its steps. All random choices come from the generator given.
#pragma once

#include <cstdint>

#include "analyzer/explore/release_plan.hpp"

namespace pinstack {

/// Philox draws in a row, of a stream of their own: the same numbers everywhere, whoever else draws.
class PlanDraws {
public:
    PlanDraws(std::uint64_t seed, std::uint64_t stream) : seed_(seed), stream_(stream) {}
    std::uint64_t bits();
    /// One of 0..count-1. REQUIRES: count > 0.
    std::uint64_t below(std::uint64_t count);

private:
    std::uint64_t seed_, stream_;
    std::uint64_t drawn_ = 0;
};

/// Random offsets up to the least distance, and now and then a longer distance.
ReleasePlan random_plan(const ReleasePlan& own, const PlanRules& rules, PlanDraws& draws);

/// As random_plan(), but some tasks, from less to more urgent, each come just after the one before has entered its
/// section if nothing delays it: the way in which stacks are made (theory: families f1, f2). `by_urgency`: tasks, the
/// least urgent first.
ReleasePlan chain_plan(const ReleasePlan& own, const PlanRules& rules, const std::vector<std::uint32_t>& by_urgency,
                       PlanDraws& draws);

/// A small step: the releases of one task moved, a gap made in them, or a job put just after another task's section
/// begins.
void move_something(ReleasePlan& plan, const PlanRules& rules, PlanDraws& draws);

}  // namespace pinstack
