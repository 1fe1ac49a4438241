// SPDX-License-Identifier: Apache-2.0
#include "model/engine/plan.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

#include "model/balancer/balancer.hpp"
#include "model/engine/instant_tree.hpp"
#include "model/system/load.hpp"
#include "model/task/program.hpp"

namespace pinstack {
namespace {

/// Under fp: smaller is more urgent. Without priorities, fp is deadline-monotonic.
std::int64_t urgency_of(const System& system, std::uint32_t task) {
    const Task& it = system.tasks[task];
    return it.priority ? -*it.priority : it.deadline.ns;
}

/// File indices in the order in which the plan holds the tasks.
std::vector<std::uint32_t> plan_order(const System& system, Order order, const std::vector<std::uint32_t>& tie_order) {
    std::vector<std::uint32_t> places(system.tasks.size());
    std::iota(places.begin(), places.end(), 0u);
    const auto tie = [&](std::uint32_t task) { return tie_order.empty() ? task : tie_order[task]; };
    const auto urgency = [&](std::uint32_t task) -> std::pair<SchedClass, std::int64_t> {
        if (order == Order::fp) return {SchedClass::realtime, urgency_of(system, task)};
        if (order == Order::edf) return {SchedClass::deadline, 0};
        const SchedClass its = class_of(system.tasks[task].policy);
        return {its, its == SchedClass::realtime ? urgency_of(system, task) : 0};
    };
    std::sort(places.begin(), places.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::pair{urgency(a), tie(a)} < std::pair{urgency(b), tie(b)};
    });
    return places;
}

void set_levels(Plan& plan, const System& system) {
    std::vector<std::int64_t> urgencies;
    for (std::uint32_t task = 0; task < system.tasks.size(); ++task) urgencies.push_back(urgency_of(system, task));
    std::sort(urgencies.begin(), urgencies.end());
    urgencies.erase(std::unique(urgencies.begin(), urgencies.end()), urgencies.end());
    for (PlanTask& task : plan.tasks) {
        const auto level = std::lower_bound(urgencies.begin(), urgencies.end(), urgency_of(system, task.file_index));
        task.level = static_cast<std::int32_t>(level - urgencies.begin());
    }
}

void set_classes(Plan& plan, const System& system, const BalancerInfo& balancer) {
    const bool are_all_by_deadline = plan.order == Order::edf && balancer.schedules_deadlines;
    if (plan.order != Order::linux && !are_all_by_deadline) return;
    plan.has_classes = balancer.is_linux;
    for (PlanTask& task : plan.tasks) {
        const Task& its = system.tasks[task.file_index];
        task.sched_class = are_all_by_deadline ? SchedClass::deadline : class_of(its.policy);
        if (!plan.has_classes) continue;
        plan.reservations.push_back(reservation_of(its));
        plan.nices.push_back(its.nice);
    }
}

void set_costs(Plan& plan, const System& system) {
    const CostModel& model = system.platform.costs;
    plan.has_costs = !model.is_none() || plan.memory.is_used() || plan.has_remote_calls;
    if (!plan.has_costs) return;
    const auto set_default = [](Duration& latency, std::int64_t cost) {
        if (latency.ns == 0) latency.ns = cost;
    };
    set_default(plan.linux.resched, plan.costs.ipi);
    set_default(plan.linux.ipi_hop, plan.costs.ipi);
    set_default(plan.linux.stopper, plan.costs.stopper);
    plan.topology = system.platform.topology;
    for (const PlanTask& task : plan.tasks) {
        plan.reloads.push_back(cache_reload(model, system.tasks[task.file_index].working_set));
    }
}

bool uses(const System& system, OperationKind kind) {
    return std::any_of(system.tasks.begin(), system.tasks.end(),
                       [&](const Task& task) { return has_operation(task.body, kind); });
}

/// Parts of the address space that the body touches, each an entry of the page directory; the map is in the first one.
void add_entries(const Body& body, std::vector<std::uint8_t>& entries) {
    for (const Operation& operation : body) {
        const bool touches = operation.kind == OperationKind::page_fault || operation.kind == OperationKind::mmap_write;
        if (touches) entries.push_back(static_cast<std::uint8_t>(operation.vma % 256));
        add_entries(operation.body, entries);
    }
}

void set_memory(Plan& plan, const System& system, const Variant& variant) {
    PlanMemory& memory = plan.memory;
    memory.options = variant.mm;
    if (uses(system, OperationKind::kmap)) memory.kmap = variant.mm.kmap_in_force();
    // Without costs, and without exits that interrupt others, there is nothing to see of it.
    if (!system.platform.costs.is_none() || uses(system, OperationKind::exit_mm)) memory.lazy_mm = variant.mm.lazy_mm;
    std::map<std::string_view, std::int32_t> named;
    for (const PlanTask& each : plan.tasks) {
        const Task& task = system.tasks[each.file_index];
        std::vector<std::uint8_t>& entries = memory.entries.emplace_back();
        if (memory.kmap == Kmap::percpu_pgd) {
            entries.push_back(0);
            add_entries(task.body, entries);
        }
        std::int32_t space = -1;
        if (!task.is_kernel_thread) {
            space = memory.space_count;
            if (!task.mm.empty()) space = named.try_emplace(task.mm, space).first->second;
            memory.space_count += space == memory.space_count;
        }
        memory.spaces.push_back(space);
    }
}

std::int64_t cache_miss(const KernelCosts& costs, CacheMiss miss) {
    switch (miss) {
        case CacheMiss::none:
            break;
        case CacheMiss::local:
            return costs.llc_miss;
        case CacheMiss::remote:
            return costs.llc_miss_remote;
        case CacheMiss::contended:
            return costs.llc_miss_contended;
    }
    return 0;
}

class Compiler {
public:
    Compiler(Plan& plan, const Variant& variant, const std::vector<Lock>& locks)
        : plan_(plan), variant_(variant), locks_(locks) {
        mask_class(CpuSet::all(plan.cpus));
        for (std::uint32_t i = 0; i < locks.size(); ++i) {
            const bool is_per_cpu = locks[i].kind == LockKind::local_lock;
            const LockUse use = use_of(locks[i].kind, variant.linux.preempt_rt);
            const bool is_hotplug = locks[i].kind == LockKind::cpu_hotplug;
            plan.locks.push_back({i, static_cast<LockId>(plan.lock_instances), is_per_cpu, use.spins, is_hotplug});
            plan.lock_instances += is_per_cpu ? static_cast<std::size_t>(plan.cpus) : 1;
        }
    }

