// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_system.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "model/platform/kernel_costs.hpp"
#include "model/task/program.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

/// What an engine charges, but for what depends on others.
constexpr const char* kRandomCosts[] = {"context_switch",
                                        "migration",
                                        "ipi",
                                        "ipi_send",
                                        "ipi_receive",
                                        "interrupt",
                                        "wake_up",
                                        "stopper",
                                        "rt_mutex_uncontended",
                                        "migrate_disable_pair",
                                        "migrate_disable_switched"};
constexpr const char* kCacheReloads[] = {"cache_reload_4k",   "cache_reload_16k", "cache_reload_64k",
                                         "cache_reload_256k", "cache_reload_1m",  "cache_reload_4m"};

enum class Style { finite, horizon, hyperperiod };

class Generator {
public:
    Generator(std::uint64_t seed, const RandomSystemOptions& options) : random_(seed), options_(options) {}

    System system(std::uint64_t seed) {
        System system;
        system.name = numbered("random-", static_cast<std::int64_t>(seed));
        system.seed = seed;
        cpus_ = static_cast<int>(chance(random_, 10) ? 1 : pick(random_, 2, 4));
        if (options_.many_cpus) cpus_ = static_cast<int>(pick(random_, 60, 140));
        system.platform.cpus = cpus_;
        unit_ = chance(random_, 80) ? 1 : 1000;  // 1000: percentiles leave the exact part of the histogram
        style_ = options_.finite ? Style::finite : static_cast<Style>(pick(random_, 0, 2));
        masks_ = options_.masks && chance(random_, 50);
        homes_ = options_.always_home ? 100 : static_cast<int>(pick(random_, 0, 100));
        priorities_ = chance(random_, 80);
        distributions_ = chance(random_, 40);
        if (options_.locks) system.locks = locks_ = locks();
        const std::int64_t tasks = number_of_tasks();
        sections_left_ = options_.tasks_with_sections ? cpus_ + *options_.tasks_with_sections : 1000;
        for (std::uint32_t i = 0; i < tasks; ++i) system.tasks.push_back(task(i));
        system.horizon = horizon();
        if (options_.events) system.events = events(static_cast<std::uint32_t>(tasks));
        if (options_.costs) add_costs(system);
        return system;
    }

private:
    std::int64_t time(std::int64_t from, std::int64_t to) { return pick(random_, from, to) * unit_; }

    std::optional<Horizon> horizon() {
        if (style_ == Style::finite) return chance(random_, 50) ? std::optional<Horizon>() : UntilDrained{};
        if (style_ == Style::horizon) return Duration{time(1, 90)};
        if (chance(random_, 50)) return Hyperperiods{pick(random_, 1, 2)};
        // The default is a hyperperiod only where a task releases for ever.
        return std::nullopt;
    }

    std::int64_t number_of_tasks() {
        if (options_.many_tasks) return pick(random_, 50, 150);
        const bool crowded = chance(random_, 75) && !options_.many_cpus;
        return crowded ? cpus_ + pick(random_, 1, 4) : pick(random_, 1, 8);
    }

    /// Few, so that tasks meet; of one kind at times.
    std::vector<Lock> locks() {
        lock_share_ = static_cast<int>(pick(random_, 10, 60));
        in_any_order_ = chance(random_, 40);
        takes_what_it_holds_ = chance(random_, 4);
        std::vector<LockKind> kinds;
        const bool alike = chance(random_, 40);
        for (std::int64_t n = pick(random_, 1, 3); n > 0; --n) {
            kinds.push_back(alike && !kinds.empty() ? kinds.front() : static_cast<LockKind>(pick(random_, 0, 3)));
        }
        if (options_.events && chance(random_, 70)) kinds.push_back(LockKind::cpu_hotplug);
        return test::locks(kinds);
    }

