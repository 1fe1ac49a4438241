// SPDX-License-Identifier: Apache-2.0
//
// Count, sum, extremes and percentiles of durations, in memory that depends on their spread and not their number.
// Count, sum, minimum and maximum are exact. A percentile is nearest-rank over a fixed log-linear histogram (128
// buckets an octave, exact below 256 ns), reported as the upper edge of its bucket, clipped to the maximum: never
// too small, and too large by at most 1/128.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "model/time/duration.hpp"

namespace pinstack {

class DurationStatistics {
public:
    /// REQUIRES: value >= 0. O(1); grows the histogram where the value lies outside what was seen before.
    void add(Duration value) {
        ++count_;
        sum_ += static_cast<__int128>(static_cast<std::uint64_t>(value.ns));  // unsigned: not 128 bits of sign
        if (value.ns < min_) min_ = value.ns;
        if (value.ns > max_) max_ = value.ns;
        const std::uint32_t slot = bucket_of(value.ns) - first_bucket_;
        if (slot < buckets_.size()) [[likely]] {
            ++buckets_[slot];
        } else {
            add_outside(bucket_of(value.ns));
        }
    }

    std::uint64_t count() const { return count_; }
    __int128 sum() const { return sum_; }
    // REQUIRES: count() > 0 for all of these.
    Duration min() const { return {min_}; }
    Duration max() const { return {max_}; }
    double mean_ns() const;
    /// The smallest v such that at least `percent` % of the values are at most v. REQUIRES: 0 < percent <= 100.
    Duration percentile(int percent) const;

    /// A bucket of the histogram: values in [from, to], `count` of them.
    struct Bucket {
        Duration from, to;
        std::uint64_t count;
    };
    std::vector<Bucket> histogram() const;  ///< the non-empty buckets, ascending

    friend bool operator==(const DurationStatistics&, const DurationStatistics&) = default;

private:
    static constexpr std::uint32_t bucket_of(std::int64_t ns) {
        const auto value = static_cast<std::uint64_t>(ns);
        const int shift = 56 - std::countl_zero(value | 255u);  // leaves eight significant bits, 128..255; of few, all
        return static_cast<std::uint32_t>(shift) * 128 + static_cast<std::uint32_t>(value >> shift);
    }
    static Duration lowest_in(std::uint32_t bucket);
    void add_outside(std::uint32_t bucket);

    std::uint64_t count_ = 0;
    __int128 sum_ = 0;
    std::int64_t min_ = kTimeLimitNs;
    std::int64_t max_ = -1;
    std::uint32_t first_bucket_ = 0;
    std::vector<std::uint64_t> buckets_;  // counts of first_bucket_, first_bucket_ + 1, ...
};

}  // namespace pinstack
