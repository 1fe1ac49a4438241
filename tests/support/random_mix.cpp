// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_mix.hpp"

#include <algorithm>
#include <array>

#include "model/balancer/balancer.hpp"
#include "model/system/load.hpp"
#include "model/system/mechanism.hpp"
#include "tests/support/random_memory.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

using Random = std::mt19937_64;

/// At a random place among the steps of the body, but not the first.
void insert_step(Body& body, Random& random, Operation step) {
    body.insert(body.begin() + static_cast<std::ptrdiff_t>(pick(random, 1, std::ssize(body))), std::move(step));
}

std::uint32_t any_task(const System& system, Random& random) {
    return static_cast<std::uint32_t>(pick(random, 0, std::ssize(system.tasks) - 1));
}

/// What random_system() counts in: deadlines are 1 to 30 of it. What is much more frequent than that leaves no time to
/// jobs.
std::int64_t unit_of(const System& system) { return system.tasks.front().deadline.ns >= 1000 ? 1000 : 1; }

void share_spaces(System& system, Random& random) {
    for (Task& task : system.tasks) {
        if (chance(random, 60)) task.mm = numbered("mm", pick(random, 0, 2));
    }
}

void borrow_spaces(System& system, Random& random) {
    for (Task& task : system.tasks) {
        if (!chance(random, 25)) continue;
        task.is_kernel_thread = true;
        task.mm.clear();
    }
}

void add_maps(System& system, Random& random) {
    insert_operations(system, random, 25, [&] {
        Operation map{OperationKind::kmap, {}, {run(pick(random, 1, 4))}};
        if (chance(random, 25)) map.body.push_back({OperationKind::kmap, {}, {run(pick(random, 1, 3))}});
        if (chance(random, 20)) map.body.push_back(suspend(pick(random, 1, 4)));
        return map;
    });
}

void add_exits(System& system, Random& random) {
    insert_operations(system, random, 10, [] { return Operation{OperationKind::exit_mm, {}, {}}; });
}

void add_wakes(System& system, Random& random) {
    for (std::int64_t n = pick(random, 1, 3); n > 0; --n) {
        const std::uint32_t woken = any_task(system, random);
        Operation sleep = suspend(1);
        sleep.until_woken = true;
        Task& sleeper = system.tasks[woken];
        if (chance(random, 30)) sleep = md({run(pick(random, 1, 3)), sleep});
        insert_step(sleeper.body, random, std::move(sleep));
        for (std::int64_t wakers = pick(random, 1, 3); wakers > 0; --wakers) {
            Operation wake;
            wake.kind = OperationKind::wake;
            wake.task = woken;
            insert_step(system.tasks[any_task(system, random)].body, random, wake);
        }
    }
}

void take_turns(System& system, Random& random) {
    for (Task& task : system.tasks) task.policy = chance(random, 60) ? Policy::rr : Policy::fifo;
    system.kernel.linux.rr_slice = {pick(random, 1, 9)};
}

/// Those that random_system() leaves free.
void cost_memory(System& system, Random& random) {
    for (const char* name : {"tlb_shootdown", "tlb_flush_local", "kmap_pte", "page_directory_copy", "page_fault_minor",
                             "cache_line_transfer", "cache_hit", "hypercall", "tlbi_broadcast"}) {
        set_cost(system, name, pick(random, 0, 4));
    }
}

void throttle(System& system, Random& random) {
    const std::int64_t period = pick(random, 2, 60) * unit_of(system);
    system.kernel.linux.rt_throttling = RtThrottling{{pick(random, 1, period)}, {period}};
}

void change_linux(System& system, Random& random) {
    LinuxOptions& it = system.kernel.linux;
    if (chance(random, 50)) it.rt_push_ipi = chance(random, 50);
    for (const LinuxChange& change : kLinuxChanges) it.*change.in_force = chance(random, 25);
    for (const LinuxLatency& latency : kLinuxLatencies) {
        if (chance(random, 40)) it.*latency.length = {pick(random, 0, 5)};
    }
    if (!chance(random, 50)) return;
    for (int cpu = 0; cpu < system.platform.cpus; ++cpu) {
        it.round_robin_state.push_back(static_cast<int>(pick(random, 0, system.platform.cpus - 1)));
    }
}

void add_edges(System& system, Random& random) {
    LinuxOptions& it = system.kernel.linux;
    if (chance(random, 50)) {
        const std::int64_t period = pick(random, 10, 40) * unit_of(system);
        it.edge_source = EdgeSource{{period}, {pick(random, 0, period - 1)}};
        return;
    }
    for (std::int64_t n = pick(random, 1, 6); n > 0; --n) {
        it.edges.push_back({{pick(random, 0, 30)}, static_cast<CpuId>(pick(random, 0, system.platform.cpus - 1))});
    }
}

