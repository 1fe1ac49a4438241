// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/system_facts.hpp"

#include <algorithm>
#include <numeric>

#include "analyzer/bounds/cluster.hpp"
#include "analyzer/bounds/job_sets/sag.hpp"
#include "analyzer/run/outcome.hpp"
#include "model/balancer/balancer.hpp"
#include "model/system/load.hpp"
#include "model/task/program.hpp"

namespace pinstack {
namespace {

void note(FirstTask& first, std::uint32_t task, bool holds) {
    if (holds && !first) first = task;
}

/// The task's own releases and run times are whole; explicit ones and jitter have assumptions of their own.
bool keeps_to_units(const Task& task, std::int64_t unit, const System& system) {
    const auto* sporadic = std::get_if<Sporadic>(&task.releases);
    if (sporadic != nullptr && sporadic->interarrival.min != sporadic->interarrival.max) return false;
    const bool is_explicit = std::holds_alternative<ExplicitReleases>(task.releases);
    const Duration offset = std::visit([](const auto& releases) { return releases.offset; }, task.releases);
    const Program program = compile(task.body, system.kernel, system.locks);
    return (is_explicit || offset.ns % unit == 0) &&
           std::all_of(program.begin(), program.end(), [](const Step& step) { return step.time.min == step.time.max; });
}

void note_body(SystemFacts& facts, std::uint32_t index, const System& system) {
    const Body& body = system.tasks[index].body;
    note(facts.suspension, index, has_operation(body, OperationKind::suspend));
    note(facts.lock, index, has_operation(body, OperationKind::lock));
    note(facts.memory, index, uses_memory(body));
    note(facts.rcu_read, index, has_operation(body, OperationKind::rcu_read));
    note(facts.explicit_md, index, has_operation(body, OperationKind::migrate_disable));
    note(facts.explicit_np, index,
         has_operation(body, OperationKind::preempt_disable) || has_operation(body, OperationKind::irq_disable));

    const Program program = compile(body, system.kernel, system.locks);
    const bool pins =
        std::any_of(program.begin(), program.end(), [](const Step& step) { return step.migrate_disabled; });
    const bool blocks =
        std::any_of(program.begin(), program.end(), [](const Step& step) { return step.non_preemptible; });
    note(facts.md_in_force, index, pins);
    note(facts.np_in_force, index, blocks);
    facts.md_tasks += pins ? 1 : 0;
}

}  // namespace

std::int64_t common_unit(const System& system, const TaskSet& set) {
    std::int64_t unit = 0;
    for (const SporadicTask& task : set.tasks) {
        unit = std::gcd(unit, std::gcd(task.period, task.deadline));
        for (const Step& step : compile(system.tasks[task.file_index].body, system.kernel, system.locks)) {
            unit = std::gcd(unit, step.time.max.ns);
        }
    }
    return std::max<std::int64_t>(unit, 1);
}

std::int64_t whole_unit(const System& system, const TaskSet& set) {
    return std::gcd(nanoseconds_per(system.time_unit), common_unit(system, set));
}

SystemFacts facts_of(const System& system, const TaskSet& set) {
    SystemFacts facts;
    const BalancerInfo* balancer = find_balancer(system.kernel.balancer.name);
    const LinuxOptions& linux = system.kernel.linux;
    facts.system = &system;
    facts.cpus = system.platform.cpus;
    facts.order = system.kernel.order;
    facts.impossible = why_not_text(check_variant(system, system.kernel));
    facts.is_partitioned = balancer->needs_home_cpu;
    facts.is_linux = balancer->is_linux;
    if (balancer->name == "bounded-stack") {
        facts.stack_bound = static_cast<std::uint32_t>(system.kernel.balancer.parameter.value_or(1));
    }
    facts.swaps_on_entry = balancer->name == "swap-on-entry";
    facts.has_latencies = balancer->is_linux && linux.resched + linux.ipi_hop + linux.stopper > Duration{0};
    facts.has_throttling = balancer->is_linux && linux.rt_throttling.has_value();
    facts.unit = whole_unit(system, set);
    facts.has_costs = !system.platform.costs.is_none();

    const CpuSet all = CpuSet::all(facts.cpus);
    facts.overlap = overlapping_masks(system);
    Variant all_np = system.kernel;
    all_np.sections = Protection::preempt_disable;
    for (std::uint32_t index = 0; index < system.tasks.size(); ++index) {
        const Task& task = system.tasks[index];
        note(facts.explicit_releases, index, std::holds_alternative<ExplicitReleases>(task.releases));
        note(facts.sporadic, index, std::holds_alternative<Sporadic>(task.releases));
        note(facts.preemptible, index, !is_wholly_non_preemptible(system, task, all_np));
        note(facts.between_units, index, facts.unit > 1 && !keeps_to_units(task, facts.unit, system));
        note(facts.mask, index, task.affinity && !(*task.affinity == all));
        note_body(facts, index, system);
    }
    std::int64_t longest_period = 0, longest_deadline = 0;
    const SporadicTask* before = nullptr;
    for (const SporadicTask& task : set.tasks) {
        const auto earliest = [&](FirstTask& first, bool holds) {
            if (holds) first = std::min(first.value_or(task.file_index), task.file_index);
        };
        earliest(facts.jitter, task.jitter > 0);
        earliest(facts.deadline_above_period, task.period > 0 && task.deadline > task.period);
        earliest(facts.deadline_not_period, task.period > 0 && task.deadline != task.period);
        const bool mixed_level =
            set.fifo_ties && before != nullptr && before->level == task.level && before->period != task.period;
        earliest(facts.not_rate_monotonic, set.order == Order::fp && (task.period < longest_period || mixed_level));
        longest_period = std::max(longest_period, task.period);
        earliest(facts.not_deadline_monotonic, set.order == Order::fp && task.deadline < longest_deadline);
        longest_deadline = std::max(longest_deadline, task.deadline);
        before = &task;
    }
    return facts;
}

}  // namespace pinstack
