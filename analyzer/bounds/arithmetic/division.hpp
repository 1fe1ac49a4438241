// SPDX-License-Identifier: Apache-2.0
//
// Whole-number division as schedulability tests need it. Times are below 2^62 (kTimeLimitNs) and a task set has at
// most 100,000 tasks, so products of two times, and sums of them, fit 128 bits; times and their sums of two fit 64.
#pragma once

#include <cstdint>

namespace pinstack {

using Int128 = __int128;

/// REQUIRES: a >= 0 and b > 0.
constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b; }
constexpr std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return a / b + (a % b != 0 ? 1 : 0); }
constexpr Int128 ceil_div(Int128 a, Int128 b) { return a / b + (a % b != 0 ? 1 : 0); }

/// Of a value that may be negative: max(0, value), written (value)^+ in the papers.
constexpr std::int64_t positive(std::int64_t value) { return value > 0 ? value : 0; }

}  // namespace pinstack