void set_mechanisms(System& system, Random& random) {
    Variant& kernel = system.kernel;
    for (const Mechanism& mechanism : mechanisms()) {
        if (!chance(random, 50)) continue;
        mechanism.set(kernel, static_cast<std::size_t>(pick(random, 0, std::ssize(mechanism.settings) - 1)));
    }
    kernel.mm.kmap_slots = static_cast<int>(pick(random, 2, 8));
    kernel.mm.asids = static_cast<int>(pick(random, 1, 4));
    kernel.mm.pti = chance(random, 50);
    if (const std::int64_t period = pick(random, 10, 60) * unit_of(system); chance(random, 25)) {
        kernel.mm.vcpu_steal = VcpuSteal{{period}, {pick(random, 1, period / 2)}};
    }
}

struct Ingredient {
    int percent;  ///< of the systems
    void (*add)(System&, Random&);
    bool needs_costs = false;
};
constexpr std::array kIngredients = {
    Ingredient{50, share_spaces},      Ingredient{30, borrow_spaces}, Ingredient{40, add_maps},
    Ingredient{30, add_exits},         Ingredient{30, add_wakes},     Ingredient{40, take_turns},
    Ingredient{70, cost_memory, true}, Ingredient{30, throttle},      Ingredient{50, change_linux},
    Ingredient{30, add_edges},         Ingredient{60, set_mechanisms}};

RandomSystemOptions random_options(Random& random) {
    RandomSystemOptions out;
    out.masks = chance(random, 60);
    out.non_preemptible = chance(random, 70);
    out.suspensions = chance(random, 70);
    out.sections_may_suspend = chance(random, 60);
    out.finite = chance(random, 50);
    out.always_home = chance(random, 30);
    out.many_cpus = chance(random, 3);
    out.many_tasks = chance(random, 3);
    out.locks = chance(random, 65);
    out.costs = chance(random, 55);
    out.events = chance(random, 45);
    out.memory = chance(random, 45);
    out.preempt_rt = chance(random, 50);
    // Only where Linux's own balancers do not run: they refuse those.
    out.sections_begin_with_suspend = chance(random, 20);
    return out;
}

Variant random_kernel(Random& random, bool preempt_rt) {
    Variant out;
    const BalancerInfo& info = balancers()[static_cast<std::size_t>(pick(random, 0, std::ssize(balancers()) - 1))];
    out.balancer.name = info.name;
    if (!info.parameter.empty()) out.balancer.parameter = static_cast<int>(pick(random, 1, 3));
    out.order = chance(random, 50) && !info.is_linux ? Order::edf : Order::fp;
    out.sections = static_cast<Protection>(pick(random, 0, 2));
    out.linux.preempt_rt = preempt_rt;
    out.rcu_scan = Duration{pick(random, 1, 12)};
    if (chance(random, 25)) out.hybrid_below = Duration{pick(random, 1, 6)};
    return out;
}

System draw(std::uint64_t seed) {
    Random random(seed);
    const RandomSystemOptions options = random_options(random);
    System system = random_system(seed, options);
    system.kernel = random_kernel(random, options.preempt_rt);
    for (const Ingredient& ingredient : kIngredients) {
        // Drawn also where it does not count, so that one ingredient does not change the others.
        const bool wanted = chance(random, ingredient.percent);
        if (wanted && (options.costs || !ingredient.needs_costs)) ingredient.add(system, random);
    }
    // A file of the system says all of them.
    for (Cost& each : system.platform.costs.costs) each.overridden = true;
    return system;
}

template <class Test>
bool any_operation(const Body& body, Test test) {
    return std::any_of(body.begin(), body.end(), [&](const Operation& operation) {
        return test(operation) || any_operation(operation.body, test);
    });
}
template <class Test>
bool any_operation(const System& system, Test test) {
    return std::any_of(system.tasks.begin(), system.tasks.end(),
                       [&](const Task& task) { return any_operation(task.body, test); });
}
template <OperationKind kKind>
bool has(const System& system) {
    return any_operation(system, [](const Operation& operation) { return operation.kind == kKind; });
}
template <LockKind kKind>
bool takes(const System& system) {
    return any_operation(system, [&](const Operation& operation) {
        return operation.kind == OperationKind::lock && system.locks[operation.lock].kind == kKind;
    });
}
template <EventKind kKind>
bool happens(const System& system) {
    return std::any_of(system.events.begin(), system.events.end(),
                       [](const SystemEvent& event) { return event.kind == kKind; });
}
template <auto kField>
bool any_task_has(const System& system) {
    return std::any_of(system.tasks.begin(), system.tasks.end(),
                       [](const Task& task) { return task.*kField != Task{}.*kField; });
}
template <auto kTest>
bool kernel_is(const System& system) {
    return kTest(system.kernel);
}
bool linux_is(const System& system, bool (*test)(const LinuxOptions&)) {
    return is_linux(system.kernel) && test(system.kernel.linux);
}

