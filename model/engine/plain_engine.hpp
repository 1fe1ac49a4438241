// SPDX-License-Identifier: Apache-2.0
//
// The event loop for plans in which nothing but time passes: up to 64 tasks and CPUs, full affinities, and every job runs
// from its release to its completion without a section, a suspension or a lock (Plan::is_plain()). The m most urgent ready
// jobs then run at every instant under any balancer that conserves work; balancers differ in where (Placement). The same
// figures as Engine gives, to the byte, at a third of the instructions: such runs are the baseline of every comparison, and
// most of what Monte-Carlo experiments do.
//
// No job's state is followed. A response is what it queued, its own length, and interference; capacity is useful or
// idle. Both are checked all the same: what ran, by the clock, against the lengths of the jobs; what waited, by
// the clock, against their interference.
//
// An event costs O(log tasks), a dispatch O(CPUs) where a job is preempted, else O(1).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>

#include <fmt/format.h>

#include "model/engine/instant_tree.hpp"
#include "model/engine/invariant.hpp"
#include "model/engine/job_recorder.hpp"
#include "model/engine/plan.hpp"
#include "model/engine/release_cursor.hpp"
#include "model/engine/slots.hpp"

namespace pinstack {

/// Where the jobs go that begin to run.
enum class PlainPlacement : std::uint8_t {
    stay,   ///< idle-first: the own CPU if idle, else the lowest idle one, else that of whom it preempts
    shift,  ///< the own CPU unless a more urgent job takes it, whoever runs there; the rest to the lowest free ones
};

/// Ready jobs that do not run; at most one of each task. They are few at most instants, so under edf the first is looked
/// for when it is asked for.
template <Order kOrder>
class PlainQueue {
public:
    bool empty() const { return tasks_ == 0; }
    int size() const { return std::popcount(tasks_); }
    TaskIndex first() const {
        TaskIndex first = std::countr_zero(tasks_);
        if constexpr (kOrder == Order::edf) {
            for (std::uint64_t rest = tasks_ & (tasks_ - 1); rest != 0; rest &= rest - 1) {
                const TaskIndex task = std::countr_zero(rest);
                first = deadlines_[index(task)] < deadlines_[index(first)] ? task : first;
            }
        }
        return first;
    }
    void insert(TaskIndex task, std::int64_t deadline) {
        tasks_ |= std::uint64_t{1} << task;
        deadlines_[index(task)] = deadline;
    }
    void erase(TaskIndex task) { tasks_ &= ~(std::uint64_t{1} << task); }

private:
    static std::size_t index(TaskIndex task) { return static_cast<std::uint32_t>(task); }

    std::uint64_t tasks_ = 0;
    std::array<std::int64_t, kLeanSlots> deadlines_{};
};

template <Order kOrder, PlainPlacement kPlacement>
class PlainEngine {
public:
    /// REQUIRES: plan.is_plain(), and its order is kOrder.
    explicit PlainEngine(const Plan& plan);
    RunResult run();

private:
    struct alignas(64) Task {
        ReleaseCursor next;    // the next release event
        ReleaseCursor oldest;  // the oldest unfinished job; equals `next` in number where there is none
        std::int64_t deadline = 0;   // absolute, of that job
        std::int64_t begin = 0;      // when it became the oldest one
        std::int64_t length = 0;     // of it
        std::int64_t remaining = 0;  // while it does not run
        std::int64_t start = 0;
        CpuId last_cpu = 0;
        bool has_started = false;  // that job
        bool has_run = false;      // any
    };

    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }
    Task& task(TaskIndex index) { return tasks_[at(index)]; }
    const Task& task(TaskIndex index) const { return tasks_[at(index)]; }
    bool has_job(TaskIndex index) const { return task(index).oldest.number != task(index).next.number; }
    bool is_idle(CpuId cpu) const { return (idle_ >> cpu & 1) != 0; }
    Urgency urgency(TaskIndex index) const {
        return {kOrder == Order::fp ? std::int64_t{index} : task(index).deadline, index};
    }

