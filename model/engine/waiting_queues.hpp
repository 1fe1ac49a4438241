// SPDX-License-Identifier: Apache-2.0
//
// The jobs that are ready and not on a CPU, in queues by where they may go: one queue per distinct affinity mask
// for unpinned jobs, one per CPU for the jobs pinned to it. All jobs of a queue compete for the same CPUs, so if
// its most urgent job cannot be placed, none of it can: a balancer looks at heads only, and a dispatch does not
// cost the number of waiting jobs.
//
// Few tasks wait in bitmaps, many in heaps; the choice is made once, so its branch is always foreseen.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/engine/bitmap_queues.hpp"
#include "model/engine/pairing_queues.hpp"
#include "model/engine/urgency.hpp"

namespace pinstack {

class WaitingQueues {
public:
    /// `by_task`: the order of tasks is their order of urgency, and a job's key is its task.
    WaitingQueues(std::size_t tasks, std::size_t queues, bool by_task)
        : is_small_(tasks <= BitmapQueues::kMaxTasks),
          small_(is_small_ ? queues : 0, by_task),
          large_(is_small_ ? 0 : tasks, is_small_ ? 0 : queues) {}

    /// Jobs in all queues.
    std::size_t size() const { return size_; }
    std::size_t size(std::int32_t queue) const { return is_small_ ? small_.size(queue) : large_.size(queue); }
    bool empty(std::int32_t queue) const { return is_small_ ? small_.empty(queue) : large_.empty(queue); }
    /// The most urgent job of the queue; kIdle where it is empty.
    Urgency top(std::int32_t queue) const { return is_small_ ? small_.top(queue) : large_.top(queue); }
    bool contains(TaskIndex task) const { return is_small_ ? small_.contains(task) : large_.contains(task); }

    /// REQUIRES: the task is in no queue.
    void push(std::int32_t queue, Urgency job) {
        ++size_;
        is_small_ ? small_.push(queue, job) : large_.push(queue, job);
    }
    /// REQUIRES: the task is in that queue.
    void erase(std::int32_t queue, TaskIndex task) {
        --size_;
        is_small_ ? small_.erase(queue, task) : large_.erase(task);
    }

    /// Calls visit(task) for each job of the queue that is more urgent than `limit`, in no order. `visit` must not
    /// change the queues.
    template <class Visit>
    void for_each_more_urgent(std::int32_t queue, Urgency limit, Visit&& visit) const {
        is_small_ ? small_.for_each_more_urgent(queue, limit, visit) : large_.for_each_more_urgent(queue, limit, visit);
    }

private:
    bool is_small_;
    std::size_t size_ = 0;
    BitmapQueues small_;
    PairingQueues large_;
};

}  // namespace pinstack
