// SPDX-License-Identifier: Apache-2.0
//
// The lists of the run queues, for any number of tasks and any priorities: on each CPU the queued tasks, the current one
// too, by priority and then by arrival; the pushable ones of them, by priority and then in the order in which they came
// to the list; and who waits, which is who is queued, does not run and is not in the hands of a stopper. RunBitmaps has
// the same interface.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "model/engine/instant_tree.hpp"
#include "model/engine/urgency.hpp"
#include "model/linux_rt/lowest_cpu.hpp"

namespace pinstack::linux_rt {

/// Of two tasks the more urgent one has the smaller rank; equals are ordered by place.
constexpr std::int64_t rank_of(Priority priority, std::int64_t place) {
    constexpr int kPlaceBits = 42;  // either side of the middle; leaves 21 for the priority
    return (std::int64_t{priority} << kPlaceBits) + (std::int64_t{1} << (kPlaceBits - 1)) + place;
}

class RunLists {
public:
    RunLists(std::size_t tasks, std::size_t cpus) : tasks_(tasks + 1), cpus_(cpus) {
        it(kNoTask).queue.rank = it(kNoTask).list.rank = kNever;
    }
    /// Before a task is queued: may it run on more than one CPU?
    void describe(TaskIndex task, Priority priority, bool is_movable) {
        it(task).priority = priority;
        it(task).is_movable = is_movable;
    }

    // -- Who is where -------------------------------------------------------------------------------------------
    TaskIndex first(CpuId cpu) const { return cpus_[at(cpu)].queue; }
    TaskIndex next(TaskIndex task, CpuId) const { return it(task).queue.next; }
    TaskIndex first_pushable(CpuId cpu) const { return cpus_[at(cpu)].list; }
    TaskIndex next_pushable(TaskIndex task, CpuId) const { return it(task).list.next; }
    Priority most_urgent(CpuId cpu) const { return it(first(cpu)).priority; }
    Priority most_urgent_pushable(CpuId cpu) const { return it(first_pushable(cpu)).priority; }
    /// rt_nr_running > 1, and rt_nr_migratory > 0
    bool is_overloaded(CpuId cpu) const { return (cpus_[at(cpu)].total > 1) & (cpus_[at(cpu)].movable > 0); }
    bool has_equals(TaskIndex task) const {
        const auto is_equal = [&](TaskIndex other) {
            return other != kNoTask && it(other).priority == it(task).priority;
        };
        return is_equal(it(task).queue.previous) || is_equal(it(task).queue.next);
    }
    /// By priority, then by place.
    Urgency urgency(TaskIndex task) const { return {it(task).queue.rank, task}; }

    std::size_t waiting_count() const { return static_cast<std::size_t>(waiting_); }
    bool is_waiting(TaskIndex task) const {
        return it(task).is_queued && !it(task).is_running && !it(task).is_served;
    }
    bool is_served(TaskIndex task) const { return it(task).is_served; }
    /// Those served by a stopper count as running.
    std::size_t running_count() const { return static_cast<std::size_t>(running_) + served_.size(); }
    /// More urgent than all where none runs. O(CPUs) after that task has left its CPU, else O(1).
    Urgency least_urgent_running() const {
        if (least_.task == kIdle.task) find_least_urgent_running();
        return least_;
    }
    /// O(CPUs)
    bool waits_before(Urgency limit) const {
        bool is_less_urgent = false;
        for (const Cpu& cpu : cpus_) is_less_urgent |= cpu.first_waiting < limit.key;
        return is_less_urgent;
    }
    /// `f(TaskIndex)` of each waiting task that is more urgent than `limit`.
    template <class F>
    void for_each_waiting_before(Urgency limit, F&& f) const {
        for (const Cpu& cpu : cpus_) {
            if (cpu.first_waiting >= limit.key) continue;
            for (TaskIndex task = cpu.queue; it(task).queue.rank < limit.key; task = it(task).queue.next) {
                if (is_waiting(task)) f(task);
            }
        }
    }

