// SPDX-License-Identifier: Apache-2.0
//
// How long others can keep a job waiting on m CPUs. A job that waits for X instants has, in each of them, m others
// running (or at least one, in at most `blocked` of them); no task does more than min(W_i, X) in X instants. So it
// cannot wait for X instants where
//
//     sum min(W_i, X) + (m - 1) min(blocked, X, sum min(W_i, X)) < m X.                                        (1)
//
// The left side minus m X is concave in X and 0 at 0, so that (1) holds from some X on. Newton's method from the right
// finds it in a few steps of O(n). Stepping up by one, as fixed-point iterations on whole time do, would take as many
// steps as there are nanoseconds.
#pragma once

#include <cstdint>
#include <span>

namespace pinstack {

/// The least X >= from for which (1) holds. REQUIRES: from >= 1; 0 <= work, blocked < 2^63; cpus >= 1.
std::int64_t least_delay(std::span<const std::int64_t> work, int cpus, std::int64_t from, std::int64_t blocked = 0);

}  // namespace pinstack
