// SPDX-License-Identifier: Apache-2.0
//
// Exact accounting of capacity (DESIGN section 6). After each dispatch the ledger works out how many CPUs are
// useful, inverted, lost and idle; when time moves on, these counts are multiplied by its length.
//
// The usual state needs no look at any job: if nobody waits who is more urgent than a running job, and nobody
// waits beside an idle CPU, then all running jobs are in Top and nothing is lost. Otherwise only the *displaced*
// jobs matter: those that wait although a less urgent job runs or a CPU idles. They alone are collected.
//
// Attribution: the displaced jobs in order of urgency. The first `loss` of them lose a CPU that idles (pinned:
// stacking; kept at home by `partitioned`: balancing; mask excludes every idle CPU: affinity; else balancing). The
// next `inversion` of them are the Top jobs kept out by running jobs outside Top.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "model/engine/plan.hpp"
#include "model/engine/run_result.hpp"
#include "model/engine/stacking_tracker.hpp"
#include "model/engine/urgency.hpp"

namespace pinstack {

/// `State` says who runs and waits where: DispatchState, or the state of a modelled kernel. The CPUs of overhead() do
/// not execute a job; the jobs of for_each_served(), for which they work, are ready but neither run nor wait.
template <class State>
class Ledger {
public:
    explicit Ledger(const Plan& plan) : cpus_(plan.cpus), online_(plan.cpus), stacking_(plan) {
        counts_.idle = plan.cpus;
    }

    /// CPUs by use, from this dispatch to the next.
    struct Counts {
        int useful = 0;
        int inversion_np = 0;
        int inversion_pin = 0;
        int stacking_loss = 0;
        int affinity_loss = 0;
        int balancing_loss = 0;
        int idle = 0;
        int overhead = 0;
    };

    /// Time passes: what the last dispatch decided held for `length` ns.
    void advance(std::int64_t length) { unaccounted_ += length; }

    /// So many CPUs are online from now on. REQUIRES: after_dispatch() follows at this instant.
    void set_online(int count) {
        account();
        online_ = count;
        counts_.idle = -1;  // what the counts were does not matter any more
    }
    int online() const { return online_; }
    /// CPU time of CPUs that were offline, as far as split() was asked for.
    std::int64_t offline_time() const { return offline_time_; }

    /// Draws up the counts after a dispatch. `is_contested` is what the function of that name says of the state.
    /// `set_state(task, JobState)` is told the state of every displaced job and of every job that was displaced and
    /// now waits in order (interference).
    template <class IsProtected, class SetState>
    void after_dispatch(const State& state, bool is_contested, IsProtected&& is_protected, SetState&& set_state) {
        if (is_contested || has_displaced_) return look_at_displaced(state, is_contested, is_protected, set_state);
        // The CPUs are used as before, if by others.
        const int idle = state.unused_count();
        if (idle == counts_.idle && (counts_.overhead | state.overhead().total()) == 0) return;
        account();
        note_overhead(state);
        counts_.useful = online_ - idle - counts_.overhead;
        counts_.idle = idle;
    }

    const Counts& counts() const { return counts_; }
    StackingTracker& stacking() { return stacking_; }
    const StackingTracker& stacking() const { return stacking_; }