    // -- Changes ------------------------------------------------------------------------------------------------
    /// Behind its equals. It waits.
    void add(TaskIndex task, CpuId cpu) {
        it(task).is_queued = true;
        link_queued(task, cpu, ++tail_);
        ++cpus_[at(cpu)].total;
        cpus_[at(cpu)].movable += it(task).is_movable;
        ++waiting_;
        add_pushable(task, cpu);
        find_first_waiting(cpu);
    }
    void remove(TaskIndex task, CpuId cpu) {
        remove_pushable(task, cpu);
        unlink<&Task::queue>(cpus_[at(cpu)].queue, task);
        waiting_ -= is_waiting(task);
        it(task).is_queued = false;
        if (it(task).is_served) [[unlikely]]  // pulled away under the stopper's hands
            note_served(task, false);
        --cpus_[at(cpu)].total;
        cpus_[at(cpu)].movable -= it(task).is_movable;
        find_first_waiting(cpu);
    }
    /// It runs on the CPU.
    void start(TaskIndex task, CpuId cpu) {
        remove_pushable(task, cpu);
        it(task).is_running = true;
        ++running_;
        cpus_[at(cpu)].running = task;
        --waiting_;
        find_first_waiting(cpu);
        if (more_urgent(least_, urgency(task))) least_ = urgency(task);
    }
    /// It runs no more. It waits, if it is still queued.
    void stop(TaskIndex task, CpuId cpu) {
        it(task).is_running = false;
        --running_;
        cpus_[at(cpu)].running = kNoTask;
        if (least_.task == task) least_ = kIdle;
        if (!it(task).is_queued) return;
        ++waiting_;
        find_first_waiting(cpu);
        add_pushable(task, cpu);
    }
    /// A stopper works for it, or does no more.
    void set_served(TaskIndex task, CpuId cpu, bool is_served) {
        note_served(task, is_served);
        waiting_ += is_served ? -1 : 1;
        find_first_waiting(cpu);
    }
    /// Raised behind its new equals, lowered before them; among the pushable ones behind.
    void change_priority(TaskIndex task, Priority priority) { it(task).priority = priority; }
    void change_priority(TaskIndex task, CpuId cpu, Priority priority) {
        const bool is_raised = priority < it(task).priority;
        const bool was_pushable = it(task).is_pushable;
        remove_pushable(task, cpu);
        unlink<&Task::queue>(cpus_[at(cpu)].queue, task);
        it(task).priority = priority;
        link_queued(task, cpu, is_raised ? ++tail_ : --head_);
        if (was_pushable) add_pushable(task, cpu);
        least_ = kIdle;
        find_first_waiting(cpu);
    }
    /// May it run on more than one CPU? It keeps its place.
    void set_movable(TaskIndex task, CpuId cpu, bool is_movable) {
        const bool was_movable = std::exchange(it(task).is_movable, is_movable);
        if (!it(task).is_queued || was_movable == is_movable) return;
        cpus_[at(cpu)].movable += is_movable ? 1 : -1;
        if (!is_movable) remove_pushable(task, cpu);
        if (is_movable && !it(task).is_running) add_pushable(task, cpu);
    }
    /// To the head of its equals, or to their tail.
    void requeue_first(TaskIndex task, CpuId cpu) { requeue(task, cpu, --head_); }
    void requeue_last(TaskIndex task, CpuId cpu) { requeue(task, cpu, ++tail_); }

private:
    /// A task's place on a list.
    struct Links {
        std::int64_t rank = 0;  // by priority and then by place; the smallest is the head
        TaskIndex next = kNoTask;
        TaskIndex previous = kNoTask;
    };
    struct alignas(64) Task {
        Links queue;
        Links list;
        Priority priority = kNormal;
        bool is_queued = false;
        bool is_pushable = false;
        bool is_movable = false;
        bool is_running = false;
        bool is_served = false;
    };
    struct Cpu {
        TaskIndex queue = kNoTask;  // the heads
        TaskIndex list = kNoTask;
        TaskIndex running = kNoTask;
        int total = 0;
        int movable = 0;
        std::int64_t first_waiting = kNever;  // rank
    };

    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }
    /// kNoTask has one too, less urgent than all, so that the usual questions need not ask first whether there is one.
    Task& it(TaskIndex task) { return tasks_[at(task + 1)]; }
    const Task& it(TaskIndex task) const { return tasks_[at(task + 1)]; }