constexpr std::array kFeatures = {
    MixedFeature{"section", has<OperationKind::section>},
    MixedFeature{"preempt_disable", has<OperationKind::preempt_disable>},
    MixedFeature{"irq_disable", has<OperationKind::irq_disable>},
    MixedFeature{"migrate_disable", has<OperationKind::migrate_disable>},
    MixedFeature{"rcu_read", has<OperationKind::rcu_read>},
    MixedFeature{"suspend", has<OperationKind::suspend>},
    MixedFeature{"kmap", has<OperationKind::kmap>},
    MixedFeature{"page_fault", has<OperationKind::page_fault>},
    MixedFeature{"mmap_write", has<OperationKind::mmap_write>},
    MixedFeature{"exit_mm", has<OperationKind::exit_mm>},
    MixedFeature{"wake", has<OperationKind::wake>},
    MixedFeature{"until_woken",
                 [](const System& it) {
                     return any_operation(it, [](const Operation& operation) { return operation.until_woken; });
                 }},
    MixedFeature{"spinlock", takes<LockKind::spinlock>},
    MixedFeature{"raw_spinlock", takes<LockKind::raw_spinlock>},
    MixedFeature{"mutex", takes<LockKind::mutex>},
    MixedFeature{"local_lock", takes<LockKind::local_lock>},
    MixedFeature{"cpu_hotplug", takes<LockKind::cpu_hotplug>},
    MixedFeature{"offline", happens<EventKind::offline>},
    MixedFeature{"online", happens<EventKind::online>},
    MixedFeature{"set_affinity", happens<EventKind::set_affinity>},
    MixedFeature{"affinity",
                 [](const System& it) {
                     return std::any_of(it.tasks.begin(), it.tasks.end(),
                                        [](const Task& task) { return task.affinity.has_value(); });
                 }},
    MixedFeature{"mm", any_task_has<&Task::mm>},
    MixedFeature{"kernel_thread", any_task_has<&Task::is_kernel_thread>},
    MixedFeature{"working_set", any_task_has<&Task::working_set>},
    MixedFeature{"rr under Linux",
                 [](const System& it) { return is_linux(it.kernel) && any_task_has<&Task::policy>(it); }},
    MixedFeature{"costs", [](const System& it) { return !it.platform.costs.is_none(); }},
    MixedFeature{"topology", [](const System& it) { return it.platform.topology.has_value(); }},
    MixedFeature{"preempt_rt", kernel_is<[](const Variant& it) { return it.linux.preempt_rt; }>},
    MixedFeature{"edf", kernel_is<[](const Variant& it) { return it.order == Order::edf; }>},
    MixedFeature{"hybrid_below", kernel_is<[](const Variant& it) { return it.hybrid_below.has_value(); }>},
    MixedFeature{"hotplug busy", kernel_is<[](const Variant& it) { return it.hotplug == HotplugPolicy::busy; }>},
    MixedFeature{"vcpu_steal", kernel_is<[](const Variant& it) { return it.mm.vcpu_steal.has_value(); }>},
    MixedFeature{
        "throttling under Linux",
        [](const System& it) { return linux_is(it, [](auto& linux) { return linux.rt_throttling.has_value(); }); }},
    MixedFeature{"edges under Linux",
                 [](const System& it) {
                     return linux_is(it, [](auto& linux) { return linux.edge_source || !linux.edges.empty(); });
                 }},
    MixedFeature{"drain",
                 [](const System& it) {
                     const auto end = resolve_horizon(it);
                     return end && !*end;
                 }},
};

}  // namespace

System random_mix(std::uint64_t seed) {
    // What does not fit together (a suspension in a section that has become NP, no home under partitioned) is drawn
    // anew.
    for (std::uint64_t attempt = 0;; ++attempt) {
        System system = draw(seed * 1000 + attempt);
        if (check_system(system).empty()) return system;
    }
}

std::span<const MixedFeature> mixed_features() { return kFeatures; }

}  // namespace pinstack::test
