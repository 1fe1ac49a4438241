// SPDX-License-Identifier: Apache-2.0
//
// Which CPUs are online and active, and what that leaves of the affinity of each task. While a CPU goes offline it is
// online (it counts, and those that are pinned there run there) but not active (nobody else may come).
//
// Without events of the plan it reads the plan and copies nothing. O(1); a change is O(masks), or O(tasks) under a
// balancer that keeps jobs at home.
#pragma once

#include <cstddef>
#include <vector>

#include "model/engine/plan.hpp"

namespace pinstack {

class CpuMasks {
public:
    explicit CpuMasks(const Plan& plan)
        : plan_(&plan), active_(CpuSet::all(plan.cpus)), online_(active_), online_count_(plan.cpus) {
        if (plan.events.empty()) return;
        effective_ = plan.masks;
        for (const PlanTask& task : plan.tasks) {
            classes_.push_back(task.mask_class);
            homes_.push_back(task.home);
        }
    }

    const CpuSet& active() const { return active_; }
    const CpuSet& online() const { return online_; }
    int online_count() const { return online_count_; }
    bool are_all_active() const { return inactive_count_ == 0; }

    /// Place in Plan::masks of what the task was given.
    std::int32_t mask_class(TaskIndex task) const {
        return classes_.empty() ? plan_->tasks[at(task)].mask_class : classes_[at(task)];
    }
    const CpuSet& requested(TaskIndex task) const { return plan_->masks[at(mask_class(task))]; }
    /// The active ones of that. May be empty, until the affinity is broken.
    const CpuSet& effective(TaskIndex task) const {
        return classes_.empty() ? plan_->masks[at(plan_->tasks[at(task)].mask_class)]
                                : effective_[at(classes_[at(task)])];
    }
    bool has_all(TaskIndex task) const { return mask_class(task) == 0 && inactive_count_ == 0; }
    /// Under a balancer that keeps jobs at home.
    CpuId home(TaskIndex task) const { return homes_.empty() ? plan_->tasks[at(task)].home : homes_[at(task)]; }

    // REQUIRES: the plan has events.
    void set_active(CpuId cpu, bool active) {
        active_.set(cpu, active);
        inactive_count_ += active ? -1 : 1;
        for (std::size_t i = 0; i < effective_.size(); ++i)
            effective_[i].set(cpu, active && plan_->masks[i].contains(cpu));
        find_strays();
    }
    void set_online(CpuId cpu, bool online) {
        online_.set(cpu, online);
        online_count_ += online ? 1 : -1;
    }
    void set_mask_class(TaskIndex task, std::int32_t mask_class) {
        classes_[at(task)] = mask_class;
        find_strays();
    }
    void set_home(TaskIndex task, CpuId home) {
        homes_[at(task)] = home;
        find_strays();
    }
    /// Has a task no CPU where it may run, unpinned?
    bool is_stray(TaskIndex task) const {
        return plan_->keeps_home ? !effective(task).contains(home(task)) : effective(task).empty();
    }
    /// May some task be one?
    bool has_strays() const { return has_strays_; }

private:
    void find_strays() {
        has_strays_ = false;
        for (const CpuSet& mask : effective_) has_strays_ |= mask.empty();
        if (!plan_->keeps_home) return;
        for (std::size_t i = 0; i < homes_.size(); ++i) has_strays_ |= is_stray(static_cast<TaskIndex>(i));
    }
    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }

    const Plan* plan_;
    CpuSet active_, online_;
    int online_count_;
    int inactive_count_ = 0;
    bool has_strays_ = false;
    std::vector<CpuSet> effective_;      // by class
    std::vector<std::int32_t> classes_;  // by task
    std::vector<CpuId> homes_;           // by task
};

}  // namespace pinstack
