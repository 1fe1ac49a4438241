// SPDX-License-Identifier: Apache-2.0
#include "model/memory/deferred_frees.hpp"

#include <algorithm>

namespace pinstack {

void DeferredFrees::give_up(std::int64_t tables, std::int64_t now) {
    pass_to(now);
    held_ += tables;
    for (; tables > 0; tables -= kTablesPerBatch) batches_.push_back({std::min(tables, kTablesPerBatch), now});
}

void DeferredFrees::grace_periods_end(std::int64_t first, std::int64_t length, std::int64_t number) {
    while (!batches_.empty()) {
        const Batch batch = batches_.front();
        const std::int64_t passed = batch.since <= first ? 0 : (batch.since - first + length - 1) / length;
        if (passed >= number) return;
        const std::int64_t end = first + (passed + 1) * length;
        pass_to(end);
        held_ -= batch.tables;
        deferrals_.add(end - batch.since);
        batches_.pop_front();
    }
}

/// What is held for no time is no peak.
void DeferredFrees::pass_to(std::int64_t now) {
    if (now == now_) return;
    peak_ = std::max(peak_, held_);
    table_time_ += static_cast<__int128>(held_) * (now - now_);
    now_ = now;
}

void DeferredFrees::finish(std::int64_t end, PageTableResult& result) {
    pass_to(end);
    result.deferrals = deferrals_;
    result.held_at_end = static_cast<std::uint64_t>(held_);
    result.peak_bytes = peak_ * kPageTableBytes;
    result.byte_seconds = static_cast<std::int64_t>(table_time_ * kPageTableBytes / 1'000'000'000);
}

}  // namespace pinstack