    /// A job waits with those that may run on the same CPUs: under a balancer that keeps jobs at home, those are
    /// the jobs of the same home CPU.
    void set_queues(bool by_home_cpu) {
        const auto mask_queues = static_cast<std::int32_t>(plan_.masks.size());
        for (PlanTask& task : plan_.tasks) task.queue = by_home_cpu ? mask_queues + task.home : task.mask_class;
    }

    /// When all tasks have their places.
    void name_woken() {
        std::vector<std::int32_t> places(plan_.tasks.size());
        for (std::size_t place = 0; place < places.size(); ++place) {
            places[plan_.tasks[place].file_index] = static_cast<std::int32_t>(place);
        }
        for (PlanStep& step : plan_.steps) {
            if (step.kind == StepKind::wake) step.detail = places[static_cast<std::size_t>(step.detail)];
        }
    }

    void add(const Task& task, std::uint32_t file_index) {
        PlanTask out;
        out.deadline = task.deadline.ns;
        out.home = task.home_cpu.value_or(0);
        out.file_index = file_index;
        out.is_rr = task.policy == Policy::rr;
        plan_.has_rr |= out.is_rr;
        out.mask_class = task.affinity ? mask_class(*task.affinity) : 0;
        out.first_step = static_cast<std::uint32_t>(plan_.steps.size());
        add_steps(compile(task.body, variant_, locks_), task.mm);
        spaces_.erase(std::string{});  // a task that names no address space has one of its own
        out.end_step = static_cast<std::uint32_t>(plan_.steps.size());
        std::visit([&](const auto& releases) { set_releases(out, releases); }, task.releases);
        plan_.tasks.push_back(out);
    }

