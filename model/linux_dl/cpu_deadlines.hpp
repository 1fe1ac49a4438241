// SPDX-License-Identifier: Apache-2.0
//
// The CPUs with SCHED_DEADLINE tasks by the earliest deadline that is queued on each, latest first: struct cpudl of
// kernel/sched/cpudeadline.c. It is the kernel's heap, step by step, since among equal deadlines the heap decides which
// CPU stands on top.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "model/platform/cpu_set.hpp"

namespace pinstack::linux_dl {

class CpuDeadlines {
public:
    explicit CpuDeadlines(int cpus) : places_(static_cast<std::size_t>(cpus), kFree), free_(CpuSet::all(cpus)) {}

    /// CPUs without such tasks.
    const CpuSet& free() const { return free_; }
    /// kNoCpu where there is none.
    CpuId latest() const { return heap_.empty() ? kNoCpu : heap_.front().cpu; }
    /// REQUIRES: latest() is a CPU.
    std::int64_t latest_deadline() const { return heap_.front().deadline; }

    /// cpudl_set(). O(log CPUs)
    void set(CpuId cpu, std::int64_t deadline) {
        std::size_t& place = places_[at(cpu)];
        if (place == kFree) {
            place = heap_.size();
            heap_.push_back({deadline, cpu});
            move_up(place);
            free_.erase(cpu);
        } else {
            heap_[place].deadline = deadline;
            settle(place);
        }
    }
    /// cpudl_clear(). O(log CPUs)
    void clear(CpuId cpu) {
        const std::size_t place = std::exchange(places_[at(cpu)], kFree);
        if (place == kFree) return;
        const Entry last = heap_.back();
        heap_.pop_back();
        if (place < heap_.size()) {
            put(place, last);
            settle(place);
        }
        free_.insert(cpu);
    }

private:
    struct Entry {
        std::int64_t deadline;
        CpuId cpu;
    };
    static constexpr std::size_t kFree = SIZE_MAX;
    static std::size_t at(CpuId cpu) { return static_cast<std::uint32_t>(cpu); }
    static std::size_t parent(std::size_t place) { return (place - 1) / 2; }

    void put(std::size_t place, const Entry& entry) {
        heap_[place] = entry;
        places_[at(entry.cpu)] = place;
    }
    /// cpudl_heapify()
    void settle(std::size_t place) {
        const bool rises = place > 0 && heap_[parent(place)].deadline < heap_[place].deadline;
        rises ? move_up(place) : move_down(place);
    }
    /// Above its equals.
    void move_up(std::size_t place) {
        const Entry moved = heap_[place];
        while (place > 0 && moved.deadline >= heap_[parent(place)].deadline) {
            put(place, heap_[parent(place)]);
            place = parent(place);
        }
        put(place, moved);
    }
    /// Not below its equals.
    void move_down(std::size_t place) {
        const Entry moved = heap_[place];
        for (;;) {
            std::size_t latest = place;
            std::int64_t deadline = moved.deadline;
            for (const std::size_t child : {2 * place + 1, 2 * place + 2}) {
                if (child >= heap_.size() || heap_[child].deadline <= deadline) continue;
                latest = child;
                deadline = heap_[child].deadline;
            }
            if (latest == place) break;
            put(place, heap_[latest]);
            place = latest;
        }
        put(place, moved);
    }

    std::vector<Entry> heap_;
    std::vector<std::size_t> places_;  // by CPU
    CpuSet free_;
};

}  // namespace pinstack::linux_dl
