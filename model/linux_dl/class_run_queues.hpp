// SPDX-License-Identifier: Apache-2.0
//
// RunQueues, where there are tasks of other classes than the real-time one. Included by run_queues.hpp alone.
#pragma once

#include "model/linux_rt/run_queues.hpp"

namespace pinstack::linux_rt {

/// As in the kernel: p->prio of SCHED_DEADLINE is -1, and cpupri has CPUPRI_HIGHER for it.
inline constexpr Priority kDeadlinePriority = -1;

template <bool kLean>
void RunQueues<kLean>::set_up_classes(const Plan& plan) {
    if constexpr (!kLean) {
        classes_.queues.emplace(plan);
        classes_.cpupri.assign(at(plan.cpus), kNormal);
        for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan.tasks.size()); ++task) {
            const SchedClass its = class_of(task);
            if (its == SchedClass::deadline) job(task).priority = kDeadlinePriority;
            if (its != SchedClass::fair) continue;
            job(task).priority = kNormal;
            if (slices_.empty()) slices_.resize(plan.tasks.size(), plan.linux.rr_slice.ns);
        }
        for (TaskIndex task = 0; task < static_cast<TaskIndex>(slices_.size()); ++task)
            slices_[at(task)] = slice_of(task);
    }
}

template <bool kLean>
void RunQueues<kLean>::add_to_class(TaskIndex task) {
    const Job& it = job(task);
    if constexpr (!kLean) classes().add(task, it.cpu, it.on != kNoCpu, it.is_movable);
}

template <bool kLean>
void RunQueues<kLean>::remove_from_class(TaskIndex task) {
    if constexpr (!kLean) {
        const Job& it = job(task);
        classes().remove(task, it.cpu, it.on != kNoCpu);
        if (is_served(task)) set_served(task, it.cpu, false);  // pulled away under the stopper's hands
    }
}

template <bool kLean>
void RunQueues<kLean>::start_in_class(TaskIndex task) {
    if constexpr (!kLean) classes().start(task, job(task).cpu);
}

template <bool kLean>
void RunQueues<kLean>::stop_in_class(TaskIndex task) {
    const Job& it = job(task);
    if constexpr (!kLean) classes().stop(task, it.cpu, it.is_queued, it.is_movable);
}

template <bool kLean>
void RunQueues<kLean>::set_served(TaskIndex task, CpuId cpu_id, bool is_served) {
    if constexpr (!kLean) {
        if (has_classes()) {
            is_served ? classes_.served.push_back(task) : static_cast<void>(std::erase(classes_.served, task));
            if (!is_realtime(task)) return;
        }
    }
    lists_.set_served(task, cpu_id, is_served);
}

template <bool kLean>
TaskIndex RunQueues<kLean>::first_of_all_classes(CpuId cpu_id) const {
    if constexpr (kLean) {
        return kNoTask;
    } else {
        if (const TaskIndex task = classes().deadlines().first(cpu_id); task != kNoTask) return task;
        if (const TaskIndex task = lists_.first(cpu_id); task != kNoTask) return task;
        return classes().fair().first(cpu_id);
    }
}

/// convert_prio()
template <bool kLean>
Priority RunQueues<kLean>::cpupri_of(CpuId cpu_id) const {
    if constexpr (!kLean) {
        if (classes().deadlines().count(cpu_id) > 0) return kDeadlinePriority;
    }
    return most_urgent_[at(cpu_id)];
}

namespace detail {
// Of the keys of locks: deadlines come below all priorities.
constexpr std::int64_t kFirstDeadline = std::numeric_limits<std::int64_t>::min();
}  // namespace detail

template <bool kLean>
std::int64_t RunQueues<kLean>::lock_key(TaskIndex task) const {
    if constexpr (!kLean) {
        if (has_classes() && classes().is_by_deadline(task))
            return classes().deadlines().deadline(task) + detail::kFirstDeadline;
    }
    return job(task).priority;
}

template <bool kLean>
std::int64_t RunQueues<kLean>::own_lock_key(TaskIndex task) const {
    if constexpr (!kLean) {
        if (has_classes()) {
            if (classes().has_server(task)) return classes().server(task).deadline + detail::kFirstDeadline;
            if (classes().own_class(task) == SchedClass::fair) return kNormal;
        }
    }
    return plan_->tasks[at(task)].level;
}

