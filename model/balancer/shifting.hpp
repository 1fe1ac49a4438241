// SPDX-License-Identifier: Apache-2.0
//
// Strong work conservation for full affinities: of all sets of jobs that can run together, the most urgent one
// runs, and running unpinned jobs are shifted to make room (theory.md: LEX, lemma L5).
//
// Which jobs: the sets that can run together are a truncated partition matroid (at most one job pinned to each CPU,
// at most m in all; a non-preemptible job holds its CPU). In a matroid a set that no single exchange improves is
// the best one, so the last dispatch's set is kept and mended by exchanges with queue heads: the work is that of
// the changes. Where: unpinned jobs that are already on their CPU stay unless a more urgent one claims it.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "model/engine/balancing.hpp"

namespace pinstack {

class Shifting {
public:
    explicit Shifting(const Plan& plan) : reserved_(plan.cpus) {}

    /// Decides which jobs run; those without a CPU are placed later.
    void select(auto& state) {
        homeless_.clear();
        while (state.waiting().size() != 0 && (take_unpinned(state) || take_pinned(state))) {
        }
    }

    /// Gives each selected job without a CPU one: its own if it is free or runs a less urgent unpinned job, else
    /// the lowest free one.
    void place(auto& state) {
        if (homeless_.empty()) return;
        if (homeless_.size() > 1) std::sort(homeless_.begin(), homeless_.end(), more_urgent);
        // Whoever is sent away here has lost its own CPU for good, so it is among the rest.
        rest_.clear();
        for (const Urgency& job : homeless_) {
            const CpuId own = state.own_cpu(job.task);
            if (state.is_idle(own)) {
                state.place(job.task, own);
            } else if (!is_held(state, own) && more_urgent(job, state.running(own))) {
                rest_.push_back(state.running(own));
                state.lift(own);
                state.place(job.task, own);
            } else {
                rest_.push_back(job);
            }
        }
        if (rest_.size() > 1) std::sort(rest_.begin(), rest_.end(), more_urgent);
        for (const Urgency& job : rest_) state.place(job.task, state.idle_cpus().first());
    }

    /// Takes the jobs for which pick(task) holds out of those without a CPU, into `out`. No CPU is reserved yet.
    template <class Pick>
    void begin_entrants(std::vector<Urgency>& out, Pick&& pick) {
        if (std::exchange(has_reserved_, false)) reserved_.clear();
        const auto kept =
            std::partition(homeless_.begin(), homeless_.end(), [&](Urgency job) { return !pick(job.task); });
        out.insert(out.end(), kept, homeless_.end());
        homeless_.erase(kept, homeless_.end());
    }

    /// The CPU is held by a selected job that cannot be shifted.
    bool is_held(const auto& state, CpuId cpu) const {
        if (state.is_idle(cpu)) return false;
        return state.is_non_preemptible(cpu) || state.is_pinned(state.running(cpu).task) || reserved_.contains(cpu);
    }

    /// Puts a selected job on a CPU that is not held, and holds it for this dispatch.
    void settle(auto& state, TaskIndex task, CpuId cpu) {
        if (!state.is_idle(cpu)) evict(state, cpu);
        state.place(task, cpu);
        reserved_.insert(cpu);
        has_reserved_ = true;
    }

private:
    bool has_room(const auto& state) const {
        return static_cast<std::size_t>(state.idle_count()) > homeless_.size();
    }

    /// The least urgent selected job that can be preempted.
    Urgency least_urgent(const auto& state) const {
        Urgency least = state.least_urgent_preemptible();
        for (const Urgency& job : homeless_) least = less_urgent_of(least, job);
        return least;
    }

    /// Makes room for `job` among the m selected, if there is some or a less urgent one is.
    bool make_room(auto& state, Urgency job) {
        if (has_room(state)) return true;
        const Urgency least = least_urgent(state);
        if (!more_urgent(job, least)) return false;
        if (const CpuId cpu = state.job(least.task).on; cpu != kNoCpu) {
            state.lift(cpu);
        } else {
            std::erase(homeless_, least);
        }
        state.enqueue(least.task);
        return true;
    }

    bool take_unpinned(auto& state) {
        const Urgency job = state.waiting().top(0);
        if (job == kIdle || !make_room(state, job)) return false;
        state.dequeue(job.task);
        // Unpinned jobs come in order of urgency, so nobody has a better claim to its own CPU; and should a pinned
        // job come for it, the job is evicted like any other.
        if (const CpuId own = state.own_cpu(job.task); state.is_idle(own)) {
            state.place(job.task, own);
        } else {
            homeless_.push_back(job);
        }
        return true;
    }

    /// Takes a waiting pinned job: over a less urgent one of the same CPU, or else the most urgent of those whose CPU
    /// no selected job holds, if there is room for it.
    bool take_pinned(auto& state) {
        Urgency best = kIdle;
        const auto& claimed = state.claimed_cpus();
        for (CpuId cpu = claimed.first(); cpu != kNoCpu; cpu = claimed.next(cpu + 1)) {
            if (state.is_non_preemptible(cpu)) continue;
            const Urgency job = state.waiting().top(state.pinned_queue(cpu));
            if (state.is_idle(cpu) || !state.is_pinned(state.running(cpu).task)) {
                if (more_urgent(job, best)) best = job;
            } else if (more_urgent(job, state.running(cpu))) {
                state.enqueue(state.lift(cpu));
                put_on_pin(state, job.task);
                return true;
            }
        }
        if (best == kIdle || !make_room(state, best)) return false;
        if (const CpuId cpu = state.job(best.task).pin; !state.is_idle(cpu)) evict(state, cpu);
        put_on_pin(state, best.task);
        return true;
    }

    static void put_on_pin(auto& state, TaskIndex task) {
        state.dequeue(task);
        state.place(task, state.job(task).pin);
    }

    void evict(auto& state, CpuId cpu) {
        const Urgency job = state.running(cpu);
        state.lift(cpu);
        homeless_.push_back(job);
    }

    std::vector<Urgency> homeless_;  // selected and unpinned, without a CPU: new, or sent away
    std::vector<Urgency> rest_;      // of these, those whose own CPU is taken
    CpuSet reserved_;
    bool has_reserved_ = false;
};

}  // namespace pinstack
