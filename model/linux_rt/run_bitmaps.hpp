// SPDX-License-Identifier: Apache-2.0
//
// What RunLists are, for up to 64 tasks: words with a bit for each task, in the order of priority. Equals are neighbours;
// which of them comes first their ranks tell, and these are looked at only where two of them meet. So every operation is
// O(1) but for the number of equals that meet.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "model/engine/slots.hpp"
#include "model/engine/urgency.hpp"
#include "model/linux_rt/lowest_cpu.hpp"
#include "model/linux_rt/run_lists.hpp"

namespace pinstack::linux_rt {

class RunBitmaps {
public:
    RunBitmaps(std::size_t, std::size_t) {}
    /// Before any task is queued: may it run on more than one CPU?
    void describe(TaskIndex task, Priority priority, bool is_movable);

    // -- Who is where -------------------------------------------------------------------------------------------
    TaskIndex first(CpuId cpu) const { return task_in<&Slot::rank>(queued_[at(cpu)]); }
    TaskIndex next(TaskIndex task, CpuId cpu) const { return next_in<&Slot::rank>(queued_[at(cpu)], task); }
    TaskIndex first_pushable(CpuId cpu) const { return task_in<&Slot::list_rank>(pushable(cpu)); }
    TaskIndex next_pushable(TaskIndex task, CpuId cpu) const { return next_in<&Slot::list_rank>(pushable(cpu), task); }
    Priority most_urgent(CpuId cpu) const { return slots_[first_bit(queued_[at(cpu)])].priority; }
    Priority most_urgent_pushable(CpuId cpu) const { return slots_[first_bit(pushable(cpu))].priority; }
    /// On any CPU.
    Priority most_urgent_pushable() const { return slots_[first_bit((waiting_ | served_) & movable_)].priority; }
    bool is_overloaded(CpuId cpu) const {
        const std::uint64_t queued = queued_[at(cpu)];
        return ((queued & (queued - 1)) != 0) & ((queued & movable_) != 0);
    }
    bool has_equals(TaskIndex task) const {
        for (const std::uint64_t queued : queued_) {
            if ((queued & bit(task)) != 0) return has_several(queued & slot(task).equals);
        }
        return false;
    }
    Urgency urgency(TaskIndex task) const { return {slot(task).rank, task}; }

    std::size_t waiting_count() const { return static_cast<std::size_t>(std::popcount(waiting_)); }
    bool is_waiting(TaskIndex task) const { return (waiting_ & bit(task)) != 0; }
    bool is_served(TaskIndex task) const { return (served_ & bit(task)) != 0; }
    /// Those served by a stopper count as running.
    std::size_t running_count() const { return static_cast<std::size_t>(std::popcount(running_ | served_)); }
    /// O(running equals)
    Urgency least_urgent_running() const {
        const std::uint64_t running = running_ | served_;
        if (running == 0) return {std::numeric_limits<std::int64_t>::min(), kNoTask};
        const Slot* least = &slots_[static_cast<std::size_t>(63 - std::countl_zero(running))];
        const std::uint64_t equals = running & least->equals;
        if (has_several(equals)) [[unlikely]] {
            for (std::uint64_t bits = equals; bits != 0; bits &= bits - 1) {
                const Slot& other = slots_[first_bit(bits)];
                if (other.rank > least->rank) least = &other;
            }
        }
        return {least->rank, least->task};
    }
    bool waits_before(Urgency limit) const {
        // Most often the first one is not an equal of the limit, and tells.
        const TaskIndex first = task_in<&Slot::rank>(waiting_);
        return first != kNoTask && slot(first).rank < limit.key;
    }
    template <class F>
    void for_each_waiting_before(Urgency limit, F&& f) const {
        for (std::uint64_t bits = waiting_; bits != 0; bits &= bits - 1) {
            const Slot& waiting = slots_[first_bit(bits)];
            if (waiting.rank < limit.key) f(waiting.task);
        }
    }

