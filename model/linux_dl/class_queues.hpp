// SPDX-License-Identifier: Apache-2.0
//
// What a modelled kernel keeps of tasks that are not real-time ones: the queues of SCHED_DEADLINE and SCHED_OTHER, the
// servers of the former and when their runtime is used up, and who is throttled. RunQueues has one where
// Plan::has_classes; it tells it who comes, goes, runs and stops.
//
// A task that inherits the urgency of a SCHED_DEADLINE task has its deadline, and its class; it is never throttled, and
// if it has no server of its own, none is charged.
//
// A server's runtime falls while its task is current and queued: what a slice of SCHED_RR counts, the kernel's work in
// between included. A task whose runtime is used up inside a non-preemptible section is taken off its queue at once but
// stays current, which costs it nothing more unless it is replenished before it leaves the CPU (update_curr_dl()).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/engine/instant_tree.hpp"
#include "model/engine/plan.hpp"
#include "model/linux_dl/deadline_queues.hpp"
#include "model/linux_dl/deadline_server.hpp"
#include "model/linux_dl/fair_queues.hpp"
#include "model/linux_dl/ready_order.hpp"

namespace pinstack::linux_dl {

class ClassQueues {
public:
    explicit ClassQueues(const Plan& plan)
        : deadlines_(plan.tasks.size(), plan.cpus),
          fair_(plan.nices, plan.cpus),
          classes_(plan.tasks.size()),
          budgets_(plan.tasks.size()),
          budget_ends_(static_cast<std::size_t>(plan.cpus)),
          timers_(plan.tasks.size()),
          order_(plan.tasks.size()) {
        for (std::size_t i = 0; i < plan.tasks.size(); ++i) {
            classes_[i] = budgets_[i].own_class = plan.tasks[i].sched_class;
            budgets_[i].server.reserved = plan.reservations[i];
        }
    }

    void set_now(std::int64_t now) {
        now_ = now;
        fair_.set_now(now);
    }

    DeadlineQueues& deadlines() { return deadlines_; }
    const DeadlineQueues& deadlines() const { return deadlines_; }
    FairQueues& fair() { return fair_; }
    const FairQueues& fair() const { return fair_; }

    /// The class that the task is in, by inheritance too.
    SchedClass class_of(TaskIndex task) const { return classes_[at(task)]; }
    bool is_by_deadline(TaskIndex task) const { return class_of(task) == SchedClass::deadline; }
    bool is_fair(TaskIndex task) const { return class_of(task) == SchedClass::fair; }
    SchedClass own_class(TaskIndex task) const { return budgets_[at(task)].own_class; }
    /// From now on the task has that class, and of a SCHED_DEADLINE task the deadline if that is earlier than its own;
    /// kNever: its own. REQUIRES: it is not queued, and not current.
    void inherit(TaskIndex task, SchedClass its, std::int64_t deadline) {
        classes_[at(task)] = its;
        budgets_[at(task)].inherited = deadline;
        if (is_by_deadline(task)) deadlines_.set_deadline(task, effective_deadline(task));
    }

    ReadyOrder& order() { return order_; }
    const ReadyOrder& order() const { return order_; }

    // -- Servers ------------------------------------------------------------------------------------------------
    const DeadlineServer& server(TaskIndex task) const { return budgets_[at(task)].server; }
    /// Whoever is not asleep: it is queued, or throttled.
    bool is_ready(TaskIndex task) const { return budgets_[at(task)].is_ready; }
    bool is_throttled(TaskIndex task) const { return server(task).is_throttled; }
    bool has_server(TaskIndex task) const { return own_class(task) == SchedClass::deadline; }
    bool is_boosted(TaskIndex task) const { return budgets_[at(task)].inherited != kNever; }
    /// The task is woken, and will be queued on the CPU: unless this returns false, as it is throttled.
    bool wake(TaskIndex task, CpuId cpu) {
        if (is_fair(task)) fair_.wake(task, cpu);
        if (!has_server(task)) return true;
        Budget& it = budgets_[at(task)];
        it.is_ready = true;
        if (is_boosted(task)) {
            it.server.is_throttled = false;
            timers_.set(task, kNever);
        }
        if (it.server.is_throttled || it.server.wake(now_)) {
            arm(task);
            throttled_.push_back(task);
            return false;
        }
        deadlines_.set_deadline(task, effective_deadline(task));
        return true;
    }
    /// The task, not queued any more, goes to sleep or is done. What it has used up is found now.
    void sleep(TaskIndex task) {
        if (!has_server(task)) return;
        budgets_[at(task)].is_ready = false;
        std::erase(throttled_, task);
        if (server(task).runtime <= 0 && !server(task).is_throttled) throttle(task);
    }
    /// The runtime of a task that is not queued is used up. Returns whether it is throttled, and not replenished at
    /// once.
    bool throttle(TaskIndex task) {
        Budget& it = budgets_[at(task)];
        if (is_boosted(task) || it.server.next_period() <= now_) {
            replenish(task);
            return false;
        }
        it.server.is_throttled = true;
        if (it.is_ready) throttled_.push_back(task);
        arm(task);
        return true;
    }
    /// REQUIRES: the task is not queued.
    void replenish(TaskIndex task) {
        Budget& it = budgets_[at(task)];
        it.server.replenish(now_);
        timers_.set(task, kNever);
        std::erase(throttled_, task);
        deadlines_.set_deadline(task, effective_deadline(task));
    }
    /// update_curr_dl(): accounts for what the current task of the CPU has used. Returns whether nothing is left.
    bool charge(TaskIndex task) {
        if (!has_server(task)) return false;
        Budget& it = budgets_[at(task)];
        it.server.runtime -= now_ - it.charged_until;
        it.charged_until = now_;
        return it.server.runtime <= 0;
    }

