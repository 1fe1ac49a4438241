// SPDX-License-Identifier: Apache-2.0
//
// exact-fp and exact-edf: every state that the system can reach, by analyzer/explore/exact. Responses are exact over
// all sporadic releases, and all execution times up to the worst case, at whole units of the file's time (`time_unit`, or
// the greatest part of it that all times are whole numbers of); a set that fails misses a deadline.
//
// Left out: what happens between whole units, where worse may be possible, with pins or without (docs/explore.md). In a
// file in nanoseconds there is nothing between. A system that leaves whole units by itself is refused. Budget:
// kExactStates states; beyond, the tests give up.
#pragma once

#include "analyzer/bounds/schedulability_test.hpp"

namespace pinstack {

inline constexpr std::uint64_t kExactStates = 500'000;

void run_exact(const System& system, const TaskSet& set, Verdict& verdict);

}  // namespace pinstack
