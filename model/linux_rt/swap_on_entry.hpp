// SPDX-License-Identifier: Apache-2.0
//
// SWAP_ON_ENTRY, a change to Linux: an outermost migrate_disable() on a CPU to which another task is pinned (nr_pinned:
// running, preempted or asleep there) first brings the current task to a CPU without one. What the balancer
// swap-on-entry does at every instant (theory: SOE), as a step that a kernel could make:
//
// 1. The entrant looks for a CPU of its mask with nr_pinned 0 and no stopper on it or on its way. A CPU whose most
//    urgent task is less urgent than the entrant takes it. So does one where a single task is as urgent or more,
//    which runs there, is preemptible, not bound, and allowed on the entrant's CPU: the two swap. Of these CPUs it is
//    the one whose most urgent task is least urgent; among equals the lowest number. (Nobody goes to a CPU that he left
//    at the same instant.) If there is none, the entrant is pinned where it is.
// 2. The stopper of the entrant's CPU moves it, as migration_cpu_stop(). For a swap it takes the stoppers of both CPUs,
//    which work from when both run (stop_two_cpus(), as migrate_swap() in kernel/sched/core.c). If a push is on its way
//    there already, the entrant waits for its end.
// 3. The stopper looks again. A move goes to the best CPU now that takes the entrant without a swap. A swap is still
//    one, or a move if the other CPU has become less urgent, or nothing. The end of a stopper is an edge (pull).
// 4. The pin is made when the entrant runs again, after another look. (One that was not moved although no time has
//    passed does not look again at this instant.)
//
// Without PUSH_TARGET_CHECK the push-away undoes a swap: the task that came is pushed back from over the pinned one,
// onto the entrant, and so on.
//
// Inside a non-preemptible section no stopper can run, and one that sleeps at once (a section that begins with a
// suspension) does not wait for it: they are pinned where they are. A spinlock and a local_lock (PREEMPT_RT) enter as
// any section, with the spinlock held and before the local_lock is taken.
#pragma once

#include <array>

#include "model/linux_rt/kernel.hpp"

namespace pinstack::linux_rt {

template <bool kLean>
bool Kernel<kLean>::ask_to_move(TaskIndex entrant) {
    Job& job = queues_.job(entrant);
    if (queues_.step_of(entrant).non_preemptible || was_refused(entrant)) return false;
    if (queues_.cpu(job.cpu).push_task != kNoTask) {
        resched(job.cpu, job.cpu);  // lets the stopper in at once
    } else {
        const EntryPlace place = find_entry_place(entrant, true);
        if (place.cpu == kNoCpu) return false;
        entry_stops_[at(job.cpu)] = {entrant, job.cpu, place.swaps ? place.cpu : kNoCpu, queues_.now()};
        queue_stopper(job.cpu, entrant, job.cpu);
        if (place.swaps) {
            entry_stops_[at(place.cpu)] = entry_stops_[at(job.cpu)];
            queue_stopper(place.cpu, queues_.cpu(place.cpu).current, job.cpu);
        }
    }
    job.has_begun_step = false;
    return true;
}

template <bool kLean>
typename Kernel<kLean>::EntryPlace Kernel<kLean>::find_entry_place(TaskIndex entrant, bool may_swap) const {
    const Job& job = queues_.job(entrant);
    const Cpus& mask = queues_.mask(entrant);
    EntryPlace best;
    for (CpuId cpu = mask.first(); cpu != kNoCpu; cpu = mask.next(cpu + 1)) {
        const Cpu& it = queues_.cpu(cpu);
        if (cpu == job.cpu || pinned_[at(cpu)] != 0 || it.push_task != kNoTask || has_left(entrant, cpu)) continue;
        const Priority level = queues_.most_urgent()[at(cpu)];
        if (best.cpu != kNoCpu && level <= queues_.most_urgent()[at(best.cpu)]) continue;
        const bool swaps = level <= job.priority;
        if (swaps && (!may_swap || it.current == kNoTask || it.has_left || it.non_preemptible ||
                      !can_swap(entrant, it.current) || has_left(it.current, job.cpu))) {
            continue;
        }
        best = {cpu, swaps};
    }
    return best;
}

/// Is `other` the only one on its CPU that would keep the entrant from running there, and may it come here?
template <bool kLean>
bool Kernel<kLean>::can_swap(TaskIndex entrant, TaskIndex other) const {
    const Job& job = queues_.job(other);
    if (!job.is_movable || queues_.first(job.cpu) != other) return false;
    if (!queues_.mask(other).contains(queues_.job(entrant).cpu)) return false;
    return queues_.job(queues_.next(other)).priority > queues_.job(entrant).priority;
}

template <bool kLean>
bool Kernel<kLean>::all_have_stopped(CpuId cpu) const {
    const EntryStop& stop = entry_stops_[at(cpu)];
    return stop.to == kNoCpu || (queues_.cpu(stop.from).in_stopper && queues_.cpu(stop.to).in_stopper);
}

template <bool kLean>
void Kernel<kLean>::end_entry_stop(CpuId cpu) {
    const EntryStop stop = entry_stops_[at(cpu)];
    const std::array<CpuId, 2> stopped = {stop.from, stop.to};
    const TaskIndex other = stop.to == kNoCpu ? kNoTask : queues_.cpu(stop.to).push_task;
    for (const CpuId each : stopped) {
        if (each != kNoCpu) queues_.end_stopper(each, queues_.cpu(each).push_task);
    }
    const Job& job = queues_.job(stop.entrant);
    if (job.is_queued && job.cpu == stop.from && job.pin == kNoCpu) {
        CpuId to = stop.to;
        bool swaps = false;
        const bool may_go = to == kNoCpu || queues_.mask(stop.entrant).contains(to);  // its mask may be another by now
        if (to == kNoCpu) {
            to = find_entry_place(stop.entrant, false).cpu;
        } else if (pinned_[at(to)] != 0 || !may_go) {
            to = kNoCpu;
        } else if (queues_.most_urgent()[at(to)] <= job.priority) {
            swaps = queues_.first(to) == other && queues_.first(stop.from) == stop.entrant &&
                    can_swap(stop.entrant, other);
            if (!swaps) to = kNoCpu;
        }
        if (to == kNoCpu && stop.asked_at == queues_.now()) refuse(stop.entrant);
        if (to != kNoCpu) move(stop.entrant, to, stop.from);
        if (swaps) move(other, stop.from, stop.from);
    }
    for (const CpuId each : stopped) {
        if (each == kNoCpu) continue;
        entry_stops_[at(each)] = {};
        stopper_done(each);
    }
}

}  // namespace pinstack::linux_rt