    /// The split so far, with its total. Asserted by the caller against the span.
    CapacitySplit split() {
        account();
        return split_;
    }

private:
    void note_overhead(const State& state) {
        counts_.overhead = state.overhead().total();
        if (counts_.overhead > 0) by_kind_ = state.overhead().by_kind();
    }
    /// The counts held for `unaccounted_` ns.
    void account() {
        split_.useful += counts_.useful * unaccounted_;
        split_.idle += counts_.idle * unaccounted_;
        if (counts_.overhead > 0) account_overhead();
        if (has_displaced_) {
            split_.inversion_np += counts_.inversion_np * unaccounted_;
            split_.inversion_pin += counts_.inversion_pin * unaccounted_;
            split_.stacking_loss += counts_.stacking_loss * unaccounted_;
            split_.affinity_loss += counts_.affinity_loss * unaccounted_;
            split_.balancing_loss += counts_.balancing_loss * unaccounted_;
            stacking_.advance(unaccounted_);
        }
        offline_time_ += (cpus_ - online_) * unaccounted_;
        unaccounted_ = 0;
    }
    void account_overhead() {
        split_.overhead += counts_.overhead * unaccounted_;
        for (std::size_t kind = 0; kind < kOverheadKinds; ++kind) {
            split_.overhead_by_kind[kind] += by_kind_[kind] * unaccounted_;
        }
    }
    template <class IsProtected, class SetState>
    void look_at_displaced(const State& state, bool is_contested, IsProtected&& is_protected, SetState&& set_state);
    void collect_displaced(const State& state);
    int displaced_in_top(const State& state, int top) const;
    int served_in_top(const State& state, int top) const;
    void count_uses(const State& state);
    template <class IsProtected>
    JobState state_of(const State& state, TaskIndex task, IsProtected& is_protected) const;

