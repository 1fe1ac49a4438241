// SPDX-License-Identifier: Apache-2.0
//
// Systems in code, as short as in a file: task("T0", 10, {0, 100}, 9, 0, {run(1), section({run(4)})}).
// Times are whole nanoseconds ("ticks").
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/system/system.hpp"

namespace pinstack::test {

inline VariableDuration constant(std::int64_t ticks) { return {{ticks}, {ticks}, Distribution::constant}; }

inline VariableDuration uniform(std::int64_t min, std::int64_t max) { return {{min}, {max}, Distribution::uniform}; }

inline Operation run(VariableDuration time) { return {OperationKind::run, time, {}}; }
inline Operation run(std::int64_t ticks) { return {OperationKind::run, constant(ticks), {}}; }
inline Operation suspend(std::int64_t ticks) { return {OperationKind::suspend, constant(ticks), {}}; }
inline Operation section(Body body) { return {OperationKind::section, {}, std::move(body)}; }
inline Operation np(Body body) { return {OperationKind::preempt_disable, {}, std::move(body)}; }
inline Operation md(Body body) { return {OperationKind::migrate_disable, {}, std::move(body)}; }
inline Operation irq_off(Body body) { return {OperationKind::irq_disable, {}, std::move(body)}; }
inline Operation rcu_read(Body body) { return {OperationKind::rcu_read, {}, std::move(body)}; }
inline Operation page_fault(std::int64_t count = 1, std::uint32_t vma = 0) {
    Operation out;
    out.kind = OperationKind::page_fault;
    out.count = count;
    out.vma = vma;
    return out;
}
inline Operation mmap_write(std::int64_t hold, std::uint32_t vma = 0, std::int64_t frees = 0) {
    Operation out;
    out.kind = OperationKind::mmap_write;
    out.time = constant(hold);
    out.count = frees;
    out.vma = vma;
    return out;
}
/// Under the i-th lock of the system.
inline Operation lock(std::uint32_t i, Body body) { return {OperationKind::lock, {}, std::move(body), i}; }

/// "T3"
inline std::string numbered(std::string name, std::int64_t i) { return std::move(name.append(std::to_string(i))); }

/// A task with explicit releases.
inline Task task(std::string name, std::optional<int> priority, const std::vector<std::int64_t>& releases,
                 std::int64_t deadline, std::optional<CpuId> home, Body body) {
    ExplicitReleases when;
    for (const std::int64_t release : releases) when.instants.push_back({release});
    return {std::move(name), priority, std::move(when), {deadline}, home, std::nullopt, std::move(body)};
}

/// A periodic task.
inline Task periodic(std::string name, std::optional<int> priority, Periodic when, std::int64_t deadline,
                     std::optional<CpuId> home, Body body) {
    return {std::move(name), priority, when, {deadline}, home, std::nullopt, std::move(body)};
}

inline CpuSet cpu_set(int cpus, const std::vector<CpuId>& members) {
    CpuSet set(cpus);
    for (const CpuId cpu : members) set.insert(cpu);
    return set;
}

/// Locks of these kinds: L0, L1, ..
inline std::vector<Lock> locks(const std::vector<LockKind>& kinds) {
    std::vector<Lock> out;
    for (const LockKind kind : kinds) out.push_back({numbered("L", static_cast<std::int64_t>(out.size())), kind});
    return out;
}

/// REQUIRES: the system's cost model has the cost.
inline void set_cost(System& system, std::string_view name, std::int64_t ticks) {
    for (Cost& each : system.platform.costs.costs) {
        if (each.name != name) continue;
        each.value = {ticks};
        each.overridden = true;
        return;
    }
    throw std::logic_error("the cost model has no cost " + std::string(name));
}

using NamedCosts = std::vector<std::pair<std::string_view, std::int64_t>>;

/// A cost model in force, in which everything else is free.
inline System with_costs(System system, const NamedCosts& costs) {
    system.platform.costs = find_cost_model("x86-64").value();
    for (Cost& each : system.platform.costs.costs) each.value = {};
    for (const auto& [name, ticks] : costs) set_cost(system, name, ticks);
    return system;
}

inline System system_of(std::string name, int cpus, std::vector<Task> tasks) {
    System system;
    system.name = std::move(name);
    system.platform.cpus = cpus;
    system.tasks = std::move(tasks);
    return system;
}

inline Variant variant(Protection sections, std::string balancer, Order order = Order::fp) {
    Variant out;
    out.order = order;
    out.sections = sections;
    const auto colon = balancer.find(':');
    if (colon != std::string::npos) out.balancer.parameter = std::stoi(balancer.substr(colon + 1));
    out.balancer.name = balancer.substr(0, colon);
    return out;
}

}  // namespace pinstack::test