    template <Links Task::*kLinks>
    void link(TaskIndex& head, TaskIndex task) {
        Links& place = it(task).*kLinks;
        TaskIndex before = kNoTask, after = head;
        while ((it(after).*kLinks).rank < place.rank) {
            before = after;
            after = (it(after).*kLinks).next;
        }
        place.next = after;
        place.previous = before;
        (before == kNoTask ? head : (it(before).*kLinks).next) = task;
        (it(after).*kLinks).previous = task;
    }
    template <Links Task::*kLinks>
    void unlink(TaskIndex& head, TaskIndex task) {
        const Links& place = it(task).*kLinks;
        (place.previous == kNoTask ? head : (it(place.previous).*kLinks).next) = place.next;
        (it(place.next).*kLinks).previous = place.previous;
    }
    void link_queued(TaskIndex task, CpuId cpu, std::int64_t place) {
        it(task).queue.rank = rank_of(it(task).priority, place);
        link<&Task::queue>(cpus_[at(cpu)].queue, task);
    }
    void requeue(TaskIndex task, CpuId cpu, std::int64_t place) {
        unlink<&Task::queue>(cpus_[at(cpu)].queue, task);
        link_queued(task, cpu, place);
        least_ = kIdle;
        find_first_waiting(cpu);
    }
    void add_pushable(TaskIndex task, CpuId cpu) {
        if (!it(task).is_movable) return;
        it(task).list.rank = rank_of(it(task).priority, ++tail_);
        it(task).is_pushable = true;
        link<&Task::list>(cpus_[at(cpu)].list, task);
    }
    void remove_pushable(TaskIndex task, CpuId cpu) {
        if (!it(task).is_pushable) return;
        it(task).is_pushable = false;
        unlink<&Task::list>(cpus_[at(cpu)].list, task);
    }
    void note_served(TaskIndex task, bool is_served) {
        it(task).is_served = is_served;
        is_served ? served_.push_back(task) : static_cast<void>(std::erase(served_, task));
        least_ = kIdle;
    }
    void find_first_waiting(CpuId cpu) {
        TaskIndex first = cpus_[at(cpu)].queue;
        if (it(first).is_running) first = it(first).queue.next;
        if (it(first).is_served) [[unlikely]]
            first = it(first).queue.next;
        cpus_[at(cpu)].first_waiting = it(first).queue.rank;
    }
    void find_least_urgent_running() const {
        least_ = {std::numeric_limits<std::int64_t>::min(), kNoTask};
        for (const Cpu& cpu : cpus_) {
            const Urgency running{it(cpu.running).queue.rank, cpu.running};
            least_ = replaced(least_, running, (cpu.running != kNoTask) & (running.key > least_.key));
        }
        for (const TaskIndex task : served_) {
            if (more_urgent(least_, urgency(task))) least_ = urgency(task);
        }
    }

    std::vector<Task> tasks_;  // the first one is that of kNoTask
    std::vector<Cpu> cpus_;
    std::vector<TaskIndex> served_;
    int running_ = 0, waiting_ = 0;     // tasks
    std::int64_t tail_ = 0, head_ = 0;  // places given
    mutable Urgency least_ = kIdle;     // the least urgent running task; kIdle = to be found
};

}  // namespace pinstack::linux_rt
