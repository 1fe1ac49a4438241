// SPDX-License-Identifier: Apache-2.0
#include "model/section/rcu_tracker.hpp"

namespace pinstack {

void RcuTracker::leave(TaskIndex task, std::int64_t now) {
    Reader& reader = readers_[static_cast<std::size_t>(task)];
    if (--reader.depth > 0) return;
    pass_to(now);
    const Duration length{now - reader.since};
    if (result_.readers.count() == 0 || length > result_.readers.max()) longest_ = task;
    result_.readers.add(length);
    --reading_;
    if (reader.since <= began_ && --waited_for_ == 0) freed_ = now;
}

void RcuTracker::pass_to(std::int64_t now) {
    while (waited_for_ == 0) {
        const std::int64_t scans = std::max<std::int64_t>(1, (freed_ - began_ + scan_ - 1) / scan_);
        // Without readers one follows the other, all of them as short as can be.
        const std::int64_t repeats = reading_ == 0 && freed_ <= began_ ? (now - began_) / scan_ : 1;
        const std::int64_t end = began_ + repeats * scans * scan_;
        if (repeats == 0 || end > now) return;
        result_.grace_periods += static_cast<std::uint64_t>(repeats);
        result_.grace_period_time.ns += end - began_;
        result_.longest_grace_period = std::max(result_.longest_grace_period, Duration{scans * scan_});
        if (deferred_.is_any_held()) deferred_.grace_periods_end(began_, scans * scan_, repeats);
        began_ = freed_ = end;
        waited_for_ = reading_;
    }
}

}  // namespace pinstack
