// SPDX-License-Identifier: Apache-2.0
//
// Points and lengths of time. Both count nanoseconds in a signed 64-bit integer; they are two types so that
// "when" and "how long" cannot be mixed up. Intervals are half-open, [from, to).
//
// Limits: an Instant of a run lies below 2^62 ns (146 years), so the sum of an instant and a duration that
// passed the input checks cannot wrap. Arithmetic on unchecked input goes through checked.hpp.
#pragma once

#include <compare>
#include <cstdint>

namespace pinstack {

struct Duration {
    std::int64_t ns = 0;

    friend constexpr auto operator<=>(Duration, Duration) = default;
    friend constexpr Duration operator+(Duration a, Duration b) { return {a.ns + b.ns}; }
    friend constexpr Duration operator-(Duration a, Duration b) { return {a.ns - b.ns}; }
    friend constexpr Duration operator*(std::int64_t n, Duration d) { return {n * d.ns}; }
};

struct Instant {
    std::int64_t ns = 0;

    friend constexpr auto operator<=>(Instant, Instant) = default;
    friend constexpr Instant operator+(Instant t, Duration d) { return {t.ns + d.ns}; }
    friend constexpr Instant operator-(Instant t, Duration d) { return {t.ns - d.ns}; }
    friend constexpr Duration operator-(Instant a, Instant b) { return {a.ns - b.ns}; }
};

/// Every instant of a run, and every duration of a system file, is below this many nanoseconds.
inline constexpr std::int64_t kTimeLimitNs = std::int64_t{1} << 62;

constexpr Duration nanoseconds(std::int64_t n) { return {n}; }
constexpr Duration microseconds(std::int64_t n) { return {n * 1'000}; }
constexpr Duration milliseconds(std::int64_t n) { return {n * 1'000'000}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000'000}; }

}  // namespace pinstack
