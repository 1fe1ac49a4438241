// SPDX-License-Identifier: Apache-2.0
//
// wake-previous-push: wake-previous, and when a CPU has become less urgent, an unpinned job that runs over a waiting
// pinned job is pushed there, so that the pinned one can go on. The idealised form of what Linux does since 5.11
// (commit a7c81556ec4d): push_rt_task() with pull == true sends the running task away.
#include <algorithm>
#include <vector>

#include "model/balancer/engines.hpp"
#include "model/balancer/priority_scan.hpp"
#include "model/engine/engine.hpp"

namespace pinstack {
namespace {

class WakePreviousPush : public PlainBalancer {
public:
    explicit WakePreviousPush(const Plan& plan) : scan_(plan, {.fresh_tries_own_cpu = true, .protect_above = {}}) {}

    void dispatch(auto& state) {
        do {
            scan_.run(state);
        } while (push_one(state));
    }

private:
    /// The CPU became less urgent at this instant.
    static bool is_demoted(const auto& state, CpuId cpu) {
        // A task's next job is less urgent than the one that just completed: ties go by job number.
        return more_urgent(state.ran_before(cpu), state.running(cpu)) || state.runs_next_job(cpu);
    }

    static bool can_displace(const auto& state, Urgency waiting, CpuId cpu) {
        if (state.is_idle(cpu)) return true;
        return !state.is_non_preemptible(cpu) && more_urgent(waiting, state.running(cpu));
    }

    bool push_one(auto& state) {
        const auto& stacked = state.claimed_cpus();
        if (stacked.empty()) return false;
        targets_.clear();
        for (CpuId cpu : state.touched_cpus()) {
            if (is_demoted(state, cpu)) targets_.push_back(cpu);
        }
        if (targets_.empty()) return false;
        std::sort(targets_.begin(), targets_.end());

        // Only the most urgent waiting job of a CPU can find a target: the targets of the others are fewer.
        heads_.clear();
        for (CpuId cpu = stacked.first(); cpu != kNoCpu; cpu = stacked.next(cpu + 1)) {
            if (state.is_idle(cpu) || state.is_non_preemptible(cpu)) continue;
            if (state.is_pinned(state.running(cpu).task)) continue;
            heads_.push_back(state.waiting().top(state.pinned_queue(cpu)));
        }
        std::sort(heads_.begin(), heads_.end(), more_urgent);
        for (const Urgency& head : heads_) {
            const CpuId cpu = state.job(head.task).pin;
            const auto& mask = state.mask(state.running(cpu).task);
            for (CpuId target : targets_) {
                if (target == cpu || !mask.contains(target) || !can_displace(state, head, target)) continue;
                push(state, cpu, target, head.task);
                return true;
            }
        }
        return false;
    }

    void push(auto& state, CpuId cpu, CpuId target, TaskIndex waiting) {
        const TaskIndex pushed = state.lift(cpu);
        const TaskIndex displaced = state.is_idle(target) ? kNoTask : state.lift(target);
        state.place(pushed, target);
        state.dequeue(waiting);
        state.place(waiting, cpu);
        if (displaced != kNoTask) state.enqueue(displaced);
    }

    PriorityScan scan_;
    std::vector<CpuId> targets_;
    std::vector<Urgency> heads_;
};

}  // namespace

const EngineFactory kWakePreviousPush{run_engine<WakePreviousPush>};

}  // namespace pinstack