    Task task(std::uint32_t index) {
        Task task;
        task.name = numbered("T", index);
        if (priorities_) task.priority = static_cast<int>(pick(random_, 1, 6));
        task.releases = releases(index);
        task.deadline = {time(1, 30)};
        if (masks_ && chance(random_, 60)) task.affinity = mask();
        if (chance(random_, homes_)) task.home_cpu = home(task.affinity);
        with_sections_ = sections_left_ > 0;
        has_section_ = false;
        if (options_.memory && chance(random_, 80)) task.mm = chance(random_, 70) ? "A" : "B";
        task.body = body(0, {}, true);
        if (has_section_) --sections_left_;
        return task;
    }

    Releases releases(std::uint32_t index) {
        const Duration offset{chance(random_, 50) ? 0 : time(0, 8)};
        const Duration jitter{chance(random_, 70) ? 0 : time(1, 9)};
        // The first task of an endless system is endless, so that a hyperperiod exists.
        const bool endless = style_ != Style::finite && (index == 0 || chance(random_, 70));
        if (!endless) {
            ExplicitReleases when{{}, offset, jitter};
            for (std::int64_t n = pick(random_, 1, 4); n > 0; --n) when.instants.push_back({time(0, 20)});
            std::sort(when.instants.begin(), when.instants.end());
            return when;
        }
        if (style_ == Style::hyperperiod) {
            static constexpr std::int64_t kPeriods[] = {4, 6, 8, 12, 24};
            const Duration period{kPeriods[pick(random_, 0, 4)] * unit_};
            if (chance(random_, 70)) return Periodic{period, offset, jitter};
            return Sporadic{{period, period, Distribution::constant}, offset, jitter};
        }
        const Duration period{time(4, 25)};
        if (chance(random_, 60)) return Periodic{period, offset, jitter};
        return Sporadic{varying(period.ns), offset, jitter};
    }

    /// What the order of their instants allows, listed in another one at times.
    std::vector<SystemEvent> events(std::uint32_t tasks) {
        std::vector<std::int64_t> instants;
        for (std::int64_t n = pick(random_, 1, 5); n > 0; --n) instants.push_back(time(0, 30));
        std::sort(instants.begin(), instants.end());
        CpuSet online = CpuSet::all(cpus_);
        std::vector<SystemEvent> out;
        for (const std::int64_t at : instants) {
            SystemEvent event{{at}, EventKind::set_affinity, kNoCpu, 0, {}};
            const auto cpu = static_cast<CpuId>(pick(random_, 0, cpus_ - 1));
            if (chance(random_, 65) && (!online.contains(cpu) || online.has_several())) {
                event.kind = online.contains(cpu) ? EventKind::offline : EventKind::online;
                event.cpu = cpu;
                online.set(cpu, !online.contains(cpu));
            } else {
                event.task = static_cast<std::uint32_t>(pick(random_, 0, tasks - 1));
                event.cpus = mask();
            }
            out.push_back(event);
        }
        if (std::adjacent_find(instants.begin(), instants.end()) == instants.end() && chance(random_, 20)) {
            std::swap(out.front(), out.back());
        }
        return out;
    }

    VariableDuration varying(std::int64_t max) {
        if (!distributions_ || chance(random_, 50)) return {{max}, {max}, Distribution::constant};
        const std::int64_t min = std::max<std::int64_t>(unit_, max / pick(random_, 1, 4));
        return {{min}, {max}, chance(random_, 70) ? Distribution::uniform : Distribution::log_uniform};
    }

    CpuSet mask() {
        CpuSet set(cpus_);
        const int share = options_.many_cpus ? 2 : 50;
        for (CpuId cpu = 0; cpu < cpus_; ++cpu) {
            if (chance(random_, share)) set.insert(cpu);
        }
        if (set.empty()) set.insert(static_cast<CpuId>(pick(random_, 0, cpus_ - 1)));
        return set;
    }

    CpuId home(const std::optional<CpuSet>& mask) {
        for (;;) {
            const auto cpu = static_cast<CpuId>(pick(random_, 0, cpus_ - 1));
            if (!mask || mask->contains(cpu)) return cpu;
        }
    }