    int cpus_;    // of the platform
    int online_;  // of these
    Counts counts_;
    std::array<int, kOverheadKinds> by_kind_{};  // of counts_.overhead, if that is not 0
    CapacitySplit split_;
    std::int64_t unaccounted_ = 0;  // since the counts were drawn up
    std::int64_t offline_time_ = 0;
    StackingTracker stacking_;
    bool has_displaced_ = false;
    bool has_blocker_ = false;              // may a CPU not be preempted?
    std::vector<Urgency> displaced_;        // most urgent first, as far as count_uses() needs it
    std::vector<TaskIndex> was_displaced_;  // after the previous dispatch
    std::vector<Urgency> running_;          // scratch
};

template <class State>
template <class IsProtected, class SetState>
[[gnu::noinline]] void Ledger<State>::look_at_displaced(const State& state, bool is_contested, IsProtected&& is_protected,
                                                        SetState&& set_state) {
    account();
    has_displaced_ = is_contested;
    counts_ = {};
    note_overhead(state);
    counts_.idle = state.unused_count();
    counts_.useful = online_ - counts_.idle - counts_.overhead;
    stacking_.begin_charges();
    if (has_displaced_) {
        collect_displaced(state);
        count_uses(state);
    }
    stacking_.end_charges(state.now());

    const Urgency limit = has_displaced_ ? state.least_urgent_running() : Urgency{};
    for (TaskIndex task : was_displaced_) {
        const bool is_displaced = has_displaced_ && more_urgent(state.urgency(task), limit);
        if (!is_displaced && state.is_waiting(task)) set_state(task, JobState::interference);
    }
    was_displaced_.clear();
    if (has_displaced_) {
        has_blocker_ = false;
        for (CpuId cpu = 0; cpu < cpus_; ++cpu) has_blocker_ |= state.is_non_preemptible(cpu) || is_protected(cpu);
        for (const Urgency& job : displaced_) {
            set_state(job.task, state_of(state, job.task, is_protected));
            was_displaced_.push_back(job.task);
        }
    }
}

template <class State>
template <class IsProtected>
JobState Ledger<State>::state_of(const State& state, TaskIndex task, IsProtected& is_protected) const {
    const Urgency self = state.urgency(task);
    const auto blocks = [&](CpuId cpu) {
        return (state.is_non_preemptible(cpu) || is_protected(cpu)) && more_urgent(self, state.running(cpu));
    };
    if (const CpuId only = state.only_cpu(task); only != kNoCpu) {
        if (blocks(only)) return JobState::np_blocking;
        return state.is_pinned(task) ? JobState::pin_wait : JobState::balancing_wait;
    }
    const auto& mask = state.mask(task);
    bool could_run = false;
    for (CpuId cpu = mask.first(); cpu != kNoCpu; cpu = mask.next(cpu + 1)) {
        if (!more_urgent(self, state.running(cpu))) continue;
        could_run = true;
        if (!has_blocker_) break;
        if (!state.is_idle(cpu) && (state.is_non_preemptible(cpu) || is_protected(cpu))) return JobState::np_blocking;
    }
    return could_run ? JobState::balancing_wait : JobState::affinity_wait;
}

template <class State>
void Ledger<State>::collect_displaced(const State& state) {
    displaced_.clear();
    const Urgency limit = state.least_urgent_running();
    state.for_each_more_urgent(limit, [&](TaskIndex task) { displaced_.push_back(state.urgency(task)); });
    if (displaced_.size() > 1) {
        // No more than one waiting job per CPU can be charged, so only so many need be in order.
        const std::size_t charged = std::min(displaced_.size(), static_cast<std::size_t>(cpus_));
        std::partial_sort(displaced_.begin(), displaced_.begin() + static_cast<std::ptrdiff_t>(charged),
                          displaced_.end(), more_urgent);
    }
}

template <class State>
int Ledger<State>::displaced_in_top(const State& state, int top) const {
    // The j-th displaced job (from 0) is in Top if fewer than `top` ready jobs are more urgent: j displaced ones and
    // some running ones. The sum grows with j, so the jobs in Top are a prefix of the list.
    const auto in_top = [&](int j) {
        const Urgency job = displaced_[static_cast<std::size_t>(j)];
        int ahead = j;
        for (CpuId cpu = 0; cpu < cpus_; ++cpu) ahead += more_urgent(state.executing(cpu), job);
        state.for_each_served([&](Urgency served) { ahead += more_urgent(served, job); });
        return ahead < top;
    };
    int first = 0;
    int last = std::min(top, static_cast<int>(std::min<std::size_t>(displaced_.size(), kMaxCpus)));
    while (first < last) {
        const int middle = (first + last) / 2;
        in_top(middle) ? first = middle + 1 : last = middle;
    }
    return first;
}

template <class State>
int Ledger<State>::served_in_top(const State& state, int top) const {
    int in_top = 0;
    state.for_each_served([&](Urgency job) {
        int ahead = 0;
        for (CpuId cpu = 0; cpu < cpus_; ++cpu) ahead += more_urgent(state.executing(cpu), job);
        for (const Urgency& waiting : displaced_) ahead += more_urgent(waiting, job);
        state.for_each_served([&](Urgency other) { ahead += more_urgent(other, job); });
        in_top += ahead < top;
    });
    return in_top;
}

template <class State>
void Ledger<State>::count_uses(const State& state) {
    const int idle = state.unused_count();
    const int running = online_ - idle - counts_.overhead;
    const int waiting = static_cast<int>(std::min<std::size_t>(state.waiting_count(), kMaxCpus));
    int served = 0;
    state.for_each_served([&](Urgency) { ++served; });
    const int top = std::min(online_, running + waiting + served);
    const int loss = std::min(idle, waiting);
    // A CPU whose stopper finds nothing to do serves no job: then a job that waits in order may be in Top.
    const bool are_all_in_top = running + waiting + served <= online_;
    const int useful =
        are_all_in_top ? running : std::min(running, top - displaced_in_top(state, top) - served_in_top(state, top));
    const int inversion = running - useful;
    counts_.useful = useful;
    counts_.idle = idle - loss;

    for (int i = 0; i < loss + inversion; ++i) {
        const TaskIndex task = displaced_[static_cast<std::size_t>(i)].task;
        const CpuId pin = state.job(task).pin;
        if (i < loss) {
            if (pin != kNoCpu) {
                ++counts_.stacking_loss;
                stacking_.charge(pin, task);
            } else if (state.only_cpu(task) == kNoCpu && first_common(state.mask(task), state.unused_cpus()) == kNoCpu) {
                ++counts_.affinity_loss;
            } else {
                ++counts_.balancing_loss;
            }
        } else if (pin != kNoCpu && !state.is_non_preemptible(pin)) {
            ++counts_.inversion_pin;
        } else {
            ++counts_.inversion_np;
        }
    }
}

}  // namespace pinstack
