// SPDX-License-Identifier: Apache-2.0
//
// check_variant(): the same tasks under another variant; check_system(): a system that was built in code.
#include <string>

#include "model/system/load.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

System load(const std::string& tasks, const std::string& kernel = "{}") {
    const auto system = parse_system(
        "{\"pinstack\": 1, \"platform\": {\"cpus\": 2}, \"kernel\": " + kernel + ", \"tasks\": " + tasks + "}", "f");
    if (!system) FAIL(to_text(system.error()));
    return *system;
}

Variant variant(const std::string& text) {
    const auto parsed = parse_variant(text, Variant{});
    REQUIRE(parsed);
    return *parsed;
}

}  // namespace

TEST_CASE("a suspension in a neutral section is impossible under preempt_disable only") {
    const System system = load(R"([ {"name": "A", "period": 9, "wcet": 1},
        {"name": "B", "period": 9, "body": [ {"run": 1}, {"section": [ {"run": 1}, {"migrate_disable": [ {"suspend": 2} ]} ]} ]} ])");
    CHECK(check_variant(system, variant("migrate_disable/shift")).empty());
    CHECK(check_variant(system, variant("none/shift")).empty());
    const Problems problems = check_variant(system, variant("preempt_disable/shift"));
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].where.pointer == "/tasks/1/body/1/section/1/migrate_disable/0/suspend");
    CHECK(problems[0].found == "a suspension inside `section`, which preempt_disable protects");
}

TEST_CASE("a section that suspends stays migrate-disabled under hybrid_below") {
    const System system =
        load(R"([ {"name": "B", "period": 9, "body": [ {"run": 1}, {"section": [ {"run": 1}, {"suspend": 2} ]} ]} ])");
    Variant hybrid = variant("migrate_disable/shift");
    hybrid.hybrid_below = Duration{100};
    CHECK(check_variant(system, hybrid).empty());
}

TEST_CASE("partitioned needs a home CPU on every task") {
    const System system =
        load(R"([ {"name": "A", "period": 9, "wcet": 1, "home_cpu": 1}, {"name": "B", "period": 9, "wcet": 1} ])");
    CHECK(check_variant(system, variant("none/shift")).empty());
    const Problems problems = check_variant(system, variant("none/partitioned"));
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].where.pointer == "/tasks/1");
    CHECK(problems[0].found == "no `home_cpu` on 1 of 2 tasks");
}

TEST_CASE("priorities on some tasks only are impossible under fp") {
    const System system =
        load(R"([ {"name": "A", "period": 9, "wcet": 1, "priority": 3}, {"name": "B", "period": 9, "wcet": 1} ])",
             R"({"order": "edf"})");
    Variant fp = system.kernel;
    fp.order = Order::fp;
    const Problems problems = check_variant(system, fp);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].found == "no `priority` on 1 of 2 tasks");
}

TEST_CASE(
    "linux-rt-* need the order fp or linux, linux-dl edf or linux; and an order that cannot be read is not held "
    "against them") {
    const System system = load(R"([ {"name": "A", "period": 9, "wcet": 1} ])");
    Variant edf = variant("none/linux-rt-5.15");
    CHECK(check_variant(system, edf).empty());
    edf.order = Order::edf;
    const Problems problems = check_variant(system, edf);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].where.pointer == "/kernel/order");
    CHECK(problems[0].found == "the order edf");
    CHECK(problems[0].expected == "fp or linux, because the balancer is `linux-rt-5.15`");
    Variant dl = variant("none/linux-dl");
    CHECK(check_variant(system, dl).size() == 1);
    dl.order = Order::edf;
    CHECK(check_variant(system, dl).empty());

    const auto unreadable = parse_system(R"({"pinstack": 1, "platform": {"cpus": 2},
        "kernel": {"order": "fifo", "balancer": "linux-rt-5.15"}, "tasks": [ {"name": "A", "period": 9, "wcet": 1} ]})",
                                         "f");
    REQUIRE_FALSE(unreadable);
    CHECK(unreadable.error().size() == 1);
}

TEST_CASE("a balancer that does not exist is a problem of the variant") {
    const System system = load(R"([ {"name": "A", "period": 9, "wcet": 1} ])");
    for (const BalancerName& name :
         {BalancerName{"nonsense", {}}, BalancerName{"bounded-stack", {}}, BalancerName{"shift", 2}}) {
        Variant bad;
        bad.balancer = name;
        const Problems problems = check_variant(system, bad);
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].where.pointer == "/kernel/balancer");
    }
    Variant zero;
    zero.balancer = {"bounded-stack", 0};
    CHECK(check_variant(system, zero).size() == 1);
}

TEST_CASE("a system built in code is checked by the rules of the file") {
    System system = load(R"([ {"name": "A", "period": 9, "wcet": 1} ])");
    CHECK(check_system(system).empty());
    system.tasks.push_back(system.tasks[0]);
    system.tasks[1].home_cpu = 2;
    system.tasks[1].deadline = Duration{-1};
    system.tasks[0].body.clear();
    system.tasks[0].name = "A\xff";
    system.kernel.linux.round_robin_state = {1, 1, 1};
    system.kernel.linux.edge_source = EdgeSource{Duration{5}, Duration{5}};
    system.kernel.linux.stopper = Duration{-1};
    system.tasks[1].name = "";
    std::string text;
    for (const Problem& problem : check_system(system)) text += problem.where.pointer + ": " + problem.found + "\n";
    CHECK(text ==
          "/kernel/latencies/stopper: -1\n"
          "/kernel/edge_source/jitter: a `jitter` of 5ns, not below `period`\n"
          "/kernel/round_robin_state: a list with 3 CPUs\n"
          "/tasks/0/body: an empty array\n"
          "/tasks/1/name: an empty name\n"
          "/tasks/1/deadline: -1\n"
          "/tasks/1/home_cpu: 2\n");
    CHECK_FALSE(check_system(System{}).empty());
}