template <bool kLean>
void RunQueues<kLean>::set_lock_key(TaskIndex task, std::int64_t key) {
    if constexpr (!kLean) {
        const bool is_deadline = key < 0;
        const SchedClass its = is_deadline      ? SchedClass::deadline
                               : key == kNormal ? SchedClass::fair
                                                : SchedClass::realtime;
        Job& it = job(task);
        const CpuId on = it.on;
        // A throttled task that is boosted goes on.
        const bool is_boosted = key < own_lock_key(task);
        const bool was_throttled = classes().is_throttled(task) && classes().is_ready(task);
        const bool is_queued = it.is_queued || (is_boosted && was_throttled);
        if (it.is_queued) dequeue(task);
        if (on != kNoCpu) {
            if (has_slice(task)) stop_slice(on);
            it.on = kNoCpu;
            is_of_other_class(task) ? stop_in_class(task) : lists_.stop(task, on);
        }
        classes().inherit(task, its, is_deadline && is_boosted ? key - detail::kFirstDeadline : kNever);
        if (is_boosted && was_throttled) classes().replenish(task);
        it.priority = is_deadline ? kDeadlinePriority : static_cast<Priority>(key);
        if (its == SchedClass::realtime) lists_.change_priority(task, it.priority);
        if (is_queued) enqueue(task, it.cpu);
        if (on != kNoCpu) {
            if (is_queued) is_of_other_class(task) ? start_in_class(task) : lists_.start(task, on);
            it.on = on;
            if (has_slice(task)) slice_ends_.set(on, now_ + slices_[at(task)]);
        }
        has_changed_ = true;
    }
}

/// Deadline tasks by deadline; real-time ones by priority; of the fair ones those that run come first. Then by place.
template <bool kLean>
linux_dl::ReadyOrder::Key RunQueues<kLean>::key_of(TaskIndex task) const {
    const auto its = static_cast<std::int64_t>(class_of(task));
    if constexpr (!kLean) {
        const Job& it = job(task);
        const bool late = is_late(task);  // behind its equals
        switch (class_of(task)) {
            case SchedClass::deadline:
                return {its, classes().deadlines().deadline(task), late ? kNever : classes().deadlines().place(task)};
            case SchedClass::realtime:
                return {its, late ? rank_of(it.priority, kLatePlace) : lists_.urgency(task).key, 0};
            case SchedClass::fair:
                return {its, it.on == kNoCpu, late ? kNever : classes().fair().place(task)};
        }
    }
    return {its, 0, 0};
}

template <bool kLean>
void RunQueues<kLean>::order_jobs() {
    if constexpr (!kLean) {
        linux_dl::ReadyOrder& order = classes().order();
        order.clear();
        for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan_->tasks.size()); ++task) {
            if (is_late(task)) {
                order.add(task, key_of(task), true);
            } else if (job(task).is_queued || job(task).on != kNoCpu) {
                order.add(task, key_of(task), waits_in_queue(task));
            }
        }
        order.draw_up();
    }
}

template <bool kLean>
Urgency RunQueues<kLean>::least_urgent_of_all_classes() const {
    Urgency least{std::numeric_limits<std::int64_t>::min(), kNoTask};
    const auto note = [&](TaskIndex task) {
        if (more_urgent(least, urgency(task))) least = urgency(task);
    };
    for (CpuId id = 0; id < cpus(); ++id) {
        if (is_occupied(id)) note(cpu(id).current);
        if (cpu(id).in_stopper && serves(id, cpu(id).push_task)) note(cpu(id).push_task);
    }
    return least;
}

template <bool kLean>
bool RunQueues<kLean>::is_any_without_job_of_any_class() const {
    int with_job = 0;
    for (CpuId id = 0; id < cpus(); ++id) {
        with_job += is_occupied(id) || (cpu(id).in_stopper && serves(id, cpu(id).push_task));
    }
    return with_job < online_count();
}

}  // namespace pinstack::linux_rt
