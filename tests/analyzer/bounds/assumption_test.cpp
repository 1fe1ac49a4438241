// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/assumption.hpp"

#include "analyzer/bounds/registry.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

Task plain(std::string name, Body body = {run(2), section({run(1)})}) {
    return periodic(std::move(name), {}, {{20}, {0}, {0}}, 20, 0, std::move(body));
}

/// Two tasks with sections on two CPUs, which every assumption but those on sections fits.
System sample(Protection sections = Protection::none, std::string balancer = "shift") {
    System system = system_of("s", 2, {plain("A"), plain("B")});
    system.kernel = variant(sections, std::move(balancer));
    return system;
}

std::string broken(const System& system, Assumptions assumptions) {
    return why_not(facts_of(system, make_task_set(system)), assumptions);
}

}  // namespace

TEST_CASE("each feature breaks its assumption and names the first task that has it") {
    using enum Assumption;
    const System fine = sample();
    CHECK(broken(fine, global | no_masks | recurrent | no_jitter | no_suspension | no_locks | no_costs | preemptive |
                           pins_cost_nothing | constrained_deadlines | implicit_deadlines | rate_monotonic |
                           no_explicit_np | no_explicit_md | no_rcu | own_variant | no_pins | no_protected_stacks |
                           no_latencies | no_throttling) == "");
    const auto with = [&](Assumption assumption, auto change) {
        System system = sample();
        change(system.tasks[1]);
        CHECK(broken(fine, assumption) == "");
        return broken(system, assumption);
    };
    CHECK(with(no_suspension, [](Task& t) { t.body.push_back(suspend(1)); }) == "`B` suspends itself");
    CHECK(with(no_jitter, [](Task& t) { std::get<Periodic>(t.releases).jitter = {1}; }) == "`B` has release jitter");
    CHECK(with(recurrent, [](Task& t) {
              t.releases = ExplicitReleases{{{0}}, {}, {}};
          }) == "`B` has explicit releases, no period");
    CHECK(with(no_masks, [](Task& t) { t.affinity = cpu_set(2, {0}); }) == "`B` may not use every CPU");
    CHECK(with(no_masks, [](Task& t) { t.affinity = CpuSet::all(2); }) == "");
    CHECK(with(constrained_deadlines, [](Task& t) { t.deadline = {21}; }) == "`B` has a deadline beyond its period");
    CHECK(with(implicit_deadlines, [](Task& t) { t.deadline = {19}; }) == "`B` has a deadline that is not its period");
    CHECK(with(no_explicit_np, [](Task& t) { t.body = {section({irq_off({run(1)})})}; }) ==
          "`B` has an explicit preempt_disable or irq_disable");
    CHECK(with(no_explicit_md, [](Task& t) { t.body = {md({run(1)})}; }) == "`B` has an explicit migrate_disable");
    CHECK(with(no_rcu, [](Task& t) { t.body = {rcu_read({run(1)})}; }) == "`B` has an explicit rcu_read");
    CHECK(with(preemptive, [](Task& t) { t.body = {np({run(1)})}; }) == "`B` has a non-preemptive section");
    CHECK(with(no_pins, [](Task& t) { t.body = {md({run(1)})}; }) == "`B` can be pinned by migrate_disable");
    System locking = sample();
    locking.locks = locks({LockKind::mutex});
    locking.tasks[0].body = {lock(0, {run(1)})};
    CHECK(broken(locking, no_locks) == "`A` takes a lock");
    System costly = sample();
    costly.platform.costs.name = "x86-64";
    CHECK(broken(costly, no_costs) == "operations of the kernel take time");
}

TEST_CASE("all broken assumptions are told, and only those asked for") {
    using enum Assumption;
    System system = sample();
    system.tasks[0].body.push_back(suspend(1));
    system.tasks[1].deadline = {30};
    CHECK(broken(system, no_suspension | constrained_deadlines | no_jitter) ==
          "`A` suspends itself; `B` has a deadline beyond its period");
    CHECK(broken(system, no_jitter) == "");
}

TEST_CASE("deadline-monotonic: no task with a longer deadline is more urgent; one with an equal deadline may be") {
    using enum Assumption;
    System system = sample();
    for (std::size_t i = 0; i < 2; ++i) system.tasks[i].priority = 2 - static_cast<int>(i);
    CHECK(broken(system, deadline_monotonic) == "");
    system.tasks[0].deadline = {19};
    CHECK(broken(system, deadline_monotonic) == "");
    system.tasks[1].deadline = {18};
    CHECK(broken(system, deadline_monotonic) == "`B` is less urgent than a task with a longer deadline");
    system.kernel.order = Order::edf;
    CHECK(broken(system, deadline_monotonic) == "");
}