    void advance_to(std::int64_t instant);
    void handle_ends();
    void handle_releases();
    void begin_oldest(TaskIndex index);
    std::int64_t length_of(TaskIndex index) const;
    void complete(TaskIndex index);

    void dispatch();
    CpuId least_urgent_cpu() const;
    void preempt(CpuId cpu);
    TaskIndex lift(CpuId cpu);
    void place(TaskIndex index, CpuId cpu);
    void place_shifting();

    void account_unfinished(TaskIndex index);
    RunResult finish();

    const Plan& plan_;
    JobRecorder<true> recorder_;
    BasicInstantTree<true> releases_;  // by task
    BasicInstantTree<true> ends_;      // by CPU
    InlineSlots<Task, kLeanSlots> tasks_;
    InlineSlots<TaskIndex, kLeanSlots> running_;  // by CPU, if it is not idle
    InlineSlots<std::int64_t, kLeanSlots> lengths_;  // by task; -1: they vary
    PlainQueue<kOrder> waiting_;
    InlineSlots<TaskIndex, kLeanSlots> chosen_;  // of this dispatch, most urgent first, without a CPU yet
    int chosen_count_ = 0;
    std::uint64_t idle_;  // CPUs
    int busy_ = 0;
    std::int64_t now_ = 0;
    std::int64_t end_;
    // CPU time and waiting time by the clock; the same as the jobs have it.
    std::int64_t useful_ = 0;
    std::int64_t waited_ = 0;
    std::int64_t executed_ = 0;
    std::int64_t interfered_ = 0;
};

template <PlainPlacement kPlacement>
RunResult run_plain_engine(const Plan& plan) {
    return plan.order == Order::fp ? PlainEngine<Order::fp, kPlacement>(plan).run()
                                   : PlainEngine<Order::edf, kPlacement>(plan).run();
}

template <Order kOrder, PlainPlacement kPlacement>
PlainEngine<kOrder, kPlacement>::PlainEngine(const Plan& plan)
    : plan_(plan),
      recorder_(plan),
      releases_(plan.tasks.size()),
      ends_(at(plan.cpus)),
      tasks_(plan.tasks.size()),
      running_(at(plan.cpus), kNoTask),
      lengths_(plan.tasks.size()),
      chosen_(at(plan.cpus)),
      idle_(~std::uint64_t{0} >> (kLeanSlots - at(plan.cpus))),
      end_(plan.horizon.value_or(kNever)) {
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
        const PlanTask& planned = plan.tasks[i];
        tasks_[i].next = tasks_[i].oldest = ReleaseCursor::first(plan, planned);
        tasks_[i].last_cpu = planned.home;
        releases_.set(static_cast<TaskIndex>(i), tasks_[i].next.release);
        for (std::uint32_t step = planned.first_step; step < planned.end_step; ++step) {
            const bool varies = plan.steps[step].detail >= 0 || lengths_[i] < 0;
            lengths_[i] = varies ? -1 : lengths_[i] + plan.steps[step].length;
        }
    }
}

template <Order kOrder, PlainPlacement kPlacement>
RunResult PlainEngine<kOrder, kPlacement>::run() {
    for (;;) {
        const std::int64_t next = earlier(releases_.earliest(), ends_.earliest());
        if (next >= end_) break;  // a run that drains ends at kNever
        advance_to(next);
        handle_ends();
        handle_releases();
        if (!waiting_.empty()) dispatch();
    }
    if (end_ != kNever) {
        // What ends exactly at the horizon ends; nothing is released or dispatched there.
        advance_to(end_);
        handle_ends();
    }
    return finish();
}

template <Order kOrder, PlainPlacement kPlacement>
void PlainEngine<kOrder, kPlacement>::advance_to(std::int64_t instant) {
    const std::int64_t time = instant - now_;
    useful_ += time * busy_;
    waited_ += time * waiting_.size();
    now_ = instant;
}

// -- Jobs -------------------------------------------------------------------------------------------------------

template <Order kOrder, PlainPlacement kPlacement>
void PlainEngine<kOrder, kPlacement>::handle_ends() {
    while (ends_.earliest() == now_) {
        const CpuId cpu = ends_.first_at(now_);
        complete(lift(cpu));
    }
}

