// SPDX-License-Identifier: Apache-2.0
#include "model/engine/duration_statistics.hpp"

#include <algorithm>

namespace pinstack {

Duration DurationStatistics::lowest_in(std::uint32_t bucket) {
    if (bucket < 256) return {bucket};
    const std::uint32_t shift = bucket / 128 - 1;  // bucket = shift * 128 + significand, significand in 128..255
    const std::uint64_t significand = bucket - shift * 128;
    return {static_cast<std::int64_t>(significand << shift)};
}

void DurationStatistics::add_outside(std::uint32_t bucket) {
    if (buckets_.empty()) {
        first_bucket_ = bucket;
        buckets_.push_back(1);
        return;
    }
    if (bucket < first_bucket_) {
        buckets_.insert(buckets_.begin(), first_bucket_ - bucket, 0);
        first_bucket_ = bucket;
    } else if (const std::uint32_t needed = bucket - first_bucket_ + 1; needed > buckets_.size()) {
        buckets_.resize(needed, 0);
    }
    ++buckets_[bucket - first_bucket_];
}

double DurationStatistics::mean_ns() const {
    return static_cast<double>(static_cast<long double>(sum_) / static_cast<long double>(count_));
}

Duration DurationStatistics::percentile(int percent) const {
    // ceil(count * percent / 100) without overflow.
    const std::uint64_t whole = count_ / 100;
    const std::uint64_t part = count_ % 100;
    const auto p = static_cast<std::uint64_t>(percent);
    std::uint64_t rank = whole * p + (part * p + 99) / 100;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
        if (buckets_[i] >= rank) {
            const Duration upper_edge = lowest_in(first_bucket_ + static_cast<std::uint32_t>(i) + 1) - Duration{1};
            return std::min(upper_edge, max());
        }
        rank -= buckets_[i];
    }
    return max();
}

std::vector<DurationStatistics::Bucket> DurationStatistics::histogram() const {
    std::vector<Bucket> out;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
        if (buckets_[i] == 0) continue;
        const std::uint32_t bucket = first_bucket_ + static_cast<std::uint32_t>(i);
        out.push_back({lowest_in(bucket), lowest_in(bucket + 1) - Duration{1}, buckets_[i]});
    }
    return out;
}

}  // namespace pinstack
