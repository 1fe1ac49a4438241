// SPDX-License-Identifier: Apache-2.0
//
// What of a system decides which schedulability tests apply to it: collected once, in one place, as most tests ask the
// same. Of each feature the first task (file order) that has it, so that a report can name it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "analyzer/bounds/task_set.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// The file index of the first task with a feature, if any has it.
using FirstTask = std::optional<std::uint32_t>;

struct SystemFacts {
    const System* system = nullptr;  ///< for names. Must outlive the facts
    int cpus = 1;
    Order order = Order::fp;
    std::string impossible;       ///< why the system cannot run under its own variant. Empty where it can
    bool is_partitioned = false;  ///< jobs stay on their home CPUs
    bool is_linux = false;        ///< linux-rt-*: neither work-conserving nor always in priority order
    bool swaps_on_entry = false;
    bool has_latencies = false;  ///< of Linux, in force
    bool has_throttling = false;  ///< of Linux, in force
    bool has_costs = false;

    FirstTask explicit_releases, sporadic, jitter, suspension, lock, mask;
    FirstTask memory;                                                ///< uses_memory()
    std::optional<std::pair<std::uint32_t, std::uint32_t>> overlap;  ///< overlapping_masks()
    FirstTask explicit_np, explicit_md, rcu_read;          ///< brackets in the body
    FirstTask deadline_above_period, deadline_not_period;  ///< D > T, D != T
    FirstTask not_rate_monotonic;  ///< it does not precede one with a longer period, or ties with one. Under fp only
    FirstTask not_deadline_monotonic;          ///< it is less urgent than one with a longer deadline. Under fp only
    FirstTask np_in_force, md_in_force;        ///< some stretch of the body is, under the system's own variant
    FirstTask preemptible;                     ///< not wholly non-preemptible, even if neutral sections are
    std::uint32_t md_tasks = 0;                ///< with MD in force
    std::optional<std::uint32_t> stack_bound;  ///< K of bounded-stack:K
    std::int64_t unit = 1;                     ///< whole_unit()
    FirstTask between_units;                   ///< it may be released, or its jobs end, between whole units

    /// Can a job in MD over K waiting pinned ones keep a more urgent one off its CPU? It takes K + 1 tasks with MD.
    bool protects_stacks() const { return stack_bound && md_tasks > *stack_bound; }
    /// Nothing in force keeps a job from being preempted or from migrating. Then no response gets longer where jobs get
    /// shorter (Ha, Liu 1994: predictability; of jobs with fixed priorities on any number of CPUs).
    bool is_predictable() const { return !is_linux && !np_in_force && pins_cost_nothing(); }
    /// By Theorem 1, or as there is nothing to be pinned by: the same jobs run as if migration were always possible.
    bool pins_cost_nothing() const {
        return !md_in_force || is_partitioned || (cpus == 1 && !protects_stacks()) ||
               (swaps_on_entry && md_tasks <= static_cast<std::uint32_t>(cpus));
    }
};

/// The file's unit of time, ns, or the greatest part of it that all periods, deadlines and maximal run times are whole
/// numbers of.
std::int64_t whole_unit(const System& system, const TaskSet& set);

/// The greatest common divisor of all periods, deadlines and maximal run times: ns, at least 1.
std::int64_t common_unit(const System& system, const TaskSet& set);

/// `set`: make_task_set(system).
SystemFacts facts_of(const System& system, const TaskSet& set);

}  // namespace pinstack
