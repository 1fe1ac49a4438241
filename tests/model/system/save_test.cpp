// SPDX-License-Identifier: Apache-2.0
//
// What is saved loads to an equal system.
#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <variant>

#include "model/system/load.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

bool equal(const VariableDuration& a, const VariableDuration& b) {
    return a.min == b.min && a.max == b.max && a.distribution == b.distribution;
}

bool equal(const Body& a, const Body& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i].kind != b[i].kind || a[i].lock != b[i].lock || !equal(a[i].body, b[i].body)) return false;
        if (!is_bracket(a[i].kind) && !equal(a[i].time, b[i].time)) return false;
    }
    return true;
}

bool equal(const Releases& a, const Releases& b) {
    if (a.index() != b.index()) return false;
    return std::visit(
        [&](const auto& x) {
            const auto& y = std::get<std::decay_t<decltype(x)>>(b);
            if (x.offset != y.offset || x.jitter != y.jitter) return false;
            if constexpr (std::is_same_v<std::decay_t<decltype(x)>, Periodic>)
                return x.period == y.period;
            else if constexpr (std::is_same_v<std::decay_t<decltype(x)>, Sporadic>)
                return equal(x.interarrival, y.interarrival);
            else
                return x.instants == y.instants;
        },
        a);
}

bool equal(const Task& a, const Task& b) {
    return a.name == b.name && a.priority == b.priority && equal(a.releases, b.releases) && a.deadline == b.deadline &&
           a.home_cpu == b.home_cpu && a.affinity == b.affinity && a.policy == b.policy && equal(a.body, b.body);
}

bool equal(const Horizon& a, const Horizon& b) {
    if (a.index() != b.index()) return false;
    if (const auto* duration = std::get_if<Duration>(&a)) return *duration == std::get<Duration>(b);
    if (const auto* count = std::get_if<Hyperperiods>(&a)) return count->count == std::get<Hyperperiods>(b).count;
    return true;
}

bool equal(const System& a, const System& b) {
    if (a.name != b.name || a.description != b.description || a.time_unit != b.time_unit || a.seed != b.seed)
        return false;
    if (a.platform.cpus != b.platform.cpus || a.platform.topology != b.platform.topology ||
        a.platform.costs != b.platform.costs)
        return false;
    if (!(a.kernel == b.kernel) || a.tasks.size() != b.tasks.size() || a.horizon.has_value() != b.horizon.has_value())
        return false;
    if (a.horizon && !equal(*a.horizon, *b.horizon)) return false;
    if (a.events != b.events) return false;
    const auto same = [](const Lock& x, const Lock& y) { return x.name == y.name && x.kind == y.kind; };
    if (!std::equal(a.locks.begin(), a.locks.end(), b.locks.begin(), b.locks.end(), same)) return false;
    for (std::size_t i = 0; i < a.tasks.size(); ++i) {
        if (!equal(a.tasks[i], b.tasks[i])) return false;
    }
    return true;
}

class RandomSystem {
public:
    explicit RandomSystem(unsigned seed) : random_(seed) {}