    /// Ready, but throttled.
    const std::vector<TaskIndex>& throttled() const { return throttled_; }
    /// Is there something that only the end of a runtime, or of a wait for one, can change?
    bool is_awaited() const { return !throttled_.empty() || budget_ends_.earliest() != kNever; }
    /// When a runtime is used up, or a server replenished.
    std::int64_t next() const { return earlier(budget_ends_.earliest(), timers_.earliest()); }
    /// Of this instant; kNoCpu, kNoTask where there is none. Each is told once.
    CpuId take_exhausted_cpu() {
        if (budget_ends_.earliest() > now_) return kNoCpu;
        const CpuId cpu = budget_ends_.first_at(budget_ends_.earliest());
        budget_ends_.set(cpu, kNever);
        return cpu;
    }
    TaskIndex take_timer() {
        if (timers_.earliest() > now_) return kNoTask;
        const TaskIndex task = timers_.first_at(timers_.earliest());
        timers_.set(task, kNever);
        return task;
    }

    // -- Who comes and goes -------------------------------------------------------------------------------------
    /// `is_current`, `is_movable`: of the task, there.
    void add(TaskIndex task, CpuId cpu, bool is_current, bool is_movable) {
        if (is_fair(task)) return fair_.add(task, cpu);
        deadlines_.add(task, cpu);
        if (is_current) {
            expect_end(task, cpu);
        } else if (is_movable) {
            deadlines_.add_pushable(task, cpu);
        }
    }
    void remove(TaskIndex task, CpuId cpu, bool is_current) {
        if (is_fair(task)) return fair_.remove(task, cpu);
        if (is_current) {
            charge(task);
            budget_ends_.set(cpu, kNever);
        }
        deadlines_.remove(task, cpu);
    }
    /// It becomes current. REQUIRES: queued.
    void start(TaskIndex task, CpuId cpu) {
        if (is_fair(task)) return fair_.start(task);
        deadlines_.remove_pushable(task, cpu);
        budgets_[at(task)].charged_until = now_;
        expect_end(task, cpu);
    }
    /// It is current no more.
    void stop(TaskIndex task, CpuId cpu, bool is_queued, bool is_movable) {
        if (is_fair(task)) return fair_.stop(task);
        if (!is_queued) return;
        charge(task);
        budget_ends_.set(cpu, kNever);
        if (is_movable) deadlines_.add_pushable(task, cpu);
    }
    /// May it run on more than one CPU? REQUIRES: it is queued.
    void set_movable(TaskIndex task, CpuId cpu, bool is_current, bool is_movable) {
        if (!is_by_deadline(task)) return;
        deadlines_.remove_pushable(task, cpu);
        if (is_movable && !is_current) deadlines_.add_pushable(task, cpu);
    }

private:
    struct Budget {
        DeadlineServer server;
        SchedClass own_class = SchedClass::realtime;
        std::int64_t inherited = kNever;  // deadline
        std::int64_t charged_until = 0;   // if the task is current
        bool is_ready = false;
    };

    static std::size_t at(TaskIndex task) { return static_cast<std::uint32_t>(task); }
    /// start_dl_timer()
    void arm(TaskIndex task) { timers_.set(task, std::max(now_, server(task).next_period())); }
    std::int64_t effective_deadline(TaskIndex task) const {
        const Budget& it = budgets_[at(task)];
        return has_server(task) ? std::min(it.server.deadline, it.inherited) : it.inherited;
    }
    void expect_end(TaskIndex task, CpuId cpu) {
        if (!has_server(task)) return;
        budget_ends_.set(cpu, std::max(now_, budgets_[at(task)].charged_until + server(task).runtime));
    }

    std::int64_t now_ = 0;
    DeadlineQueues deadlines_;
    FairQueues fair_;
    std::vector<SchedClass> classes_;  // by task
    std::vector<Budget> budgets_;      // by task
    InstantTree budget_ends_;          // by CPU
    InstantTree timers_;               // by task: dl_timer
    std::vector<TaskIndex> throttled_;
    ReadyOrder order_;
};

}  // namespace pinstack::linux_dl
