// SPDX-License-Identifier: Apache-2.0
//
// CPUs that go offline and online, rule by rule (docs/hotplug.md), and what holds under Linux's own balancers too.
#include <algorithm>
#include <map>

#include "tests/model/engine/comparison.hpp"
#include "tests/support/catch.hpp"

namespace pinstack::test {
namespace {

constexpr const char* kLinux[] = {"linux-rt-nopush", "linux-rt-5.11", "linux-rt-5.15", "linux-rt-chained"};

SystemEvent offline(std::int64_t at, CpuId cpu) { return {{at}, EventKind::offline, cpu, 0, {}}; }
SystemEvent online(std::int64_t at, CpuId cpu) { return {{at}, EventKind::online, cpu, 0, {}}; }
SystemEvent affinity(std::int64_t at, std::uint32_t task, CpuSet cpus) {
    return {{at}, EventKind::set_affinity, kNoCpu, task, cpus};
}

RunResult simulated(const System& system, const std::string& balancer, HotplugPolicy policy = HotplugPolicy::wait) {
    Variant it = variant(Protection::migrate_disable, balancer);
    it.hotplug = policy;
    return Simulation::create(system, it).value().run();
}

/// A sleeps from 2 to 12 inside its section on CPU 1.
System sleeper(std::vector<SystemEvent> events) {
    System system = system_of("sleeper", 2,
                              {task("A", 20, {0}, 50, 1, {run(1), md({run(1), suspend(10), run(2)}), run(3)}),
                               task("B", 10, {0}, 50, 0, {run(20)})});
    system.events = std::move(events);
    system.horizon = Duration{40};
    return system;
}

std::vector<std::string> all_balancers() {
    std::vector<std::string> names;
    for (const char* name : kBalancers) {
        if (std::string(name) != "partitioned") names.emplace_back(name);
    }
    names.insert(names.end(), std::begin(kLinux), std::end(kLinux));
    return names;
}

/// Where and when jobs are pinned, and where they are on a CPU.
class Watcher : public Observer {
public:
    void job_interval(const JobInterval& it) override { intervals.push_back(it); }
    std::vector<JobInterval> intervals;
};

}  // namespace

TEST_CASE("an offline waits for a task that sleeps in its section, and is told who it was") {
    for (const std::string& balancer : all_balancers()) {
        CAPTURE(balancer);
        const RunResult result = simulated(sleeper({offline(5, 1), online(30, 1)}), balancer);
        REQUIRE(result.hotplug);
        const HotplugOperation& it = result.hotplug->operations.at(0);
        // The section ends at 14. Under Linux A goes on there until schedule() is called, which is when it is done.
        const bool is_linux = balancer.starts_with("linux");
        CHECK(it.began == Instant{5});
        CHECK(it.completed == Instant{is_linux ? 17 : 14});
        REQUIRE(it.holders.size() == 1);
        CHECK(it.holders[0] == HotplugSpan{0, {5}, it.completed});
        CHECK(result.hotplug->operations.at(1).completed == Instant{30});
        // From the end of the offline to 30 there is one CPU.
        CHECK(result.capacity.total == 2 * 40 - (30 - it.completed->ns));
        CHECK(result.findings.total == 0);
    }
}

TEST_CASE("busy refuses, ignore does nothing") {
    const System system = sleeper({offline(5, 1), online(30, 1)});
    const RunResult busy = simulated(system, "shift", HotplugPolicy::busy);
    REQUIRE(busy.hotplug);
    CHECK(busy.hotplug->operations.at(0).refused);
    CHECK(busy.hotplug->operations.at(0).completed == Instant{5});
    CHECK(busy.hotplug->operations.at(1).refused);
    CHECK(busy.capacity.total == 80);
    const RunResult ignored = simulated(system, "shift", HotplugPolicy::ignore);
    CHECK(!ignored.hotplug);
    CHECK(ignored.capacity == busy.capacity);
}

TEST_CASE("a task that sleeps beyond the end holds up the operation, and the next one") {
    for (const std::string& balancer : all_balancers()) {
        CAPTURE(balancer);
        System system = sleeper({offline(5, 1), online(6, 1)});
        system.horizon = Duration{10};
        const RunResult result = simulated(system, balancer);
        CHECK(!result.hotplug->operations.at(0).completed);
        CHECK(!result.hotplug->operations.at(1).began);
        REQUIRE(result.findings.total == 1);
        const Finding& finding = result.findings.kept[0];
        CHECK(finding.kind == Finding::Kind::hotplug_blocked);
        CHECK(finding.cpu == 1);
        CHECK(finding.from == Instant{5});
        CHECK(finding.tasks == std::vector<std::uint32_t>{0});
    }
}

TEST_CASE("readers of the lock wait for the operation, and it for those inside") {
    for (const std::string& balancer : all_balancers()) {
        CAPTURE(balancer);
        System system = sleeper({offline(5, 1)});
        system.platform.cpus = 3;
        system.locks = locks({LockKind::cpu_hotplug});
        // Inside from 4 to 7; asks at 8; asks at 20.
        system.tasks.push_back(task("R", 30, {4}, 50, 2, {lock(0, {run(3)})}));
        system.tasks.push_back(task("S", 40, {8}, 50, 2, {lock(0, {run(1)})}));
        system.tasks.push_back(task("T", 50, {20}, 50, 2, {lock(0, {run(1)})}));
        const RunResult result = simulated(system, balancer);
        const HotplugOperation& it = result.hotplug->operations.at(0);
        const Instant end{balancer.starts_with("linux") ? 17 : 14};
        CHECK(it.began == Instant{7});
        CHECK(it.completed == end);
        REQUIRE(it.holders.size() == 2);
        CHECK(it.holders[0] == HotplugSpan{2, {5}, Instant{7}});
        CHECK(it.holders[1] == HotplugSpan{0, {7}, end});
        REQUIRE(it.readers.size() == 1);
        CHECK(it.readers[0] == HotplugSpan{3, {8}, end});
        CHECK(result.tasks[3].response.max() == end - Instant{8} + Duration{1});
        CHECK(result.tasks[3].response_split[static_cast<std::size_t>(JobState::lock_wait)] == (end - Instant{8}).ns);
        CHECK(result.tasks[4].response.max() == Duration{1});
    }
}

TEST_CASE("an affinity that is set holds at once, on a pinned task when its section ends") {
    for (const std::string& balancer : all_balancers()) {
        CAPTURE(balancer);
        System system = system_of("affinities", 2, {task("A", 20, {0}, 50, 1, {md({run(6)}), run(2)})});
        system.horizon = Duration{20};
        system.events = {affinity(2, 0, cpu_set(2, {0})), affinity(7, 0, cpu_set(2, {1}))};
        const RunResult result = simulated(system, balancer);
        const std::vector<AffinityCall>& calls = result.hotplug->calls;
        CHECK(calls.at(0).completed == Instant{6});
        CHECK(calls.at(1).completed == Instant{7});
        CHECK(result.tasks[0].migrations == 2);
        CHECK(result.tasks[0].response.max() == Duration{8});
        // The last mask wins, for both callers.
        system.events = {affinity(2, 0, cpu_set(2, {0})), affinity(4, 0, cpu_set(2, {1}))};
        const RunResult early = simulated(system, balancer);
        CHECK(early.hotplug->calls.at(0).completed == Instant{4});
        CHECK(early.hotplug->calls.at(1).completed == Instant{4});
        CHECK(early.tasks[0].migrations == 0);
    }
}

TEST_CASE("an affinity without an active CPU is broken, or refused") {
    for (const std::string& balancer : all_balancers()) {
        CAPTURE(balancer);
        System system =
            system_of("broken", 2, {task("A", 20, {4}, 50, 1, {run(2)}), task("B", 10, {0}, 9, 0, {run(1)})});
        system.tasks[0].affinity = cpu_set(2, {1});
        system.horizon = Duration{20};
        system.events = {offline(2, 1), affinity(3, 1, cpu_set(2, {1})), online(10, 1)};
        const RunResult result = simulated(system, balancer);
        CHECK(result.hotplug->operations.at(0).completed == Instant{2});
        CHECK(result.hotplug->calls.at(0).refused);
        REQUIRE(result.findings.total == 1);
        CHECK(result.findings.kept[0].kind == Finding::Kind::affinity_broken);
        CHECK(result.findings.kept[0].task == 0);
        CHECK(result.findings.kept[0].from == Instant{4});
        CHECK(result.tasks[0].response.max() == Duration{2});
        CHECK(result.capacity.total == 2 * 20 - 8);
    }
}

// Closed formula: an offline is done at the latest end of the sections of those that were pinned to the CPU when it
// began (idealised balancers; nothing non-preemptible, no costs, no locks).
TEST_CASE("random systems: an offline is done when the last section that was open has ended") {
    std::uint64_t offlines = 0;
    for (const char* balancer : kBalancers) {
        for (std::uint64_t seed = 0; seed < rounds(150); ++seed) {
            RandomSystemOptions kinds;
            kinds.events = true;
            kinds.non_preemptible = false;
            kinds.always_home = true;
            const System system = random_system(seed, kinds);
            const Variant it = variant(Protection::migrate_disable, balancer);
            if (refused(system, it)) continue;
            Watcher watcher;
            const RunResult result = Simulation::create(system, it).value().run(&watcher);
            INFO("seed " << seed << " under " << balancer << ": " << describe(system, it, {}));
            for (const HotplugOperation& each : result.hotplug->operations) {
                if (each.kind != EventKind::offline || !each.began || !each.completed) continue;
                Instant end = *each.began;
                std::map<std::pair<std::uint32_t, std::uint64_t>, Instant> until;  // of each job: pinned without a gap
                std::sort(watcher.intervals.begin(), watcher.intervals.end(),
                          [](const JobInterval& a, const JobInterval& b) { return a.from < b.from; });
                for (const JobInterval& interval : watcher.intervals) {
                    if (!interval.protections.migrate_disabled || interval.cpu != each.cpu) continue;
                    Instant& job_until = until[{interval.job.task, interval.job.number}];
                    const bool was_open = interval.from <= *each.began && interval.to > *each.began;
                    if (was_open || (job_until > *each.began && interval.from == job_until)) job_until = interval.to;
                    end = std::max(end, job_until);
                }
                ++offlines;
                CHECK(each.completed == end);
            }
        }
    }
    CHECK(offlines > 300);
}

TEST_CASE("random systems under Linux: nobody is on an offline CPU, and who is pinned stays", "[linux]") {
    std::uint64_t offlines = 0;
    for (const char* balancer : kLinux) {
        for (std::uint64_t seed = 0; seed < rounds(250); ++seed) {
            for (const bool costs : {false, true}) {
                RandomSystemOptions kinds;
                kinds.events = true;
                kinds.locks = seed % 2 == 0;
                kinds.costs = costs;
                kinds.preempt_rt = seed % 4 == 0;
                Variant it = variant(Protection::migrate_disable, balancer);
                it.linux.preempt_rt = kinds.preempt_rt;
                it.linux.swap_on_entry = seed % 5 == 0;
                if (seed % 3 == 0) it.linux.stopper = it.linux.resched = Duration{1};
                const System system = random_system(seed, kinds);
                if (refused(system, it)) continue;
                Watcher watcher;
                const auto simulation = Simulation::create(system, it).value();
                const RunResult result = simulation.run(&watcher);
                INFO("seed " << seed << ": " << describe(system, it, {}));
                const auto again = difference(result, simulation.run());
                if (again) FAIL(*again);
                for (std::size_t i = 0; i < result.hotplug->operations.size(); ++i) {
                    const HotplugOperation& each = result.hotplug->operations[i];
                    if (each.kind != EventKind::offline || !each.completed) continue;
                    ++offlines;
                    Instant end = Instant{} + result.span;
                    for (const HotplugOperation& next : result.hotplug->operations) {
                        const bool is_next = next.kind == EventKind::online && next.cpu == each.cpu && next.completed &&
                                             *next.completed >= *each.completed;
                        if (is_next) end = std::min(end, *next.completed);
                    }
                    for (const JobInterval& interval : watcher.intervals) {
                        const bool is_there =
                            interval.cpu == each.cpu && (interval.has_cpu || interval.protections.migrate_disabled);
                        if (is_there) CHECK((interval.to <= *each.completed || interval.from >= end));
                    }
                    for (const HotplugSpan& holder : each.holders) CHECK((holder.to && *holder.to <= *each.completed));
                }
            }
        }
    }
    CHECK(offlines > 500);
}

}  // namespace pinstack::test
