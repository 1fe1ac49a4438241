// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_rcu.hpp"

#include <algorithm>

namespace pinstack::test {

void ReferenceRcu::begin_reading(std::uint32_t task, std::int64_t now) {
    for (ReadSide& side : sides_) {
        if (side.task != task || side.to) continue;
        ++side.depth;
        return;
    }
    sides_.push_back({task, now, std::nullopt, 1});
}

void ReferenceRcu::end_reading(std::uint32_t task, std::int64_t now) {
    for (std::size_t i = 0; i < sides_.size(); ++i) {
        if (sides_[i].task != task || sides_[i].to) continue;
        if (--sides_[i].depth > 0) return;
        sides_[i].to = now;
        ended_.push_back(i);
        return;
    }
}

/// "Nobody reads who read when it began." "A read side is half-open in time."
bool ReferenceRcu::awaits_nobody(std::int64_t began, std::int64_t now) const {
    return std::none_of(sides_.begin(), sides_.end(),
                        [&](const ReadSide& side) { return side.from <= began && (!side.to || *side.to > now); });
}

std::optional<RcuResult> ReferenceRcu::result(std::int64_t end, std::int64_t scan) const {
    if (sides_.empty()) return std::nullopt;
    RcuResult result;
    for (const std::size_t i : ended_) {
        const ReadSide& side = sides_[i];
        const Duration length{*side.to - side.from};
        // "the first of equals"
        if (result.readers.count() == 0 || length > result.readers.max()) result.longest_task = side.task;
        result.readers.add(length);
    }
    // "Grace periods follow each other without a gap. A grace period lasts a whole number of scans, at least one, and
    // ends with the first at which nobody reads who read when it began. Time 0 begins one; what is under way at the
    // end does not count."
    std::int64_t began = 0;
    for (std::int64_t now = scan; now <= end; now += scan) {
        if (!awaits_nobody(began, now)) continue;
        ++result.grace_periods;
        result.grace_period_time.ns += now - began;
        result.longest_grace_period = std::max(result.longest_grace_period, Duration{now - began});
        began = now;
    }
    return result;
}

}  // namespace pinstack::test
