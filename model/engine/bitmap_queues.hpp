// SPDX-License-Identifier: Apache-2.0
//
// Priority queues of jobs for up to 64 tasks: each queue is one word with a bit per task, and its most urgent job is
// remembered. push and top are O(1); so is erase where the order of tasks is their order of urgency (fp), else it is
// O(jobs of the queue) where it takes the most urgent one. With so few tasks that is a fraction of the work of a heap
// (see PairingQueues, which has the same interface).
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "model/engine/slots.hpp"
#include "model/engine/urgency.hpp"

namespace pinstack {

/// `kLean`: for at most kLeanSlots queues and one more.
template <bool kLean>
class BasicBitmapQueues {
public:
    static constexpr std::size_t kMaxTasks = 64;

    BasicBitmapQueues(std::size_t queues, bool by_task) : queues_(queues), by_task_(by_task) {}

    BasicBitmapQueues(std::size_t /*tasks*/, std::size_t queues, bool by_task) : BasicBitmapQueues(queues, by_task) {}

    /// Jobs in all queues.
    std::size_t size() const { return static_cast<std::size_t>(std::popcount(all_)); }
    std::size_t size(std::int32_t queue) const {
        return static_cast<std::size_t>(std::popcount(queues_[at(queue)].jobs));
    }
    bool empty(std::int32_t queue) const { return queues_[at(queue)].jobs == 0; }
    Urgency top(std::int32_t queue) const { return queues_[at(queue)].top; }
    bool contains(TaskIndex task) const { return (all_ >> task) & 1u; }

    void push(std::int32_t queue, Urgency job) {
        Queue& into = queues_[at(queue)];
        into.jobs |= bit(job.task);
        all_ |= bit(job.task);
        keys_[at(job.task)] = job.key;
        if (by_task_) {
            if (more_urgent(job, into.top)) into.top = job;
        } else {
            into.top = more_urgent_of(into.top, job);
        }
    }

    void erase(std::int32_t queue, TaskIndex task) {
        Queue& from = queues_[at(queue)];
        from.jobs &= ~bit(task);
        all_ &= ~bit(task);
        if (from.top.task != task) return;
        Urgency top = kIdle;
        if (by_task_) {
            if (from.jobs != 0) top = urgency(std::countr_zero(from.jobs));
        } else {
            for (std::uint64_t jobs = from.jobs; jobs != 0; jobs &= jobs - 1) {
                top = more_urgent_of(top, urgency(std::countr_zero(jobs)));
            }
        }
        from.top = top;
    }

    template <class Visit>
    void for_each_more_urgent(std::int32_t queue, Urgency limit, Visit&& visit) const {
        for (std::uint64_t jobs = queues_[at(queue)].jobs; jobs != 0; jobs &= jobs - 1) {
            const TaskIndex task = std::countr_zero(jobs);
            if (more_urgent(urgency(task), limit)) visit(task);
        }
    }

private:
    struct Queue {
        Urgency top = kIdle;
        std::uint64_t jobs = 0;  // a bit per task
    };

    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }
    static std::uint64_t bit(TaskIndex task) { return std::uint64_t{1} << task; }
    Urgency urgency(TaskIndex task) const { return {keys_[at(task)], task}; }

    Slots<Queue, kLean, kLeanSlots + 1> queues_;
    bool by_task_;
    std::uint64_t all_ = 0;
    std::array<std::int64_t, kMaxTasks> keys_{};
};

using BitmapQueues = BasicBitmapQueues<false>;

}  // namespace pinstack
