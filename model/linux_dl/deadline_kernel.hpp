// SPDX-License-Identifier: Apache-2.0
//
// Kernel's SCHED_DEADLINE: select_task_rq_dl(), find_later_rq(), push_dl_task(), pull_dl_task(), task_woken_dl(),
// check_preempt_curr_dl(), update_curr_dl() and dl_task_timer() of kernel/sched/deadline.c, and what of schedule()
// concerns several classes (Linux 6.1; of 6.12, when a CPU counts as overloaded). docs/deadline-tasks.md says it in
// words.
//
// At one instant, after the slices and before schedule(): runtimes that are used up, by CPU; then servers that are
// replenished, in file order.
#pragma once

#include "model/linux_rt/kernel.hpp"

namespace pinstack::linux_rt {

// -- Wake-ups and sleep -------------------------------------------------------------------------------------------

template <bool kLean>
CpuId Kernel<kLean>::select_cpu(TaskIndex task, CpuId executing) {
    const Job& job = queues_.job(task);
    if (job.pin != kNoCpu) return job.cpu;
    if constexpr (!kLean) {
        if (queues_.class_of(task) == SchedClass::fair) return select_fair_cpu(task);
        if (!job.is_movable || !runs_deadline_task(job.cpu)) return job.cpu;
        // By the deadline that it had when it went to sleep.
        const auto& deadlines = queues_.classes().deadlines();
        const TaskIndex current = queues_.cpu(job.cpu).current;
        if (queues_.job(current).is_movable && deadlines.deadline(task) < deadlines.deadline(current)) return job.cpu;
        const CpuId target = find_later(task, executing);
        if (target != kNoCpu && deadlines.is_before_all(deadlines.deadline(task), target)) return target;
    }
    return job.cpu;
}

template <bool kLean>
bool Kernel<kLean>::wake_in_class(TaskIndex task, CpuId cpu) {
    if constexpr (!kLean) {
        if (queues_.classes().wake(task, cpu)) return true;
        if (cpu != queues_.job(task).cpu) depart(task, queues_.job(task).cpu);
        queues_.set_cpu(task, cpu);
        queues_.note_change();
    }
    return false;
}

template <bool kLean>
void Kernel<kLean>::leave_class(CpuId cpu) {
    const TaskIndex task = queues_.cpu(cpu).current;
    if (queues_.job(task).is_queued) queues_.dequeue(task);  // a throttled one is not
    queues_.leave(cpu);
    if constexpr (!kLean) queues_.classes().sleep(task);
}

template <bool kLean>
void Kernel<kLean>::wakeup_preempt_class(TaskIndex task, CpuId executing) {
    const CpuId cpu = queues_.job(task).cpu;
    const Cpu& to = queues_.cpu(cpu);
    if (to.in_stopper) return;
    const SchedClass its = queues_.class_of(task);
    const bool is_higher = to.current == kNoTask || its < queues_.class_of(to.current);
    if (is_higher) return resched(cpu, executing);
    if (its != queues_.class_of(to.current) || its == SchedClass::fair) return;
    if (its == SchedClass::realtime) return preempt_realtime(task, executing);
    if constexpr (!kLean) {
        const auto& deadlines = queues_.classes().deadlines();
        if (deadlines.deadline(task) < deadlines.deadline(to.current)) {
            resched(cpu, executing);
        } else if (deadlines.deadline(task) == deadlines.deadline(to.current) && !to.needs_resched) {
            check_equal_deadline(task, cpu, executing);
        }
    }
}

/// cpudl_find() without a mask to fill in: it looks at the top of the heap only.
template <bool kLean>
bool Kernel<kLean>::has_cpudl_place(TaskIndex task) const {
    if constexpr (kLean) {
        return false;
    } else {
        const auto& cpudl = queues_.classes().deadlines().cpudl();
        const CpuId latest = cpudl.latest();
        return latest != kNoCpu && queues_.mask(task).contains(latest) &&
               queues_.classes().deadlines().deadline(task) < cpudl.latest_deadline();
    }
}

template <bool kLean>
void Kernel<kLean>::check_equal_deadline(TaskIndex woken, CpuId cpu, CpuId executing) {
    const TaskIndex current = queues_.cpu(cpu).current;
    if (!queues_.job(current).is_movable || !has_cpudl_place(current)) return;
    if (queues_.job(woken).is_movable && has_cpudl_place(woken)) return;
    resched(cpu, executing);
}

template <bool kLean>
void Kernel<kLean>::deadline_task_woken(TaskIndex task, CpuId executing) {
    const CpuId cpu = queues_.job(task).cpu;
    if (queues_.class_of(task) != SchedClass::deadline || !runs_deadline_task(cpu)) return;
    if constexpr (!kLean) {
        const auto& deadlines = queues_.classes().deadlines();
        const TaskIndex current = queues_.cpu(cpu).current;
        if (queues_.job(current).is_movable && deadlines.deadline(task) < deadlines.deadline(current)) return;
    }
    push_deadline_tasks(cpu, executing);
}

/// rt_mutex_setprio() where the class changes, or the deadline: check_class_changed().
template <bool kLean>
void Kernel<kLean>::change_class(TaskIndex task, std::int64_t key, CpuId executing) {
    const Job& job = queues_.job(task);
    const SchedClass before = queues_.class_of(task);
    queues_.set_lock_key(task, key);
    if (!job.is_queued) return;
    const Cpu& cpu = queues_.cpu(job.cpu);
    if (cpu.current != task) return wakeup_preempt_class(task, executing);
    if (queues_.first(job.cpu) != task) resched(job.cpu, executing);
    const SchedClass after = queues_.class_of(task);
    if (after <= before) return;
    // switched_from_dl(), switched_from_rt(): nobody of the class is left.
    if constexpr (!kLean) {
        if (before == SchedClass::deadline && queues_.classes().deadlines().count(job.cpu) == 0) {
            pull_deadline_tasks(job.cpu);
        } else if (before == SchedClass::realtime && queues_.most_urgent()[at(job.cpu)] == kNormal) {
            pull(job.cpu);
        }
    }
}

// -- schedule() ---------------------------------------------------------------------------------------------------

/// put_prev_task_balance(): from the class of the task before downward, until a class has a task.
template <bool kLean>
void Kernel<kLean>::balance(CpuId cpu, TaskIndex previous, bool has_left, bool was_stopper) {
    if constexpr (!kLean) {
        const auto has_deadline_task = [&] { return queues_.classes().deadlines().count(cpu) > 0; };
        if (was_stopper) {
            if (!has_deadline_task()) pull(cpu);
            return;
        }
        if (previous == kNoTask) return;
        switch (queues_.class_of(previous)) {
            case SchedClass::deadline:
                if (queues_.job(previous).is_queued && !has_left) return;
                pull_deadline_tasks(cpu);
                if (!has_deadline_task()) pull(cpu);
                return;
            case SchedClass::realtime:
                if (has_left && queues_.most_urgent()[at(cpu)] > queues_.job(previous).priority) pull(cpu);
                return;
            case SchedClass::fair:
                return;
        }
    }
}

// -- Push and pull ------------------------------------------------------------------------------------------------

/// find_later_rq()
template <bool kLean>
CpuId Kernel<kLean>::find_later(TaskIndex task, CpuId executing) {
    if constexpr (kLean) {
        return kNoCpu;
    } else {
        const Job& job = queues_.job(task);
        if (!job.is_movable) return kNoCpu;
        const auto& deadlines = queues_.classes().deadlines();
        const Cpus& mask = queues_.mask(task);
        Cpus later(plan_.cpus);
        for (CpuId cpu = mask.first(); cpu != kNoCpu; cpu = mask.next(cpu + 1)) {
            if (deadlines.cpudl().free().contains(cpu)) later.insert(cpu);
        }
        if (later.empty()) {
            if (!has_cpudl_place(task)) return kNoCpu;
            later.insert(deadlines.cpudl().latest());
        }
        if (later.contains(job.cpu)) return job.cpu;
        if (later.contains(executing)) return executing;
        return next_in_turn(later, queues_.cpu(executing).last_pick);
    }
}

/// find_lock_later_rq()
template <bool kLean>
CpuId Kernel<kLean>::find_later_target(TaskIndex task, CpuId executing) {
    const CpuId target = find_later(task, executing);
    if (target == kNoCpu || target == queues_.job(task).cpu) return kNoCpu;
    if constexpr (!kLean) {
        const auto& deadlines = queues_.classes().deadlines();
        if (!deadlines.is_before_all(deadlines.deadline(task), target)) return kNoCpu;
    }
    return target;
}

template <bool kLean>
bool Kernel<kLean>::push_deadline_task(CpuId cpu, CpuId executing) {
    if constexpr (kLean) {
        return false;
    } else {
        const auto& deadlines = queues_.classes().deadlines();
        if (!deadlines.overloaded().contains(cpu)) return false;
        const TaskIndex task = deadlines.first_pushable(cpu);
        if (runs_deadline_task(cpu)) {
            const TaskIndex current = queues_.cpu(cpu).current;
            if (deadlines.deadline(task) < deadlines.deadline(current) && queues_.job(current).is_movable) {
                resched(cpu, executing);
                return false;
            }
        }
        if (queues_.is_pinned(task)) return false;
        const CpuId target = find_later_target(task, executing);
        if (target == kNoCpu) return false;
        move(task, target, executing);
        return true;
    }
}

template <bool kLean>
void Kernel<kLean>::pull_deadline_tasks(CpuId cpu) {
    if constexpr (!kLean) {
        const auto& deadlines = queues_.classes().deadlines();
        const CpuSet sources = deadlines.overloaded();
        std::int64_t earliest_pulled = kNever;
        for (CpuId source = sources.first(); source != kNoCpu; source = sources.next(source + 1)) {
            if (source == cpu || !deadlines.overloaded().contains(source)) continue;
            const std::int64_t next = deadlines.deadline(deadlines.first_pushable(source));
            const bool has_some = deadlines.count(cpu) > 0;
            if (has_some && deadlines.deadline(deadlines.first(cpu)) < next) continue;
            if (deadlines.count(source) <= 1) continue;
            const auto& pushable = deadlines.pushable(source);
            const auto found = std::find_if(pushable.begin(), pushable.end(),
                                            [&](TaskIndex task) { return queues_.mask(task).contains(cpu); });
            if (found == pushable.end()) continue;
            const TaskIndex task = *found;
            const std::int64_t deadline = deadlines.deadline(task);
            if (deadline >= earliest_pulled || !deadlines.is_before_all(deadline, cpu)) continue;
            // One that is about to preempt is left alone.
            if (runs_deadline_task(source) && deadline < deadlines.deadline(queues_.cpu(source).current)) continue;
            if (queues_.is_pinned(task)) {
                if (const TaskIndex pushed = get_push_task(source); pushed != kNoTask)
                    queue_stopper(source, pushed, cpu);
                continue;
            }
            depart(task, source);
            queues_.dequeue(task);
            queues_.enqueue(task, cpu);
            add_cost(cpu, Overhead::migration, plan_.costs.migration);
            earliest_pulled = deadline;
        }
        if (earliest_pulled != kNever) resched(cpu, cpu);
    }
}

// -- Servers ------------------------------------------------------------------------------------------------------

template <bool kLean>
void Kernel<kLean>::handle_servers() {
    if constexpr (!kLean) {
        for (CpuId cpu; (cpu = queues_.classes().take_exhausted_cpu()) != kNoCpu;) {
            ++events_;
            if (queues_.cpu(cpu).irqs_off || queues_.cpu(cpu).in_work) {
                hold({queues_.now(), sent_++, Delivery::Kind::runtime_end, cpu, queues_.cpu(cpu).current});
                continue;
            }
            end_runtime(cpu);
            preemption_point(cpu);
        }
        for (TaskIndex task; (task = queues_.classes().take_timer()) != kNoTask;) {
            ++events_;
            const CpuId cpu = online_or_other(queues_.job(task).cpu);
            if (queues_.cpu(cpu).irqs_off || has_costs()) {
                hold({queues_.now(), sent_++, Delivery::Kind::replenish, cpu, task});
                continue;
            }
            replenish(task);
            preemption_point(cpu);
        }
    }
}

/// update_curr_dl(): the current task is off its queue until its next period. It leaves the CPU with schedule().
template <bool kLean>
void Kernel<kLean>::end_runtime(CpuId cpu) {
    if constexpr (!kLean) {
        const TaskIndex task = queues_.cpu(cpu).current;
        if (!runs_deadline_task(cpu) || !queues_.job(task).is_queued || !queues_.classes().charge(task)) return;
        queues_.dequeue(task);
        if (!queues_.classes().throttle(task)) queues_.enqueue(task, cpu);
        if (queues_.classes().deadlines().first(cpu) != task) resched(cpu, cpu);
    }
}

/// dl_task_timer()
template <bool kLean>
void Kernel<kLean>::replenish(TaskIndex task) {
    if constexpr (!kLean) {
        if (!queues_.classes().is_throttled(task)) return;
        const bool is_ready = queues_.classes().is_ready(task);
        queues_.classes().replenish(task);
        if (!is_ready) return;
        CpuId cpu = queues_.job(task).cpu;
        if (must_leave(task, cpu)) cpu = fallback_cpu(task);
        queues_.enqueue(task, cpu);
        if (runs_deadline_task(cpu)) {
            wakeup_preempt_class(task, cpu);
        } else {
            resched(cpu, cpu);
        }
        push_deadline_task(cpu, cpu);
    }
}

}  // namespace pinstack::linux_rt
