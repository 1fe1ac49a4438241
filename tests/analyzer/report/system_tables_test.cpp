// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/system_tables.hpp"

#include "analyzer/report/body_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Catch::Contains;

TEST_CASE("a body on a line") {
    System with_locks;
    with_locks.locks = {{"L", {}}, {"M", {}}};
    CHECK(body_text({run(1'000'000), section({run(uniform(500'000, 2'000'000)), suspend(1'000'000)})}, {}, 100) ==
          "run 1ms, section[run 500us..2ms uniform, suspend 1ms]");
    CHECK(body_text({np({run(1)}), md({irq_off({run(2)})})}, {}, 100) ==
          "preempt_disable[run 1ns], migrate_disable[irq_disable[run 2ns]]");
    CHECK(body_text({lock(1, {rcu_read({run(1)}), lock(0, {run(2)})})}, with_locks, 100) ==
          "lock M[rcu_read[run 1ns], lock L[run 2ns]]");
    const std::string cut = body_text(Body(100'000, run(1)), {}, 30);
    CHECK(cut.size() < 50);
    CHECK(cut.ends_with("..."));
}

TEST_CASE("parameters: what no task has takes no column") {
    System system = system_of("s", 8,
                              {periodic("A", 9, {{10}, {0}, {0}}, 8, 0, {run(2)}),
                               periodic("B", 3, {{20}, {5}, {0}}, 20, std::nullopt, {run(1), section({run(4)})})});
    system.tasks[1].affinity = cpu_set(8, {0, 1, 2, 5, 7});
    const std::string table = parameter_table(system, Order::fp, {0, 1}).text(Style{});
    CHECK_THAT(table, Contains("priority") && Contains("every 20ns") && Contains("0-2,5,7") && Contains("0.2500"));
    CHECK_THAT(table, Contains("offset") && !Contains("jitter") && !Contains("rank"));
}

TEST_CASE("without priorities the rank by deadline, equal ones alike; under EDF none") {
    const System system = system_of("s", 1,
                                    {periodic("A", std::nullopt, {{50}, {0}, {0}}, 50, 0, {run(2)}),
                                     periodic("B", std::nullopt, {{10}, {0}, {0}}, 10, 0, {run(2)}),
                                     periodic("C", std::nullopt, {{50}, {0}, {0}}, 50, 0, {run(2)})});
    const std::string table = parameter_table(system, Order::fp, {0, 1, 2}).markdown();
    CHECK_THAT(table, Contains("| A | 2 |") && Contains("| B | 1 |") && Contains("| C | 2 |"));
    CHECK_THAT(parameter_table(system, Order::edf, {0}).markdown(), !Contains("rank"));
}

TEST_CASE("locks and PREEMPT_RT are shown where there are any") {
    System system = lock_order();
    CHECK_THAT(platform_table(system).markdown(),
               Contains("| locks | A: mutex, B: mutex |") && Contains("RT | no |"));
    system.kernel.linux.preempt_rt = true;
    CHECK_THAT(platform_table(system).markdown(), Contains("RT | yes |"));
    CHECK_THAT(platform_table(family_f7()).markdown(), !Contains("locks") && !Contains("RT |"));
    for (int i = 0; i < 30; ++i) system.locks.push_back({numbered("L", i), LockKind::spinlock});
    CHECK_THAT(platform_table(system).markdown(), Contains("L17: spinlock and 12 more"));
}

TEST_CASE("utilization of the worst case, and whose it is") {
    System system = system_of("s", 2, {periodic("A", 9, {{10}, {0}, {0}}, 8, 0, {run(uniform(1, 5)), suspend(4)})});
    CHECK_THAT(utilization_text(system), Contains("Total utilization 0.5000 on 2 CPUs (25.00 % of the capacity)."));
    system.tasks.push_back(task("B", 3, {0, 7}, 9, 0, {run(3)}));
    CHECK_THAT(utilization_text(system), Contains(", without 1 task whose releases are given one by one"));
    system.tasks.erase(system.tasks.begin());
    CHECK_THAT(utilization_text(system), Contains("No utilization"));
}
