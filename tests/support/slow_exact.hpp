// SPDX-License-Identifier: Apache-2.0
//
// Exact exploration as slow and as literal as can be: whole states in a std::set, every subset of releases, the
// dispatch of the reference scheduler or, where any placement counts, every assignment of jobs to CPUs that obeys the
// rule's words. No symmetry, no packing; CPUs keep their names. Times are in units of 1 ns: whole and small.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/explore/exact/slot_system.hpp"
#include "model/system/system.hpp"

namespace pinstack::test {

struct SlowExact {
    std::vector<std::int64_t> worst;  ///< response of each task, file order; of jobs complete within a period
    std::vector<bool> overruns;
    int depth = 0;
    std::size_t states = 0;
};

/// REQUIRES: what explore_exactly() does, and all times are small.
SlowExact slow_exact(const System& system, Placements placements, Lengths lengths = Lengths::full);

}  // namespace pinstack::test
