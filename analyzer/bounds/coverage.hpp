// SPDX-License-Identifier: Apache-2.0
//
// Which variant the bounds of a test hold under: most tests take the system's own, the bounds under pins each assume a
// protection and a balancer, a placement assumes that jobs stay where it puts them. Without this a bound could be
// compared with a simulation that it says nothing about.
#pragma once

#include <optional>

#include "analyzer/bounds/analysis.hpp"

namespace pinstack {

/// The test says whether some scheduler meets the deadlines, not which one.
bool is_of_some_scheduler(const SchedulabilityTest& test);

/// A system as a test assumes it: what to simulate beside its bounds. Nothing where no run can show that: a task is
/// split, the test assigns priorities, or it is of no scheduler in particular.
std::optional<System> covered_system(const System& system, const TestOutcome& outcome);

/// Do the bounds of the test, which applies, hold under the system's own variant?
bool covers_own_variant(const System& system, const SchedulabilityTest& test);

}  // namespace pinstack
