// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/assumption.hpp"

#include <fmt/format.h>

#include "model/balancer/balancer.hpp"
#include "model/time/text.hpp"

namespace pinstack {
namespace {

using Broken = std::string (*)(const SystemFacts&);

/// Says `what` of the task, unless there is none.
std::string of_task(const SystemFacts& facts, FirstTask task, std::string_view what) {
    return task ? fmt::format("`{}` {}", facts.system->tasks[*task].name, what) : std::string();
}

std::string not_one_cpu(const SystemFacts& facts) {
    if (facts.cpus == 1 || facts.is_partitioned) return "";
    return fmt::format("there are {} CPUs, and jobs do not stay on their home CPUs", facts.cpus);
}

std::string not_global(const SystemFacts& facts) {
    if (facts.is_linux) return "Linux's balancing is not always work-conserving";
    return facts.is_partitioned && facts.cpus > 1 ? "jobs stay on their home CPUs" : "";
}

std::string not_free_pins(const SystemFacts& facts) {
    if (facts.pins_cost_nothing()) return "";
    if (!facts.swaps_on_entry) return of_task(facts, facts.md_in_force, "can be pinned by migrate_disable");
    return fmt::format("{} tasks use migrate_disable on {} CPUs: more than Theorem 1 covers", facts.md_tasks,
                       facts.cpus);
}

std::string overlap(const SystemFacts& facts) {
    if (!facts.overlap) return "";
    return fmt::format("the masks of `{}` and `{}` overlap", facts.system->tasks[facts.overlap->first].name,
                       facts.system->tasks[facts.overlap->second].name);
}

/// Every test assumes that CPUs and affinities stay what they are.
std::string not_all_the_time(const SystemFacts& facts) {
    for (const SystemEvent& event : facts.system->events) {
        if (event.kind == EventKind::set_affinity) return "affinities are set while the system runs";
        if (facts.system->kernel.hotplug != HotplugPolicy::ignore) return "CPUs go offline while the system runs";
    }
    return "";
}

struct Row {
    Assumption assumption;
    Broken broken;
};

// In the order in which a report names them.
constexpr Row kRows[] = {
    {Assumption::own_variant, [](const SystemFacts& facts) { return facts.impossible; }},
    {Assumption::one_cpu, not_one_cpu},
    {Assumption::global, not_global},
    {Assumption::idealised,
     [](const SystemFacts& facts) { return std::string(facts.is_linux ? "the balancer is one of Linux's own" : ""); }},
    {Assumption::preemptive,
     [](const SystemFacts& facts) { return of_task(facts, facts.np_in_force, "has a non-preemptive section"); }},
    {Assumption::pins_cost_nothing, not_free_pins},
    {Assumption::no_protected_stacks,
     [](const SystemFacts& facts) {
         return std::string(facts.protects_stacks() ? "bounded-stack keeps jobs waiting for a pinned one" : "");
     }},
    {Assumption::no_pins,
     [](const SystemFacts& facts) { return of_task(facts, facts.md_in_force, "can be pinned by migrate_disable"); }},
    {Assumption::no_explicit_np,
     [](const SystemFacts& facts) {
         return of_task(facts, facts.explicit_np, "has an explicit preempt_disable or irq_disable");
     }},
    {Assumption::no_explicit_md,
     [](const SystemFacts& facts) { return of_task(facts, facts.explicit_md, "has an explicit migrate_disable"); }},
    {Assumption::no_rcu,
     [](const SystemFacts& facts) { return of_task(facts, facts.rcu_read, "has an explicit rcu_read"); }},
    {Assumption::no_locks, [](const SystemFacts& facts) { return of_task(facts, facts.lock, "takes a lock"); }},
    {Assumption::no_memory,
     [](const SystemFacts& facts) { return of_task(facts, facts.memory, "uses kmap, page faults or its address space"); }},
    {Assumption::no_suspension,
     [](const SystemFacts& facts) { return of_task(facts, facts.suspension, "suspends itself"); }},
    {Assumption::no_masks,
     [](const SystemFacts& facts) { return of_task(facts, facts.mask, "may not use every CPU"); }},
    {Assumption::clusters, overlap},
    {Assumption::clusters_or_homes,
     [](const SystemFacts& facts) { return facts.is_partitioned ? std::string() : overlap(facts); }},
    {Assumption::whole_np,
     [](const SystemFacts& facts) {
         return of_task(facts, facts.preemptible, "can be preempted: its body is not one non-preemptive section");
     }},
    {Assumption::known_jobs,
     [](const SystemFacts& facts) {
         return of_task(facts, facts.sporadic, "is sporadic: when it releases jobs is not known");
     }},
    {Assumption::recurrent,
     [](const SystemFacts& facts) {
         return of_task(facts, facts.explicit_releases, "has explicit releases, no period");
     }},
    {Assumption::no_jitter,
     [](const SystemFacts& facts) { return of_task(facts, facts.jitter, "has release jitter"); }},
    {Assumption::constrained_deadlines,
     [](const SystemFacts& facts) {
         return of_task(facts, facts.deadline_above_period, "has a deadline beyond its period");
     }},
    {Assumption::implicit_deadlines,
     [](const SystemFacts& facts) {
         return of_task(facts, facts.deadline_not_period, "has a deadline that is not its period");
     }},
    {Assumption::rate_monotonic,
     [](const SystemFacts& facts) {
         return of_task(facts, facts.not_rate_monotonic, "is less urgent than a task with a longer period");
     }},
    {Assumption::deadline_monotonic,
     [](const SystemFacts& facts) {
         return of_task(facts, facts.not_deadline_monotonic, "is less urgent than a task with a longer deadline");
     }},
    {Assumption::no_latencies,
     [](const SystemFacts& facts) { return std::string(facts.has_latencies ? "the latencies are not 0" : ""); }},
    {Assumption::no_throttling,
     [](const SystemFacts& facts) { return std::string(facts.has_throttling ? "CPUs can be throttled" : ""); }},
    {Assumption::whole_units,
     [](const SystemFacts& facts) {
         return of_task(
             facts, facts.between_units,
             fmt::format("can be released, or end, between whole units of {}", to_text(Duration{facts.unit})));
     }},
    {Assumption::no_costs,
     [](const SystemFacts& facts) { return std::string(facts.has_costs ? "operations of the kernel take time" : ""); }},
};

}  // namespace

std::string why_not(const SystemFacts& facts, Assumptions assumptions) {
    std::string out = not_all_the_time(facts);
    for (const Row& row : kRows) {
        if (!assumptions.contains(row.assumption)) continue;
        const std::string reason = row.broken(facts);
        if (reason.empty()) continue;
        out += (out.empty() ? "" : "; ") + reason;
    }
    return out;
}

}  // namespace pinstack
