// SPDX-License-Identifier: Apache-2.0
//
// A discrete-event simulation of one system under one variant: the front door of the engine.
//
// Modelled: DESIGN sections 4 to 6. m identical CPUs; sequential jobs, first in first out within a task; fixed
// priority or EDF; NP and MD sections, locks, RCU read sides, self-suspension, affinity masks; the idealised balancers
// of model/balancer. Or Linux's push and pull and its locks, event by event (model/linux_rt). Costs in time
// (docs/costs.md); CPUs that go offline and online, affinities that are set (docs/hotplug.md).
//
// Time is integer nanoseconds. All events of an instant are handled (segment ends, wake-ups, releases), then
// there is one dispatch. Ties: task order (file order unless TieOrder says otherwise), then job number.
// Memory is O(tasks + CPUs) plus what RunOptions asks to keep. An event costs O(log tasks) and a dispatch O(CPUs)
// plus the number of jobs that wait although a less urgent job runs or a CPU idles.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "model/engine/observer.hpp"
#include "model/engine/run_result.hpp"
#include "model/system/problem.hpp"
#include "model/system/system.hpp"

namespace pinstack {

struct Plan;  // model/engine/plan.hpp

struct RunOptions {
    bool keep_jobs = false;            ///< RunResult::jobs
    std::size_t keep_episodes = 1000;  ///< the first ones; SIZE_MAX keeps all
    /// Tie order: tie_order[i] is the place of task i (file order) among equally urgent ones, a permutation of
    /// 0..n-1. Empty = file order.
    std::vector<std::uint32_t> tie_order;
};

/// A value: it can be copied, and every run() of it or of its copies gives the same result.
class Simulation {
public:
    /// The system's own variant is ignored; `variant` decides. Fails where the system is not possible under the
    /// variant (suspension in a section that is NP, no home_cpu under partitioned, ...) or where it is too long
    /// to account for (CPUs * horizon >= 2^63 ns).
    /// The simulation keeps what it needs; `system` may go.
    static Result<Simulation> create(const System& system, const Variant& variant, RunOptions options = {});

    /// Runs from instant 0 to the end. The observer, if any, must live until run() returns.
    RunResult run(Observer* observer = nullptr) const;

private:
    explicit Simulation(std::shared_ptr<const Plan> plan) : plan_(std::move(plan)) {}
    std::shared_ptr<const Plan> plan_;  // immutable, so copies share it
};

}  // namespace pinstack