    Operation run() { return {OperationKind::run, varying(time(1, 5)), {}}; }
    Operation access() {
        Operation out;
        out.kind = chance(random_, 70) ? OperationKind::page_fault : OperationKind::mmap_write;
        out.vma = static_cast<std::uint32_t>(pick(random_, 0, 1));
        if (out.kind == OperationKind::page_fault) {
            out.count = pick(random_, 1, 3);
        } else {
            out.time = constant(time(1, 5));
            if (chance(random_, 40)) out.count = pick(random_, 1, 1200);
        }
        return out;
    }
    Operation suspend() {
        const Duration length{time(1, 5)};
        return {OperationKind::suspend, {length, length, Distribution::constant}, {}};
    }

    /// What the brackets around an operation forbid.
    struct Inside {
        bool np = false;
        bool rcu = false;
        std::vector<std::uint32_t> locks = {};
    };
    /// A task that takes what it holds waits for ever, and two orders can: both spoil what follows, so they are few.
    bool may_take(std::uint32_t lock, const Inside& inside) const {
        return std::all_of(inside.locks.begin(), inside.locks.end(), [&](std::uint32_t held) {
            return held < lock || (held > lock && in_any_order_) || (held == lock && takes_what_it_holds_);
        });
    }
    bool may_sleep(const Inside& inside) const { return !inside.np && !(inside.rcu && !options_.preempt_rt); }

    /// A list of operations; the first thing in it is a run where `begins_with_run`.
    Body body(int depth, const Inside& inside, bool begins_with_run) {
        Body out;
        const std::int64_t length = pick(random_, 1, depth == 0 ? 4 : 3);
        for (std::int64_t i = 0; i < length; ++i) {
            const bool run_first = begins_with_run && i == 0;
            if (options_.memory && may_sleep(inside) && chance(random_, 35)) {
                out.push_back(access());
                continue;
            }
            if (!locks_.empty() && depth < 4 && chance(random_, lock_share_)) {
                if (auto operation = locked(depth, inside, run_first)) {
                    out.push_back(std::move(*operation));
                    continue;
                }
            }
            if (depth < 3 && chance(random_, 45)) {
                if (const auto kind = bracket(); allowed(kind)) {
                    out.push_back(bracketed(kind, depth, inside, run_first));
                    continue;
                }
            }
            const bool sleeps = options_.suspensions && may_sleep(inside) && !run_first && chance(random_, 30);
            out.push_back(sleeps ? suspend() : run());
        }
        return out;
    }

    /// Under a lock or in an RCU read side, where one is legal.
    std::optional<Operation> locked(int depth, Inside inside, bool run_first) {
        if (chance(random_, 15)) {
            inside.rcu = true;
            return rcu_read(body(depth + 1, inside, run_first));
        }
        const auto which = static_cast<std::uint32_t>(pick(random_, 0, std::ssize(locks_) - 1));
        const LockUse use = use_of(locks_[which].kind, options_.preempt_rt);
        if ((!use.spins && !may_sleep(inside)) || !may_take(which, inside)) return std::nullopt;
        inside.np |= use.spins;
        inside.locks.push_back(which);
        return lock(which, body(depth + 1, inside, run_first));
    }

    OperationKind bracket() {
        static constexpr OperationKind kBrackets[] = {OperationKind::section,         OperationKind::section,
                                                      OperationKind::section,         OperationKind::migrate_disable,
                                                      OperationKind::preempt_disable, OperationKind::irq_disable};
        return kBrackets[pick(random_, 0, 5)];
    }
    bool allowed(OperationKind kind) const {
        if (kind == OperationKind::section) return with_sections_;
        if (kind == OperationKind::migrate_disable) return with_sections_ && options_.explicit_sections;
        return options_.non_preemptible;
    }
    Operation bracketed(OperationKind kind, int depth, Inside inside, bool run_first) {
        const bool is_np = kind == OperationKind::preempt_disable || kind == OperationKind::irq_disable;
        const bool is_neutral = kind == OperationKind::section;
        has_section_ |= !is_np;
        inside.np |= is_np || (is_neutral && !options_.sections_may_suspend);
        const bool inner_first = run_first || !options_.sections_begin_with_suspend;
        return {kind, {}, body(depth + 1, inside, inner_first)};
    }

