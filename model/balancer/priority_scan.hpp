// SPDX-License-Identifier: Apache-2.0
//
// The scan that idle-first and its relatives share: running jobs stay; the others, most urgent first, each take a
// CPU if they can, and whoever they displace joins the scan.
//
// One pass over queue heads is enough. A job fails only where every CPU it may use runs something it cannot
// displace; placements later in the scan only make CPUs more urgent, and the other jobs of its queue are less
// urgent and compete for the same CPUs. So a mask queue whose head fails is closed for this dispatch.
#pragma once

#include <optional>
#include <vector>

#include "model/engine/balancing.hpp"

namespace pinstack {

struct ScanRules {
    /// A job that became ready at this instant first tries its own CPU, idle or not.
    bool fresh_tries_own_cpu = false;
    /// An MD job is not displaced from a CPU where this many other ready jobs pinned there wait.
    std::optional<int> protect_above;
};

class PriorityScan {
public:
    PriorityScan(const Plan& plan, ScanRules rules) : rules_(rules), closed_masks_(plan.masks.size(), 0) {}

    void run(auto& state) {
        if (state.waiting().size() == 0) return;
        std::fill(closed_masks_.begin(), closed_masks_.end(), 0);
        for (;;) {
            const Urgency candidate = most_urgent_open(state);
            if (candidate == kIdle) return;
            const CpuId cpu =
                state.is_pinned(candidate.task) ? state.job(candidate.task).pin : choose(state, candidate);
            if (cpu == kNoCpu) {
                closed_masks_[static_cast<std::size_t>(state.queue_of(candidate.task))] = 1;
                continue;
            }
            state.dequeue(candidate.task);
            if (!state.is_idle(cpu)) state.enqueue(state.lift(cpu));
            state.place(candidate.task, cpu);
        }
    }

    bool is_protected(const auto& state, CpuId cpu) const {
        if (!rules_.protect_above || state.is_idle(cpu) || !state.is_pinned(state.running(cpu).task)) return false;
        return state.waiting().size(state.pinned_queue(cpu)) >= static_cast<std::uint32_t>(*rules_.protect_above);
    }

private:
    /// The most urgent of the pinned jobs that can have their CPU and the heads of the mask queues not closed.
    Urgency most_urgent_open(const auto& state) const {
        Urgency best = kIdle;
        for (std::int32_t queue = 0; queue < state.mask_queues(); ++queue) {
            if (closed_masks_[static_cast<std::size_t>(queue)]) continue;
            const Urgency top = state.waiting().top(queue);
            if (more_urgent(top, best)) best = top;
        }
        const auto& stacked = state.claimed_cpus();
        for (CpuId cpu = stacked.first(); cpu != kNoCpu; cpu = stacked.next(cpu + 1)) {
            const Urgency top = state.waiting().top(state.pinned_queue(cpu));
            if (more_urgent(top, best) && (state.is_idle(cpu) || can_displace(state, top, cpu))) best = top;
        }
        return best;
    }

    bool can_displace(const auto& state, Urgency job, CpuId cpu) const {
        return !state.is_non_preemptible(cpu) && more_urgent(job, state.running(cpu)) && !is_protected(state, cpu);
    }

    /// Where an unpinned job goes; kNoCpu = nowhere.
    CpuId choose(const auto& state, Urgency job) const {
        const CpuId own = state.own_cpu(job.task);
        const auto& mask = state.mask(job.task);
        if (rules_.fresh_tries_own_cpu && state.is_fresh(job.task) && mask.contains(own) &&
            (state.is_idle(own) || can_displace(state, job, own))) {
            return own;
        }
        if (state.idle_count() > 0) {
            // Not over the head of a waiting pinned job, if there is another idle CPU.
            const auto& idle = state.idle_cpus();
            const auto& claimed = state.claimed_cpus();
            const bool own_is_idle = idle.contains(own) && mask.contains(own);
            if (own_is_idle && !claimed.contains(own)) return own;
            if (const CpuId cpu = first_common_except(idle, mask, claimed); cpu != kNoCpu) return cpu;
            if (own_is_idle) return own;
            if (const CpuId cpu = first_common(idle, mask); cpu != kNoCpu) return cpu;
        }
        if (state.may_run_everywhere(job.task) && !rules_.protect_above) {
            const Urgency least = state.least_urgent_preemptible();
            return more_urgent(job, least) ? state.job(least.task).on : kNoCpu;
        }
        CpuId victim = kNoCpu;
        for (CpuId cpu = mask.first(); cpu != kNoCpu; cpu = mask.next(cpu + 1)) {
            if (!can_displace(state, job, cpu)) continue;
            if (victim == kNoCpu || more_urgent(state.running(victim), state.running(cpu))) victim = cpu;
        }
        return victim;
    }

    ScanRules rules_;
    std::vector<char> closed_masks_;
};

}  // namespace pinstack