template <Order kOrder, PlainPlacement kPlacement>
void PlainEngine<kOrder, kPlacement>::handle_releases() {
    while (releases_.earliest() == now_) {
        const TaskIndex index = releases_.first_at(now_);
        recorder_.released(index);
        if (!has_job(index)) begin_oldest(index);
        ReleaseCursor& next = task(index).next;
        next.advance(plan_, plan_.tasks[at(index)]);
        releases_.set(index, next.release);
    }
}

template <Order kOrder, PlainPlacement kPlacement>
void PlainEngine<kOrder, kPlacement>::begin_oldest(TaskIndex index) {
    Task& it = task(index);
    it.deadline = it.oldest.due + plan_.tasks[at(index)].deadline;
    it.begin = now_;
    it.length = it.remaining = lengths_[at(index)] >= 0 ? lengths_[at(index)] : length_of(index);
    it.has_started = false;
    waiting_.insert(index, it.deadline);
}

template <Order kOrder, PlainPlacement kPlacement>
[[gnu::noinline]] std::int64_t PlainEngine<kOrder, kPlacement>::length_of(TaskIndex index) const {
    const PlanTask& planned = plan_.tasks[at(index)];
    std::int64_t length = 0;
    for (std::uint32_t step = planned.first_step; step < planned.end_step; ++step) {
        const PlanStep& it = plan_.steps[step];
        length += it.detail < 0 ? it.length : plan_.drawn_length(it, planned, task(index).oldest.number);
    }
    return length;
}

template <Order kOrder, PlainPlacement kPlacement>
void PlainEngine<kOrder, kPlacement>::complete(TaskIndex index) {
    Task& it = task(index);
    const std::int64_t queued = it.begin - it.oldest.release;
    const std::int64_t interference = now_ - it.begin - it.length;
    executed_ += it.length;
    interfered_ += interference;
    recorder_.completed(index, it.oldest, it.start, now_, {queued, it.length, interference});
    it.oldest.advance(plan_, plan_.tasks[at(index)]);
    if (has_job(index)) begin_oldest(index);
}

// -- Dispatch ---------------------------------------------------------------------------------------------------

/// Of those that wait the more urgent ones, in order, as long as a CPU idles or runs somebody less urgent.
template <Order kOrder, PlainPlacement kPlacement>
void PlainEngine<kOrder, kPlacement>::dispatch() {
    int room = std::popcount(idle_);
    while (!waiting_.empty()) {
        const TaskIndex first = waiting_.first();
        CpuId cpu = kNoCpu;
        if (room == 0) {
            cpu = least_urgent_cpu();
            if (cpu == kNoCpu || !more_urgent(urgency(first), urgency(running_[at(cpu)]))) break;
        }
        waiting_.erase(first);
        if (room == 0) {
            preempt(cpu);
        } else {
            --room;
        }
        if constexpr (kPlacement == PlainPlacement::shift) {
            chosen_[at(chosen_count_++)] = first;
        } else {
            const CpuId own = task(first).last_cpu;
            place(first, is_idle(own) ? own : std::countr_zero(idle_));
        }
    }
    if constexpr (kPlacement == PlainPlacement::shift) place_shifting();
}

template <Order kOrder, PlainPlacement kPlacement>
CpuId PlainEngine<kOrder, kPlacement>::least_urgent_cpu() const {
    CpuId least = kNoCpu;
    Urgency urgency_of_least{std::numeric_limits<std::int64_t>::min(), kNoTask};
    for (CpuId cpu = 0; cpu < plan_.cpus; ++cpu) {
        if (is_idle(cpu)) continue;
        const Urgency here = urgency(running_[at(cpu)]);
        const bool is_less = more_urgent(urgency_of_least, here);
        urgency_of_least = replaced(urgency_of_least, here, is_less);
        least = is_less ? cpu : least;
    }
    return least;
}