    System make() {
        System system;
        system.name = pick({"plain", "", "with \"quotes\" and \\", "tab\there", "\u00e9\U0001F600"});
        system.description = pick({"", "a description"});
        system.time_unit = static_cast<TimeUnit>(below(4));
        if (chance(3)) {
            system.platform.topology = *parse_topology("pack:2 l3:1 core:2 pu:2");
            system.platform.cpus = 8;
        } else {
            system.platform.cpus = 1 + static_cast<int>(below(16));
        }
        system.kernel.order = static_cast<Order>(below(2));
        system.kernel.sections = chance(2) ? Protection::none : Protection::migrate_disable;
        system.kernel.balancer =
            chance(3) ? BalancerName{"bounded-stack", 1 + static_cast<int>(below(5))} : BalancerName{"shift", {}};
        if (system.kernel.order == Order::fp && chance(2)) system.kernel.balancer = {"linux-rt-5.11", {}};
        if (chance(2)) system.kernel.linux = linux_options(system.platform.cpus);
        if (chance(3)) system.kernel.hybrid_below = duration();
        if (chance(3)) system.kernel.rcu_scan = duration();
        for (std::size_t i = below(4); i > 0; --i) {
            system.locks.push_back(
                {std::to_string(i) + pick({"", " space", "/slash", "\"quote"}), static_cast<LockKind>(below(4))});
        }
        if (chance(3)) system.locks.push_back({"cpus", LockKind::cpu_hotplug});
        if (chance(3)) system.kernel.hotplug = static_cast<HotplugPolicy>(below(3));
        const bool priorities = chance(2);
        const bool finite = chance(3);
        for (std::size_t i = 0, n = 1 + below(5); i < n; ++i) {
            Task task;
            task.name = "T" + std::to_string(i) + pick({"", " space", "/slash"});
            if (priorities) task.priority = 1 + static_cast<int>(below(99));
            task.releases = releases(finite);
            task.deadline = duration();
            if (chance(3)) task.policy = Policy::rr;
            if (chance(2)) task.affinity = mask(system.platform.cpus);
            if (chance(2))
                task.home_cpu = task.affinity
                                    ? task.affinity->first()
                                    : static_cast<CpuId>(below(static_cast<std::size_t>(system.platform.cpus)));
            held_.clear();
            task.body = body(0, false, system);
            system.tasks.push_back(std::move(task));
        }
        if (chance(3)) {
            const auto last = static_cast<CpuId>(system.platform.cpus - 1);
            const auto task = static_cast<std::uint32_t>(below(system.tasks.size()));
            system.events.push_back({{5}, EventKind::set_affinity, kNoCpu, task, mask(system.platform.cpus)});
            if (last > 0) system.events.push_back({{9000}, EventKind::online, last, 0, {}});
            if (last > 0) system.events.push_back({{7}, EventKind::offline, last, 0, {}});
        }
        if (finite && chance(2)) {
            system.horizon = UntilDrained{};
        } else if (!finite || chance(2)) {
            system.horizon = duration();
        }
        system.seed = (std::uint64_t{random_()} << 32) | random_();
        return system;
    }

private:
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
    bool chance(std::size_t n) { return below(n) == 0; }
    std::string pick(std::initializer_list<const char*> texts) { return *(texts.begin() + below(texts.size())); }

    // Of all magnitudes, whole and broken in every unit.
    Duration duration() {
        std::int64_t ns = 1 + static_cast<std::int64_t>(below(5000));
        for (std::size_t i = below(4); i > 0; --i) ns *= 1000;
        return {ns + (chance(3) ? 1 : 0)};
    }

    VariableDuration variable() {
        const Duration max = duration();
        if (chance(2)) return {max, max, static_cast<Distribution>(below(3))};
        return {{1 + max.ns / 2}, max, static_cast<Distribution>(below(3))};
    }

    LinuxOptions linux_options(int cpus) {
        LinuxOptions out;
        out.preempt_rt = chance(2);
        if (chance(2)) out.rt_push_ipi = chance(2);
        for (const LinuxChange& change : kLinuxChanges) out.*change.in_force = chance(2);
        for (const LinuxLatency& latency : kLinuxLatencies) {
            if (chance(2)) out.*latency.length = duration();
        }
        if (chance(2)) {
            const Duration period = duration();
            out.edge_source = EdgeSource{period, {static_cast<std::int64_t>(below(2)) * (period.ns - 1)}};
        }
        if (chance(2)) out.rr_slice = duration();
        if (chance(2)) {
            const Duration period = duration();
            out.rt_throttling = RtThrottling{{1 + static_cast<std::int64_t>(below(2)) * (period.ns - 1)}, period};
        }
        if (!out.edge_source && chance(2)) {
            for (std::size_t i = below(4); i > 0; --i) {
                out.edges.push_back({{static_cast<std::int64_t>(below(3) * 777)},
                                     static_cast<CpuId>(below(static_cast<std::size_t>(cpus)))});
            }
        }
        const bool alike = chance(2);
        if (chance(3)) return out;
        const auto any_cpu = [&] { return static_cast<int>(below(static_cast<std::size_t>(cpus))); };
        out.round_robin_state.assign(static_cast<std::size_t>(cpus), any_cpu());
        if (alike) return out;
        for (int& cpu : out.round_robin_state) cpu = any_cpu();
        return out;
    }

