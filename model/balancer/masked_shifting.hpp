// SPDX-License-Identifier: Apache-2.0
//
// Strong work conservation with affinity masks: shift (and swap-on-entry) where tasks may not run everywhere.
//
// The sets of jobs that can run together are a transversal matroid: greedy by urgency, one augmenting path per job
// (Kuhn 1955) decides which run. They are then placed: first each on its own CPU if a complete placement still
// exists, then each on the lowest CPU for which one exists. Worked out anew at each dispatch: O(m * edges).
#pragma once

#include <vector>

#include "model/engine/balancing.hpp"

namespace pinstack {

class MaskedShifting {
public:
    explicit MaskedShifting(const Plan& plan);

    /// Takes the preemptible jobs off their CPUs and decides which jobs run.
    void select(DispatchState& state);

    /// The selected jobs, most urgent first; numbers below are places in this list.
    struct Selected {
        Urgency job;
        CpuId cpu = kNoCpu;     ///< in some complete placement
        bool is_fixed = false;  ///< it will be placed there
    };
    const std::vector<Selected>& selected() const { return selected_; }

    /// The CPUs not promised to a fixed, pinned or non-preemptible job.
    bool is_open(const DispatchState& state, CpuId cpu) const;

    /// Fixes the job to the CPU if all selected jobs still have a place then.
    bool fix(const DispatchState& state, std::size_t number, CpuId cpu);

    /// Places everyone: own CPUs first, then the lowest ones.
    void place(DispatchState& state);

private:
    CpuSet allowed(const DispatchState& state, TaskIndex task) const;
    bool augment(const DispatchState& state, std::size_t number, CpuSet& visited);
    void lift_preemptible(DispatchState& state);

    std::vector<Selected> selected_;
    std::vector<int> holder_;  // by CPU: place in selected_, or kFree, or kNonPreemptible
    std::vector<Urgency> lifted_;
    std::vector<char> closed_;  // by queue
};

}  // namespace pinstack