    /// REQUIRES: all tasks are there.
    void add_events(const System& system) {
        std::vector<TaskIndex> places(system.tasks.size());
        for (std::size_t i = 0; i < plan_.tasks.size(); ++i) places[plan_.tasks[i].file_index] = static_cast<TaskIndex>(i);
        for (const std::size_t place : order_of(system.events)) {
            const SystemEvent& event = system.events[place];
            const bool is_call = event.kind == EventKind::set_affinity;
            if (!is_call && variant_.hotplug == HotplugPolicy::ignore) continue;
            PlanEvent out{event.at.ns, event.kind, event.cpu, kNoTask, 0};
            if (is_call) {
                out.task = places[event.task];
                out.mask_class = mask_class(event.cpus);
            }
            plan_.events.push_back(out);
        }
    }

private:
    void add_steps(const Program& program, const std::string& mm) {
        const auto first_access = static_cast<std::uint32_t>(plan_.accesses.size());
        for (const Step& step : program) {
            if (is_free(step)) continue;
            PlanStep out{step.time.max.ns, -1, step.kind, step.non_preemptible, step.migrate_disabled, step.irqs_off};
            if (step.kind == StepKind::take_lock || step.kind == StepKind::release_lock) {
                out.detail = static_cast<std::int32_t>(step.lock);
                plan_.inherits_urgency |= !plan_.locks[step.lock].spins && !plan_.locks[step.lock].is_hotplug;
            } else if (step.kind == StepKind::wake) {
                out.detail = static_cast<std::int32_t>(step.task);  // until name_woken() has its place
            } else if (is_of_fault(step.kind)) {
                out.detail = static_cast<std::int32_t>(first_access + step.access);
                note_access(step, out.detail, mm);
            } else if (step.cost != StepCost::own) {
                out.length = cost_of(step.cost);
            } else if (step.until_woken) {
                out.length = kNever;
            } else if (step.time.distribution != Distribution::constant && step.time.min != step.time.max) {
                out.detail = static_cast<std::int32_t>(plan_.varying.size());
                plan_.varying.push_back({step.time, step.timed});
            }
            plan_.has_actions |= step.kind > StepKind::suspend;
            plan_.only_runs &= step.kind == StepKind::run && !step.non_preemptible && !step.migrate_disabled;
            plan_.has_remote_calls |= step.kind == StepKind::exit_mm || step.kind == StepKind::flush_maps ||
                                      (step.kind == StepKind::free_tables && plan_.page_tables == PageTables::ipi);
            plan_.steps.push_back(out);
        }
    }

    std::int64_t cost_of(StepCost cost) const {
        switch (cost) {
            case StepCost::page_fault:
                return plan_.costs.page_fault_minor;
            case StepCost::page_walk:
                return kWalkLevels * plan_.costs.llc_miss;
            default:
                return plan_.cache_miss;
        }
    }
    /// Then it does nothing.
    bool is_free(const Step& step) const {
        if (step.kind == StepKind::run) return step.cost != StepCost::own && cost_of(step.cost) == 0;
        const bool is_line = step.kind == StepKind::use_mmap_line || step.kind == StepKind::use_vma_line;
        return is_line && plan_.costs.cache_line_transfer == 0;
    }
    /// The step is the next one of the plan.
    void note_access(const Step& step, std::int32_t access, const std::string& mm) {
        const auto place = static_cast<std::uint32_t>(plan_.steps.size());
        if (static_cast<std::size_t>(access) == plan_.accesses.size()) {
            const auto next = static_cast<std::int32_t>(plan_.spaces);
            const auto [space, is_new] = spaces_.try_emplace(mm, next);
            plan_.spaces += is_new;
            const auto vma = vmas_.try_emplace({space->second, step.vma}, static_cast<std::int32_t>(plan_.vmas)).first;
            plan_.vmas = vmas_.size();
            plan_.accesses.push_back({space->second, vma->second, step.count, place, 0, place});
        }
        PlanAccess& it = plan_.accesses.back();
        const bool is_on_mmap_lock = step.kind == StepKind::use_mmap_line || step.kind == StepKind::mmap_read_lock;
        if (is_on_mmap_lock && it.retry == 0) it.retry = place;
        it.last = place;
        plan_.frees_tables |= step.kind == StepKind::free_tables;
    }

