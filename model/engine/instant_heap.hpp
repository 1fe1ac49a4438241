// SPDX-License-Identifier: Apache-2.0
//
// A queue of one pending instant per task, earliest first. The order of equal instants is unspecified (the engine
// handles all events of an instant before it decides anything), but the same in every run. A 4-ary heap: half the
// levels of a binary one, and the four children of a node share a cache line. push, pop, replace_top: O(log n).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "model/engine/urgency.hpp"

namespace pinstack {

inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

class InstantHeap {
public:
    struct Entry {
        std::int64_t at;
        TaskIndex task;
    };

    void reserve(std::size_t n) { entries_.reserve(n); }
    bool empty() const { return entries_.empty(); }
    std::int64_t earliest() const { return entries_.empty() ? kNever : entries_.front().at; }
    /// REQUIRES: !empty().
    TaskIndex top() const { return entries_.front().task; }

    void push(std::int64_t at, TaskIndex task) {
        entries_.push_back({at, task});
        std::size_t hole = entries_.size() - 1;
        while (hole > 0) {
            const std::size_t parent = (hole - 1) / 4;
            if (at >= entries_[parent].at) break;
            entries_[hole] = entries_[parent];
            hole = parent;
        }
        entries_[hole] = {at, task};
    }

    void pop() {
        const Entry last = entries_.back();
        entries_.pop_back();
        if (!entries_.empty()) sink(last);
    }

    /// Gives the top task a later instant.
    void replace_top(std::int64_t at) { sink({at, entries_.front().task}); }

private:

    void sink(Entry entry) {
        const std::size_t size = entries_.size();
        std::size_t hole = 0;
        for (;;) {
            const std::size_t child = 4 * hole + 1;
            if (child >= size) break;
            std::size_t least = child;
            if (child + 4 <= size) [[likely]] {
                const std::size_t left = entries_[child + 1].at < entries_[child].at ? child + 1 : child;
                const std::size_t right = entries_[child + 3].at < entries_[child + 2].at ? child + 3 : child + 2;
                least = entries_[right].at < entries_[left].at ? right : left;
            } else {
                for (std::size_t i = child + 1; i < size; ++i) {
                    if (entries_[i].at < entries_[least].at) least = i;
                }
            }
            if (entries_[least].at >= entry.at) break;
            entries_[hole] = entries_[least];
            hole = least;
        }
        entries_[hole] = entry;
    }

    std::vector<Entry> entries_;
};

}  // namespace pinstack