TEST_CASE("rate-monotonic: no task with a longer period is more urgent, and under Linux none is as urgent") {
    using enum Assumption;
    System system = sample();
    std::get<Periodic>(system.tasks[0].releases).period = {10};
    system.tasks[0].priority = 2, system.tasks[1].priority = 1;
    CHECK(broken(system, rate_monotonic) == "");
    system.tasks[1].priority = 3;
    CHECK(broken(system, rate_monotonic) == "`A` is less urgent than a task with a longer period");
    system.tasks[1].priority = 2;
    CHECK(broken(system, rate_monotonic) == "");
    system.kernel = variant(Protection::none, "linux-rt-5.15");
    CHECK(broken(system, rate_monotonic) == "`B` is less urgent than a task with a longer period");
}

TEST_CASE("pins cost nothing without MD, by Theorem 1, on one CPU, and where jobs stay at home") {
    using enum Assumption;
    const auto reason = [](Protection sections, const char* balancer, int cpus = 2) {
        System system = sample(sections, balancer);
        system.platform.cpus = cpus;
        return broken(system, Assumptions(pins_cost_nothing));
    };
    CHECK(reason(Protection::none, "wake-previous") == "");
    CHECK(reason(Protection::preempt_disable, "wake-previous") == "");
    CHECK(reason(Protection::migrate_disable, "swap-on-entry") == "");
    CHECK(reason(Protection::migrate_disable, "partitioned") == "");
    CHECK(reason(Protection::migrate_disable, "shift", 1) == "");
    CHECK(reason(Protection::migrate_disable, "shift") == "`A` can be pinned by migrate_disable");
    System many = sample(Protection::migrate_disable, "swap-on-entry");
    many.tasks.push_back(plain("C"));
    CHECK(broken(many, Assumptions(pins_cost_nothing)) ==
          "3 tasks use migrate_disable on 2 CPUs: more than Theorem 1 covers");
    many.kernel.hybrid_below = Duration{1};  // short sections are not MD any more
    CHECK(broken(many, Assumptions(pins_cost_nothing)) == "");
    CHECK(broken(many, Assumptions(preemptive)) == "`A` has a non-preemptive section");
}

TEST_CASE("what balancers permit") {
    using enum Assumption;
    const auto reason = [](Assumption assumption, const char* balancer, int cpus = 2) {
        System system = sample(Protection::none, balancer);
        system.platform.cpus = cpus;
        return broken(system, assumption);
    };
    CHECK(reason(global, "idle-first") == "");
    CHECK(reason(global, "bounded-stack:1") == "");
    CHECK(reason(global, "partitioned") == "jobs stay on their home CPUs");
    CHECK(reason(global, "partitioned", 1) == "");
    CHECK(reason(global, "linux-rt-5.15") == "Linux's balancing is not always work-conserving");
    CHECK(reason(one_cpu, "shift") == "there are 2 CPUs, and jobs do not stay on their home CPUs");
    CHECK(reason(one_cpu, "shift", 1) == "");
    CHECK(reason(one_cpu, "partitioned") == "");
    System slow = sample(Protection::none, "linux-rt-5.15");
    slow.kernel.linux.resched = Duration{1};
    CHECK(broken(slow, no_latencies) == "the latencies are not 0");
    slow.kernel.balancer.name = "shift";
    CHECK(broken(slow, no_latencies) == "");
    System throttled = sample(Protection::none, "linux-rt-5.15");
    throttled.kernel.linux.rt_throttling = {Duration{9}, Duration{10}};
    CHECK(broken(throttled, no_throttling) == "CPUs can be throttled");
    throttled.kernel.balancer.name = "shift";
    CHECK(broken(throttled, no_throttling) == "");
}

TEST_CASE("bounded-stack:K is in the way of tests for one CPU once K + 1 tasks can be pinned") {
    using enum Assumption;
    const auto reason = [](const char* balancer, int sections, Assumption assumption) {
        System system = system_of("", 1, {});
        for (int i = 0; i < 3; ++i) {
            Body body = i < sections ? Body{section({run(1)})} : Body{run(1)};
            system.tasks.push_back(periodic(numbered("T", i), 9 - i, {{10}, {}, {}}, 10, 0, std::move(body)));
        }
        system.kernel = variant(Protection::migrate_disable, balancer);
        return broken(system, assumption);
    };
    CHECK(reason("bounded-stack:1", 1, no_protected_stacks) == "");
    CHECK(reason("bounded-stack:1", 2, no_protected_stacks) == "bounded-stack keeps jobs waiting for a pinned one");
    CHECK(reason("bounded-stack:1", 2, pins_cost_nothing) != "");
    CHECK(reason("bounded-stack:2", 2, no_protected_stacks) == "");
    CHECK(reason("idle-first", 3, no_protected_stacks) == "");
    CHECK(reason("idle-first", 3, pins_cost_nothing) == "");
}

TEST_CASE("a variant that the system cannot run under is told in the words of compare") {
    System system = sample(Protection::preempt_disable, "partitioned");
    system.tasks[1].home_cpu.reset();
    system.tasks[0].body = {section({run(1), suspend(1), run(1)})};
    const std::string reason = broken(system, Assumption::own_variant);
    CHECK_THAT(reason, Catch::Contains("no `home_cpu` on 1 of 2 tasks"));
    CHECK_THAT(reason, Catch::Contains("/tasks/0/body/0/section/1"));
}
