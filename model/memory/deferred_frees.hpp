// SPDX-License-Identifier: Apache-2.0
//
// Page tables that are freed after a grace period of RCU (tlb_remove_table(), mm/mmu_gather.c), in batches: who may
// still walk them reads. A batch is freed at the end of the first grace period that begins when it is given up or
// later; until then its memory is held. It knows no readers: RcuTracker says when grace periods end.
//
// Left out: the time that the callbacks take, and that they may wait for their turn (rcu_do_batch()).
#pragma once

#include <cstdint>
#include <deque>

#include "model/memory/page_fault_result.hpp"

namespace pinstack {

class DeferredFrees {
public:
    /// REQUIRES: `now` never goes back, and no grace period that ended before it has been kept quiet.
    void give_up(std::int64_t tables, std::int64_t now);
    /// Grace periods without a gap, of the same length, the first of which began at `first`. REQUIRES: in the order of
    /// time.
    void grace_periods_end(std::int64_t first, std::int64_t length, std::int64_t number);
    bool is_any_held() const { return !batches_.empty(); }

    /// Puts down what happened until `end`, the end of the run.
    void finish(std::int64_t end, PageTableResult& result);

private:
    struct Batch {
        std::int64_t tables;
        std::int64_t since;
    };
    /// Time has come to `now`: what was held until then counts.
    void pass_to(std::int64_t now);

    std::deque<Batch> batches_;  // that wait
    Spells deferrals_;
    std::int64_t held_ = 0;  // tables
    std::int64_t peak_ = 0;
    std::int64_t now_ = 0;
    __int128 table_time_ = 0;  // the integral of held_, in ns
};

}  // namespace pinstack