template <Order kOrder, PlainPlacement kPlacement>
void PlainEngine<kOrder, kPlacement>::preempt(CpuId cpu) {
    const std::int64_t remaining = ends_.at(cpu) - now_;
    const TaskIndex index = lift(cpu);
    task(index).remaining = remaining;
    recorder_.add_preemption(index);
    waiting_.insert(index, task(index).deadline);
}

template <Order kOrder, PlainPlacement kPlacement>
TaskIndex PlainEngine<kOrder, kPlacement>::lift(CpuId cpu) {
    ends_.set(cpu, kNever);
    idle_ |= std::uint64_t{1} << cpu;
    --busy_;
    return running_[at(cpu)];
}

template <Order kOrder, PlainPlacement kPlacement>
void PlainEngine<kOrder, kPlacement>::place(TaskIndex index, CpuId cpu) {
    Task& it = task(index);
    recorder_.add_migration(index, (it.last_cpu != cpu) & it.has_run);
    it.start = it.has_started ? it.start : now_;
    it.has_started = it.has_run = true;
    it.last_cpu = cpu;
    running_[at(cpu)] = index;
    ends_.set(cpu, now_ + it.remaining);
    idle_ &= ~(std::uint64_t{1} << cpu);
    ++busy_;
}

/// Shifting::place(): each takes its own CPU if nobody runs there who is more urgent; the others, and those who were
/// sent away, the lowest free ones.
template <Order kOrder, PlainPlacement kPlacement>
void PlainEngine<kOrder, kPlacement>::place_shifting() {
    int rest = 0;
    bool is_sorted = true;
    for (int i = 0; i < chosen_count_; ++i) {
        const TaskIndex index = chosen_[at(i)];
        const CpuId own = task(index).last_cpu;
        if (is_idle(own)) {
            place(index, own);
        } else if (const TaskIndex other = running_[at(own)]; more_urgent(urgency(index), urgency(other))) {
            task(other).remaining = ends_.at(own) - now_;
            lift(own);
            place(index, own);
            chosen_[at(rest++)] = other;
            is_sorted = false;
        } else {
            chosen_[at(rest++)] = index;
        }
    }
    chosen_count_ = 0;
    if (!is_sorted) {
        std::sort(chosen_.begin(), chosen_.begin() + rest,
                  [this](TaskIndex a, TaskIndex b) { return more_urgent(urgency(a), urgency(b)); });
    }
    for (int i = 0; i < rest; ++i) place(chosen_[at(i)], std::countr_zero(idle_));
}

// -- The end ----------------------------------------------------------------------------------------------------

template <Order kOrder, PlainPlacement kPlacement>
void PlainEngine<kOrder, kPlacement>::account_unfinished(TaskIndex index) {
    const Task& it = task(index);
    const bool runs = running_[at(it.last_cpu)] == index && !is_idle(it.last_cpu);
    const std::int64_t executed = it.length - (runs ? ends_.at(it.last_cpu) - now_ : it.remaining);
    executed_ += executed;
    interfered_ += now_ - it.begin - executed;
    if (it.has_started) recorder_.starts(index, it.start);
    recorder_.unfinished(index, it.oldest, it.next, end_);
}

template <Order kOrder, PlainPlacement kPlacement>
RunResult PlainEngine<kOrder, kPlacement>::finish() {
    if (end_ == kNever && !waiting_.empty()) invariant_broken("the run drained, but jobs still wait");
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
        const auto index = static_cast<TaskIndex>(i);
        if (has_job(index)) account_unfinished(index);
    }
    if (useful_ != executed_ || waited_ != interfered_) {
        invariant_broken(fmt::format("CPUs ran for {} ns and jobs for {} ns; jobs waited for {} ns, which sum to {} ns",
                                     useful_, executed_, waited_, interfered_));
    }
    RunResult result;
    result.span = {now_};
    result.capacity.useful = useful_;
    result.capacity.total = now_ * plan_.cpus;
    result.capacity.idle = result.capacity.total - useful_;
    result.tasks = recorder_.take_results();
    result.first_miss = recorder_.first_miss();
    result.jobs = recorder_.take_jobs();
    return result;
}

}  // namespace pinstack