    Releases releases(bool finite) {
        const Duration offset = chance(2) ? Duration{} : duration();
        const Duration jitter = chance(2) ? Duration{} : duration();
        if (finite || chance(4)) {
            ExplicitReleases out{{}, offset, jitter};
            std::int64_t at = 0;
            for (std::size_t i = 1 + below(6); i > 0; --i)
                out.instants.push_back({at += static_cast<std::int64_t>(below(3) * 777)});
            return out;
        }
        if (chance(2)) return Periodic{duration(), offset, jitter};
        return Sporadic{variable(), offset, jitter};
    }

    CpuSet mask(int cpus) {
        CpuSet set(cpus);
        for (CpuId cpu = 0; cpu < cpus; ++cpu) {
            if (chance(2)) set.insert(cpu);
        }
        if (set.empty()) set.insert(0);
        return set;
    }

    Body body(int depth, bool non_preemptible, const System& system) {
        const bool preempt_rt = system.kernel.linux.preempt_rt;
        Body out;
        out.push_back({OperationKind::run, variable(), {}});
        for (std::size_t i = below(4); i > 0; --i) {
            const auto kind = static_cast<OperationKind>(below(8));
            if (kind == OperationKind::suspend && non_preemptible) continue;
            if (kind == OperationKind::lock) {
                if (depth < 5 && !system.locks.empty()) add_lock(out, depth, non_preemptible, system);
            } else if (is_bracket(kind)) {
                if (depth == 5) continue;
                const bool np = kind == OperationKind::preempt_disable || kind == OperationKind::irq_disable ||
                                (kind == OperationKind::rcu_read && !preempt_rt);
                out.push_back({kind, {}, body(depth + 1, non_preemptible || np, system)});
            } else if (kind == OperationKind::suspend) {
                const Duration time = duration();
                out.push_back({kind, {time, time, Distribution::constant}, {}});
            } else {
                out.push_back({kind, variable(), {}});
            }
        }
        return out;
    }

    void add_lock(Body& out, int depth, bool non_preemptible, const System& system) {
        const auto lock = static_cast<std::uint32_t>(below(system.locks.size()));
        const bool blocks = may_block(system.locks[lock].kind, system.kernel.linux.preempt_rt);
        if ((blocks && non_preemptible) || !held_.insert(lock).second) return;
        out.push_back({OperationKind::lock, {}, body(depth + 1, non_preemptible || !blocks, system), lock});
        held_.erase(lock);
    }

    std::set<std::uint32_t> held_;
    std::mt19937 random_;
};

}  // namespace

TEST_CASE("what is saved loads to an equal system") {
    RandomSystem random(1);
    for (int i = 0; i < 2000; ++i) {
        const System system = random.make();
        const std::string text = save_system(system);
        const auto again = parse_system(text, "f");
        CAPTURE(text);
        if (!again) FAIL(to_text(again.error()));
        CHECK(equal(system, *again));
        CHECK(save_system(*again) == text);
    }
}

TEST_CASE("a saved file is laid out for people") {
    const std::string text = R"({
  "pinstack": 1,
  "name": "layout",
  "description": "what a saved file looks like",
  "time_unit": "us",
  "platform": {"cpus": 2, "costs": "none"},
  "kernel": {"order": "fp", "sections": "migrate_disable", "balancer": "shift", "hybrid_below": "1.5us"},
  "locks": {"L": "spinlock", "M": "mutex"},
  "tasks": [
    {"name": "A", "priority": 10, "period": 100000, "deadline": 9, "home_cpu": 0, "affinity": [0, 1], "wcet": 5},
    {
      "name": "B",
      "priority": 20,
      "releases": [2, 102, "1.001us"],
      "deadline": 9,
      "offset": 1,
      "body": [{"run": {"min": 1, "max": 2}}, {"lock": {"name": "M", "body": [{"run": 4}, {"suspend": 3}]}}]
    }
  ],
  "horizon": {"hyperperiods": 3},
  "seed": 1
}
)";
    // Instants do not decrease: put the broken one first.
    std::string ordered = text;
    ordered.replace(ordered.find("[2, 102, \"1.001us\"]"), 19, "[\"1.001us\", 2, 102]");
    const auto system = parse_system(ordered, "f");
    if (!system) FAIL(to_text(system.error()));
    CHECK(save_system(*system) == ordered);
}
