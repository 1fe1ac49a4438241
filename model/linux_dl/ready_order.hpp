// SPDX-License-Identifier: Apache-2.0
//
// The order of urgency of the jobs of all classes, as the ledger wants it: one number for each. It is drawn up anew at
// the end of each instant at which something changed. O(jobs log jobs)
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "model/engine/urgency.hpp"

namespace pinstack::linux_dl {

class ReadyOrder {
public:
    /// Smaller is more urgent; of equals, the class, what orders its jobs, and the place that breaks ties.
    using Key = std::array<std::int64_t, 3>;

    explicit ReadyOrder(std::size_t tasks) : ranks_(tasks, 0) {}

    void clear() {
        jobs_.clear();
        waiting_.clear();
    }
    void add(TaskIndex task, const Key& key, bool waits) { jobs_.push_back({key, task, waits}); }
    /// All jobs are there.
    void draw_up() {
        std::sort(jobs_.begin(), jobs_.end(),
                  [](const Job& a, const Job& b) { return std::pair(a.key, a.task) < std::pair(b.key, b.task); });
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            ranks_[static_cast<std::size_t>(jobs_[i].task)] = static_cast<std::int64_t>(i);
            if (jobs_[i].waits) waiting_.push_back(jobs_[i].task);
        }
    }

    Urgency urgency(TaskIndex task) const { return {ranks_[static_cast<std::size_t>(task)], task}; }
    /// Most urgent first.
    const std::vector<TaskIndex>& waiting() const { return waiting_; }

private:
    struct Job {
        Key key;
        TaskIndex task;
        bool waits;
    };
    std::vector<Job> jobs_;
    std::vector<std::int64_t> ranks_;  // by task
    std::vector<TaskIndex> waiting_;
};

}  // namespace pinstack::linux_dl
