// SPDX-License-Identifier: Apache-2.0
//
// The reference scheduler: DESIGN sections 4, 5 and 6 written down as literally as possible, to check the engine
// against. At every instant it handles the events in the order of section 4, asks dispatch() who runs where, and
// measure() what that counts for. It recomputes everything from the list of all jobs; nothing is incremental, and
// nothing is fast.
#pragma once

#include <vector>

#include "tests/support/reference_accounting.hpp"

namespace pinstack::test {

/// What held between two consecutive instants at which something happened.
struct Slice {
    Instant from;
    Instant to;
    Measure measure;
};

/// Every slice of the run is added to `slices` where that is given. REQUIRES: the system is possible under the
/// variant, and its horizon exists.
/// Throws std::logic_error where an identity of the accounting does not hold.
RunResult reference_simulate(const System& system, const Variant& variant, const RunOptions& options = {},
                             std::vector<Slice>* slices = nullptr);

}  // namespace pinstack::test
