// SPDX-License-Identifier: Apache-2.0
#include "tests/support/shrink_system.hpp"

#include <algorithm>
#include <vector>

#include "model/platform/kernel_costs.hpp"
#include "model/system/mechanism.hpp"

namespace pinstack::test {
namespace {

/// Values to try in place of one: half of it, and a little less, which is 1 less where it is small.
std::vector<std::int64_t> less_than(std::int64_t value) {
    return {value / 2, value - std::max<std::int64_t>(1, value / 16)};
}

/// Calls yield(body) for each body that is a step smaller.
void smaller_bodies(const Body& body, const std::function<void(Body)>& yield) {
    for (std::size_t i = 0; i < body.size(); ++i) {
        const auto at = static_cast<std::ptrdiff_t>(i);
        if (body.size() > 1) {
            Body without = body;
            without.erase(without.begin() + at);
            yield(std::move(without));
        }
        if (is_bracket(body[i].kind)) {
            Body opened = body;
            opened.erase(opened.begin() + at);
            opened.insert(opened.begin() + at, body[i].body.begin(), body[i].body.end());
            yield(std::move(opened));
            smaller_bodies(body[i].body, [&](Body inner) {
                Body changed = body;
                changed[i].body = std::move(inner);
                yield(std::move(changed));
            });
            continue;
        }
        if (body[i].count > 1) {
            Body changed = body;
            changed[i].count /= 2;
            yield(std::move(changed));
        }
        if (body[i].until_woken) {
            Body changed = body;
            changed[i].until_woken = false;
            yield(std::move(changed));
        }
        if (!is_timed(body[i].kind)) continue;
        const VariableDuration& time = body[i].time;
        if (time.distribution != Distribution::constant) {
            Body changed = body;
            changed[i].time = {time.max, time.max, Distribution::constant};
            yield(std::move(changed));
        } else {
            for (const std::int64_t less : less_than(time.max.ns)) {
                if (less < 1) continue;
                Body changed = body;
                changed[i].time = {{less}, {less}, Distribution::constant};
                yield(std::move(changed));
            }
        }
    }
}

/// Does the body begin with a run operation?
bool begins_with_run(const Body& body) {
    return is_bracket(body.front().kind) ? begins_with_run(body.front().body) : body.front().kind == OperationKind::run;
}

void smaller_releases(const Releases& releases, const std::function<void(Releases)>& yield) {
    std::visit(
        [&](auto when) {
            for (Duration decltype(when)::*field : {&decltype(when)::jitter, &decltype(when)::offset}) {
                if ((when.*field).ns == 0) continue;
                auto changed = when;
                changed.*field = {};
                yield(changed);
            }
        },
        releases);
    if (const auto* listed = std::get_if<ExplicitReleases>(&releases)) {
        for (std::size_t i = 0; listed->instants.size() > 1 && i < listed->instants.size(); ++i) {
            ExplicitReleases changed = *listed;
            changed.instants.erase(changed.instants.begin() + static_cast<std::ptrdiff_t>(i));
            yield(changed);
        }
        for (std::size_t i = 0; i < listed->instants.size(); ++i) {
            ExplicitReleases changed = *listed;
            if (changed.instants[i].ns == 0) continue;
            --changed.instants[i].ns;
            if (std::is_sorted(changed.instants.begin(), changed.instants.end())) yield(changed);
        }
    }
}

void smaller_tasks(const Task& task, const std::function<void(Task)>& yield) {
    const auto with = [&](auto change) {
        Task changed = task;
        change(changed);
        yield(std::move(changed));
    };
    if (task.affinity) with([](Task& it) { it.affinity.reset(); });
    if (task.home_cpu) with([](Task& it) { it.home_cpu.reset(); });
    if (task.working_set != 0) with([](Task& it) { it.working_set = 0; });
    if (!task.mm.empty()) with([](Task& it) { it.mm.clear(); });
    if (task.is_kernel_thread) with([](Task& it) { it.is_kernel_thread = false; });
    if (task.policy != Policy::fifo) with([](Task& it) { it.policy = Policy::fifo; });
    smaller_releases(task.releases, [&](Releases releases) { with([&](Task& it) { it.releases = releases; }); });
    smaller_bodies(task.body, [&](Body body) {
        if (begins_with_run(body)) with([&](Task& it) { it.body = body; });
    });
}

/// Is the lock taken in the body? And the body where locks above it are numbered one lower.
bool takes(const Body& body, std::uint32_t lock) {
    return std::any_of(body.begin(), body.end(), [&](const Operation& operation) {
        return (operation.kind == OperationKind::lock && operation.lock == lock) || takes(operation.body, lock);
    });
}
void renumber(Body& body, std::uint32_t without) {
    for (Operation& operation : body) {
        if (operation.lock > without) --operation.lock;
        renumber(operation.body, without);
    }
}

void fewer_locks(const System& system, const std::function<void(System)>& yield) {
    for (std::uint32_t i = 0; i < system.locks.size(); ++i) {
        const auto takes_it = [&](const Task& task) { return takes(task.body, i); };
        if (std::any_of(system.tasks.begin(), system.tasks.end(), takes_it)) continue;
        System changed = system;
        changed.locks.erase(changed.locks.begin() + i);
        for (Task& task : changed.tasks) renumber(task.body, i);
        yield(std::move(changed));
    }
}

void smaller_costs(const System& system, const std::function<void(System)>& yield) {
    if (system.platform.costs.is_none()) return;
    System without = system;
    without.platform.costs = {};
    yield(std::move(without));
    if (system.platform.topology) {
        System changed = system;
        changed.platform.topology.reset();
        yield(std::move(changed));
    }
    for (std::size_t i = 0; i < system.platform.costs.costs.size(); ++i) {
        const std::int64_t value = system.platform.costs.costs[i].value.ns;
        if (value == 0) continue;
        std::vector<std::int64_t> all_less = {0};
        // More ticks are no smaller a system.
        if (system.platform.costs.costs[i].name != "timer_tick_period") {
            for (const std::int64_t less : less_than(value)) all_less.push_back(less);
        }
        for (const std::int64_t less : all_less) {
            System changed = system;
            changed.platform.costs.costs[i].value = {less};
            if (check_costs(changed.platform.costs).empty()) yield(std::move(changed));
        }
    }
}

void forget_task(std::vector<SystemEvent>& events, std::uint32_t task) {
    std::erase_if(events, [&](const SystemEvent& event) {
        return event.kind == EventKind::set_affinity && event.task == task;
    });
    for (SystemEvent& event : events) event.task -= event.task > task;
}

/// Does the body wake the task? And the body where tasks behind it are numbered one lower.
bool wakes(const Body& body, std::uint32_t task) {
    return std::any_of(body.begin(), body.end(), [&](const Operation& operation) {
        return (operation.kind == OperationKind::wake && operation.task == task) || wakes(operation.body, task);
    });
}

void renumber_wakes(Body& body, std::uint32_t without) {
    for (Operation& operation : body) {
        if (operation.task > without) --operation.task;
        renumber_wakes(operation.body, without);
    }
}

/// The variant with one option less.
void smaller_kernels(const Variant& kernel, const std::function<void(Variant)>& yield) {
    const auto with = [&](auto change) {
        Variant changed = kernel;
        change(changed);
        if (changed != kernel) yield(std::move(changed));
    };
    with([](Variant& it) { it.linux = {}; });
    with([](Variant& it) {
        const bool preempt_rt = it.linux.preempt_rt;
        it.linux = {};
        it.linux.preempt_rt = preempt_rt;
    });
    with([](Variant& it) { it.mm = {}; });
    with([](Variant& it) { it.hybrid_below.reset(); });
    with([](Variant& it) { it.hotplug = HotplugPolicy::wait; });
    with([](Variant& it) { it.linux.rt_push_ipi.reset(); });
    for (const LinuxChange& change : kLinuxChanges) {
        with([&](Variant& it) { it.linux.*change.in_force = false; });
    }
    for (const LinuxLatency& latency : kLinuxLatencies) {
        with([&](Variant& it) { it.linux.*latency.length = {0}; });
        with([&](Variant& it) { it.linux.*latency.length = {(it.linux.*latency.length).ns / 2}; });
    }
    with([](Variant& it) { it.linux.rr_slice = LinuxOptions{}.rr_slice; });
    with([](Variant& it) { it.linux.rt_throttling.reset(); });
    with([](Variant& it) { it.linux.edge_source.reset(); });
    with([](Variant& it) { it.linux.round_robin_state.clear(); });
    for (std::size_t i = 0; i < kernel.linux.edges.size(); ++i) {
        with([&](Variant& it) { it.linux.edges.erase(it.linux.edges.begin() + static_cast<std::ptrdiff_t>(i)); });
    }
    for (const Mechanism& mechanism : mechanisms()) {
        with([&](Variant& it) { mechanism.set(it, std::nullopt); });
    }
    with([](Variant& it) { it.mm.vcpu_steal.reset(); });
    with([](Variant& it) { it.mm.pti = false; });
    with([](Variant& it) { it.mm.kmap_slots = MmOptions{}.kmap_slots; });
    with([](Variant& it) { it.mm.asids = MmOptions{}.asids; });
}

void smaller_events(const System& system, const std::function<void(System)>& yield) {
    const auto consider = [&](auto change) {
        System changed = system;
        change(changed.events);
        if (check_events(changed.events, changed.platform.cpus).empty()) yield(std::move(changed));
    };
    for (std::size_t i = 0; i < system.events.size(); ++i) {
        consider([&](auto& events) { events.erase(events.begin() + static_cast<std::ptrdiff_t>(i)); });
        if (system.events[i].at.ns > 0) consider([&](auto& events) { --events[i].at.ns; });
    }
}

bool fits(const Task& task, int cpus) {
    return (!task.home_cpu || *task.home_cpu < cpus) && (!task.affinity || task.affinity->size() == cpus);
}

void smaller_systems(const System& system, const std::function<void(System)>& yield) {
    for (std::size_t i = 0; system.tasks.size() > 1 && i < system.tasks.size(); ++i) {
        const auto wakes_it = [&](const Task& task) {
            return &task != &system.tasks[i] && wakes(task.body, static_cast<std::uint32_t>(i));
        };
        if (std::any_of(system.tasks.begin(), system.tasks.end(), wakes_it)) continue;  // the wakes go first
        System changed = system;
        for (Task& task : changed.tasks) renumber_wakes(task.body, static_cast<std::uint32_t>(i));
        changed.tasks.erase(changed.tasks.begin() + static_cast<std::ptrdiff_t>(i));
        forget_task(changed.events, static_cast<std::uint32_t>(i));
        yield(std::move(changed));
    }
    smaller_events(system, yield);
    smaller_kernels(system.kernel, [&](Variant kernel) {
        System changed = system;
        changed.kernel = std::move(kernel);
        yield(std::move(changed));
    });
    fewer_locks(system, yield);
    smaller_costs(system, yield);
    const int fewer = system.platform.cpus - 1;
    const auto fits_fewer = [&](const Task& task) { return fits(task, fewer); };
    const LinuxOptions& linux = system.kernel.linux;
    const bool names_cpus = !system.events.empty() || !linux.edges.empty() || !linux.round_robin_state.empty();
    if (fewer > 0 && !names_cpus && std::all_of(system.tasks.begin(), system.tasks.end(), fits_fewer)) {
        System changed = system;
        changed.platform.cpus = fewer;
        changed.platform.topology.reset();
        yield(std::move(changed));
    }
    if (system.horizon && std::holds_alternative<Duration>(*system.horizon)) {
        const std::int64_t length = std::get<Duration>(*system.horizon).ns;
        for (const std::int64_t less : less_than(length)) {
            System changed = system;
            changed.horizon = Duration{less};
            if (less > 0) yield(std::move(changed));
        }
    }
    for (std::size_t i = 0; i < system.tasks.size(); ++i) {
        smaller_tasks(system.tasks[i], [&](Task task) {
            System changed = system;
            changed.tasks[i] = std::move(task);
            yield(std::move(changed));
        });
    }
}

}  // namespace

System shrink(System system, const std::function<bool(const System&)>& fails) {
    for (bool smaller = true; smaller;) {
        smaller = false;
        std::vector<System> candidates;
        smaller_systems(system, [&](System candidate) { candidates.push_back(std::move(candidate)); });
        for (System& candidate : candidates) {
            if (!fails(candidate)) continue;
            system = std::move(candidate);
            smaller = true;
            break;
        }
    }
    return system;
}

}  // namespace pinstack::test
