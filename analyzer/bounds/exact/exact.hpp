// SPDX-License-Identifier: Apache-2.0
//
// exact-fp and exact-edf: every state that the system can reach, by analyzer/explore/exact. Responses are exact over
// all sporadic releases and all execution times up to the worst case; a set that fails misses a deadline.
//
// They apply where exploration in whole units is all there is: where the greatest common divisor of all times is a
// nanosecond. In coarser units worst cases are missed, with pins or without (docs/explore.md). Budget: kExactStates
// states; beyond, the tests give up.
#pragma once

#include "analyzer/bounds/schedulability_test.hpp"

namespace pinstack {

inline constexpr std::uint64_t kExactStates = 500'000;

void run_exact(const System& system, const TaskSet& set, Verdict& verdict);

}  // namespace pinstack
