// SPDX-License-Identifier: Apache-2.0
//
// What a Ledger asks of RunQueues: who is ready, how urgent, and whether a job waits although a less urgent one runs. Included
// by run_queues.hpp alone.
#pragma once

#include "model/linux_rt/run_queues.hpp"

namespace pinstack::linux_rt {

template <bool kLean>
Urgency RunQueues<kLean>::urgency(TaskIndex task) const {
    if constexpr (!kLean) {
        if (has_classes()) return classes().order().urgency(task);
        const auto late = std::find(late_.begin(), late_.end(), task);
        if (late != late_.end()) return {rank_of(job(task).priority, kLatePlace + (late - late_.begin())), task};
    }
    return lists_.urgency(task);
}

template <bool kLean>
Urgency RunQueues<kLean>::running(CpuId cpu_id) const {
    const TaskIndex task = cpu(cpu_id).current;
    if (is_occupied(cpu_id)) return urgency(task);
    return is_throttled(cpu_id) ? kNobodyMayRun : kIdle;
}

template <bool kLean>
std::size_t RunQueues<kLean>::waiting_count() const {
    if constexpr (kLean) {
        return lists_.waiting_count();
    } else {
        if (has_classes()) return classes().order().waiting().size();
        return lists_.waiting_count() - count_throttled() + late_.size();
    }
}

template <bool kLean>
bool RunQueues<kLean>::is_waiting(TaskIndex task) const {
    if (has_classes()) return is_late(task) || waits_in_queue(task);
    return is_late(task) || (lists_.is_waiting(task) && !is_throttled(job(task).cpu));
}

template <bool kLean>
Urgency RunQueues<kLean>::least_urgent_running() const {
    const bool is_any_free = idle_count_ > 0 || (overhead_.total() != 0 && is_any_without_job());
    if (is_any_free) return kIdle;
    if constexpr (!kLean) {
        if (has_classes()) return least_urgent_of_all_classes();
    }
    return lists_.least_urgent_running();
}

template <bool kLean>
bool RunQueues<kLean>::is_contested() const {
    if (waiting_count() == 0) return false;
    if (idle_count_ > 0) return true;
    const Urgency limit = least_urgent_running();
    if constexpr (!kLean) {
        if (has_classes()) return more_urgent(urgency(classes().order().waiting().front()), limit);
    }
    return lists_.waits_before(limit) || std::any_of(late_.begin(), late_.end(), [&](TaskIndex task) {
               return more_urgent(urgency(task), limit);
           });
}

template <bool kLean>
bool RunQueues<kLean>::is_any_without_job() const {
    if constexpr (!kLean) {
        if (has_classes()) return is_any_without_job_of_any_class();
    }
    int others = static_cast<int>(lists_.running_count());
    for (CpuId id = 0; id < cpus() && throttled_count_ > 0; ++id) {
        others += is_throttled(id) && !is_occupied(id) && !(cpu(id).in_stopper && serves(id, cpu(id).push_task));
    }
    return others < online_count();
}

}  // namespace pinstack::linux_rt