    /// Of the size of what jobs do, so that the kernel's work overlaps with everything; many costs are 0.
    std::int64_t cost() {
        if (chance(random_, few_costs_) || chance(random_, 30)) return 0;
        return chance(random_, 10) ? time(4, 9) : time(1, 3);
    }

    void add_costs(System& system) {
        few_costs_ = static_cast<int>(pick(random_, 0, 90));
        system = with_costs(std::move(system), {});
        const auto set = [&](std::string_view name, std::int64_t value) { set_cost(system, name, value); };
        for (const char* name : kRandomCosts) set(name, cost());
        const std::int64_t two_switches = 2 * kernel_costs(system.platform.costs).context_switch;
        set("rt_mutex_contended", chance(random_, 80) ? two_switches + cost() : cost());
        if (options_.events) set("stop_machine", cost());
        set("timer_tick_period", 0);
        set("timer_tick", cost());
        if (const std::int64_t tick = kernel_costs(system.platform.costs).timer_tick; chance(random_, 40)) {
            set("timer_tick_period", tick + time(1, 9));
        }
        // A working set of 4 KiB takes that long; a larger one at most twice that.
        const std::int64_t reload = time(1, 6);
        for (const char* name : kCacheReloads) set(name, pick(random_, reload, 2 * reload));
        set("llc_miss", pick(random_, 1, 3));
        set("llc_miss_remote", pick(random_, 1, 6));
        if (options_.memory) {
            set("page_fault_minor", cost());
            set("cache_line_transfer", cost());
        }
        if (chance(random_, 50)) system.platform.topology = topology();
        const int share = static_cast<int>(pick(random_, 0, 100));
        for (Task& task : system.tasks) {
            if (chance(random_, share)) task.working_set = std::int64_t{1} << pick(random_, 9, 23);
        }
    }

    /// The CPUs in packages, caches, cores and threads, some of which have one member or all.
    Topology topology() {
        std::int64_t left = cpus_;
        std::string text;
        for (const char* level : {"pack:", "l3:", "core:"}) {
            std::int64_t members = pick(random_, 1, left);
            while (left % members != 0) --members;
            left /= members;
            text += numbered(level, members) + " ";
        }
        return parse_topology(text + numbered("pu:", left)).value();
    }

    std::mt19937_64 random_;
    const RandomSystemOptions& options_;
    int cpus_ = 1;
    std::int64_t unit_ = 1;
    Style style_ = Style::finite;
    bool masks_ = false;
    int homes_ = 0;
    bool priorities_ = true;
    bool distributions_ = false;
    std::vector<Lock> locks_;
    int lock_share_ = 0;  ///< of operations, in percent
    bool in_any_order_ = false;
    bool takes_what_it_holds_ = false;
    int sections_left_ = 0;
    bool with_sections_ = true;
    bool has_section_ = false;
    int few_costs_ = 0;  ///< of the costs, in percent, are 0 for certain
};

}  // namespace

System random_system(std::uint64_t seed, const RandomSystemOptions& options) {
    return Generator(seed, options).system(seed);
}

std::vector<std::uint32_t> random_tie_order(std::uint64_t seed, std::size_t tasks) {
    std::vector<std::uint32_t> order(tasks);
    std::iota(order.begin(), order.end(), 0u);
    std::mt19937_64 random(seed);
    for (std::size_t i = tasks; i > 1; --i) {
        std::swap(order[i - 1], order[static_cast<std::size_t>(pick(random, 0, static_cast<std::int64_t>(i) - 1))]);
    }
    return order;
}

}  // namespace pinstack::test
