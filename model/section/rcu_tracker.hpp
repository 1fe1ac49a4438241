// SPDX-License-Identifier: Apache-2.0
//
// RCU read sides, and the grace periods that wait for them (kernel/rcu/tree.c, preemptible RCU). Grace periods follow
// each other without a gap, as if there were always a callback to wait for. The kernel looks for quiescent states from
// time to time only (rcu_gp_fqs_loop()): a grace period lasts a whole number of scans, at least one, and ends with the
// first at which nobody reads who read when it began. A read side is half-open in time: a grace period waits for one
// that begins at the same instant, and not for one that ends there. Time 0 begins one; what is under way at the end
// does not count.
//
// Left out: CPUs that pass no quiescent state without reading (a tick passes one), expedited grace periods, RCU_BOOST.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/engine/run_result.hpp"
#include "model/engine/urgency.hpp"
#include "model/memory/deferred_frees.hpp"

namespace pinstack {

class RcuTracker {
public:
    RcuTracker(std::size_t tasks, Duration scan) : scan_(scan.ns), readers_(tasks) {}

    void enter(TaskIndex task, std::int64_t now) {
        Reader& reader = readers_[static_cast<std::size_t>(task)];
        if (reader.depth++ > 0) return;
        is_used_ = true;
        pass_to(now);
        reader.since = now;
        if (now == began_) ++waited_for_;
        ++reading_;
    }
    void leave(TaskIndex task, std::int64_t now);
    /// Page tables that are freed when nobody can read them any more.
    void free_later(std::int64_t tables, std::int64_t now) {
        pass_to(now);
        deferred_.give_up(tables, now);
    }

    /// `file_index(task)` of the longest reader. Nothing where nobody read.
    template <class FileIndex>
    std::optional<RcuResult> finish(std::int64_t end, FileIndex&& file_index) {
        pass_to(end);
        if (!is_used_) return std::nullopt;
        if (longest_ != kNoTask) result_.longest_task = file_index(longest_);
        return std::move(result_);
    }
    /// REQUIRES: finish() was called.
    DeferredFrees& deferred() { return deferred_; }

private:
    struct Reader {
        int depth = 0;
        std::int64_t since = 0;  // of the outermost read side
    };

    /// The grace periods that end by `now`.
    void pass_to(std::int64_t now);

    std::int64_t scan_;
    std::vector<Reader> readers_;
    int reading_ = 0;
    int waited_for_ = 0;      // of these, those who read when the grace period began
    std::int64_t began_ = 0;  // the grace period
    std::int64_t freed_ = 0;  // since when it waits for nobody
    TaskIndex longest_ = kNoTask;
    bool is_used_ = false;
    RcuResult result_;
    DeferredFrees deferred_;
};

}  // namespace pinstack