    void set_releases(PlanTask& out, const Periodic& periodic) {
        out.gap = periodic.period.ns;
        out.offset = periodic.offset.ns;
        if (periodic.jitter.ns > 0) add_irregular(out, {{periodic.period, periodic.period}, periodic.jitter.ns, {}});
    }
    void set_releases(PlanTask& out, const Sporadic& sporadic) {
        out.gap = sporadic.interarrival.min.ns;
        out.offset = sporadic.offset.ns;
        const bool varies = sporadic.interarrival.distribution != Distribution::constant;
        if (!varies) out.gap = sporadic.interarrival.max.ns;
        if (varies || sporadic.jitter.ns > 0) add_irregular(out, {sporadic.interarrival, sporadic.jitter.ns, {}});
    }
    void set_releases(PlanTask& out, const ExplicitReleases& releases) {
        IrregularReleases irregular{{}, releases.jitter.ns, {}};
        for (Instant due : releases.instants) irregular.instants.push_back((due + releases.offset).ns);
        out.offset = irregular.instants.front();
        add_irregular(out, std::move(irregular));
    }
    void add_irregular(PlanTask& out, IrregularReleases releases) {
        out.releases = static_cast<std::int32_t>(plan_.irregular.size());
        plan_.irregular.push_back(std::move(releases));
    }

    std::int32_t mask_class(const CpuSet& mask) {
        const auto [known, is_new] = mask_classes_.try_emplace(mask, static_cast<std::int32_t>(plan_.masks.size()));
        if (is_new) plan_.masks.push_back(mask);
        return known->second;
    }

    Plan& plan_;
    const Variant& variant_;
    const std::vector<Lock>& locks_;
    std::map<CpuSet, std::int32_t> mask_classes_;
    std::map<std::string, std::int32_t> spaces_;                            // by the name of the address space
    std::map<std::pair<std::int32_t, std::uint32_t>, std::int32_t> vmas_;  // by address space and number
};

}  // namespace

Result<Plan> make_plan(const System& system, const Variant& variant, RunOptions options) {
    if (Problems problems = check_variant(system, variant); !problems.empty()) return tl::unexpected(problems);
    const Result<std::optional<Instant>> end = resolve_horizon(system);
    if (!end) return tl::unexpected(end.error());
    const BalancerInfo* balancer = find_balancer(variant.balancer.name);
    Plan plan;
    plan.engine = balancer->engine;
    plan.balancer_parameter = variant.balancer.parameter.value_or(0);
    plan.order = variant.order;
    plan.cpus = system.platform.cpus;
    if (*end) plan.horizon = (*end)->ns;
    plan.random = CounterStream(system.seed);
    plan.rcu_scan = variant.rcu_scan;
    plan.page_fault = variant.mm.page_fault_in_force();
    plan.page_tables = variant.mm.page_tables_in_force();
    plan.costs = kernel_costs(system.platform.costs);
    plan.cache_miss = cache_miss(plan.costs, variant.mm.cache_miss_in_force());

    Compiler compiler(plan, variant, system.locks);
    if (balancer->is_linux) {
        for (std::uint32_t task = 0; task < system.tasks.size(); ++task) compiler.add(system.tasks[task], task);
        plan.linux = variant.linux;
        plan.look_latency = plan.linux.resched.ns;
        plan.delays_wake_ups =
            std::any_of(plan.steps.begin(), plan.steps.end(), [](const PlanStep& step) { return step.irqs_off; });
    } else {
        for (std::uint32_t task : plan_order(system, variant.order, options.tie_order)) {
            compiler.add(system.tasks[task], task);
        }
    }
    compiler.name_woken();
    set_levels(plan, system);
    set_classes(plan, system, *balancer);
    set_memory(plan, system, variant);
    set_costs(plan, system);
    compiler.add_events(system);
    plan.hotplug = variant.hotplug;
    plan.keeps_home = balancer->needs_home_cpu;
    compiler.set_queues(balancer->needs_home_cpu);
    plan.options = std::move(options);
    return plan;
}

}  // namespace pinstack