    // -- Changes ------------------------------------------------------------------------------------------------
    void add(TaskIndex task, CpuId cpu) {
        queued_[at(cpu)] |= bit(task);
        waiting_ |= bit(task);
        Slot& it = slot(task);
        it.rank = it.list_rank = it.rank_at_0 + ++tail_;
    }
    void remove(TaskIndex task, CpuId cpu) {
        queued_[at(cpu)] &= ~bit(task);
        waiting_ &= ~bit(task);
        served_ &= ~bit(task);
    }
    void start(TaskIndex task, CpuId) {
        running_ |= bit(task);
        waiting_ &= ~bit(task);
    }
    void stop(TaskIndex task, CpuId cpu) {
        running_ &= ~bit(task);
        waiting_ |= queued_[at(cpu)] & bit(task);
        Slot& it = slot(task);
        it.list_rank = it.rank_at_0 + ++tail_;
    }
    void set_served(TaskIndex task, CpuId, bool is_served) {
        served_ = is_served ? served_ | bit(task) : served_ & ~bit(task);
        waiting_ = is_served ? waiting_ & ~bit(task) : waiting_ | bit(task);
    }
    void requeue_first(TaskIndex task, CpuId) { slot(task).rank = slot(task).rank_at_0 + --head_; }
    void requeue_last(TaskIndex task, CpuId) { slot(task).rank = slot(task).rank_at_0 + ++tail_; }
    // Without locks nobody's priority changes.
    void change_priority(TaskIndex, Priority) {}
    void change_priority(TaskIndex, CpuId, Priority) {}

private:
    /// A task, where its bit is.
    struct Slot {
        std::int64_t rank = 0;       // on the run queue: by priority and then by place
        std::int64_t list_rank = 0;  // on the pushable list
        std::uint64_t equals = 0;    // of the same priority, itself among them
        std::int64_t rank_at_0 = 0;  // of its priority, at place 0
        TaskIndex task = kNoTask;
        Priority priority = kNormal;
    };

    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }
    static bool has_several(std::uint64_t bits) { return (bits & (bits - 1)) != 0; }
    /// 64 where there is none: that slot is nobody's, so an empty word need not be told apart.
    static std::size_t first_bit(std::uint64_t bits) { return static_cast<std::size_t>(std::countr_zero(bits)); }
    Slot& slot(TaskIndex task) { return slots_[slot_of_[at(task)]]; }
    const Slot& slot(TaskIndex task) const { return slots_[slot_of_[at(task)]]; }
    std::uint64_t bit(TaskIndex task) const { return bit_of_[at(task)]; }
    std::uint64_t pushable(CpuId cpu) const { return queued_[at(cpu)] & movable_ & ~running_; }
    template <std::int64_t Slot::*kRank>
    TaskIndex task_in(std::uint64_t bits) const {
        const Slot* first = &slots_[first_bit(bits)];
        const std::uint64_t equals = bits & first->equals;
        if (has_several(equals)) [[unlikely]]
            first = &first_of_equals<kRank>(equals);
        return first->task;
    }
    template <std::int64_t Slot::*kRank>
    [[gnu::noinline]] const Slot& first_of_equals(std::uint64_t equals) const {
        const Slot* first = &slots_[first_bit(equals)];
        for (std::uint64_t bits = equals & (equals - 1); bits != 0; bits &= bits - 1) {
            const Slot& other = slots_[first_bit(bits)];
            if (other.*kRank < first->*kRank) first = &other;
        }
        return *first;
    }
    template <std::int64_t Slot::*kRank>
    TaskIndex next_in(std::uint64_t bits, TaskIndex task) const {
        const Slot& before = slot(task);
        std::uint64_t later = bits & ~before.equals & ~(bit(task) - 1);
        for (std::uint64_t equals = bits & before.equals; equals != 0; equals &= equals - 1) {
            if (slots_[first_bit(equals)].*kRank > before.*kRank) later |= equals & -equals;
        }
        return task_in<kRank>(later);
    }

    std::array<Slot, 65> slots_;
    std::size_t count_ = 0;            // of tasks
    std::uint64_t movable_tasks_ = 0;  // by task
    std::array<std::uint8_t, kLeanSlots> slot_of_{};
    std::array<std::uint64_t, kLeanSlots> bit_of_{};
    std::array<std::uint64_t, kLeanSlots> queued_{};  // by CPU
    std::uint64_t movable_ = 0;
    std::uint64_t running_ = 0;
    std::uint64_t served_ = 0;   // by stoppers
    std::uint64_t waiting_ = 0;  // queued, neither running nor served
    std::int64_t tail_ = 0, head_ = 0;  // places given
};

/// Those behind it make room.
inline void RunBitmaps::describe(TaskIndex task, Priority priority, bool is_movable) {
    std::size_t place = count_++;
    for (; place > 0 && slots_[place - 1].priority > priority; --place) slots_[place] = slots_[place - 1];
    slots_[place].task = task;
    slots_[place].priority = priority;
    slots_[place].rank_at_0 = rank_of(priority, 0);
    movable_tasks_ |= std::uint64_t{is_movable} << task;
    movable_ = 0;
    for (std::size_t i = 0; i < count_; ++i) {
        slot_of_[at(slots_[i].task)] = static_cast<std::uint8_t>(i);
        bit_of_[at(slots_[i].task)] = std::uint64_t{1} << i;
        movable_ |= ((movable_tasks_ >> slots_[i].task) & 1u) << i;
        slots_[i].equals = 0;
        for (std::size_t j = 0; j < count_; ++j) {
            slots_[i].equals |= std::uint64_t{slots_[j].priority == slots_[i].priority} << j;
        }
    }
}

}  // namespace pinstack::linux_rt
