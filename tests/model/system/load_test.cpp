// SPDX-License-Identifier: Apache-2.0
#include "model/system/load.hpp"

#include <filesystem>
#include <string>
#include <variant>

#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

System load(const std::string& text) {
    const auto system = parse_system(text, "f");
    if (!system) FAIL(to_text(system.error()));
    return *system;
}

Task task(const std::string& fields) {
    return load(
               R"({"pinstack": 1, "time_unit": "us", "platform": {"cpus": 4}, "horizon": 100, "tasks": [ {"name": "A", )" +
               fields + "} ]}")
        .tasks[0];
}

}  // namespace

TEST_CASE("the smallest file has the documented defaults") {
    const System system =
        load(R"({"pinstack": 1, "platform": {"cpus": 4}, "tasks": [ {"name": "A", "period": 10, "wcet": 2} ]})");
    CHECK(system.name.empty());
    CHECK(system.time_unit == TimeUnit::ns);
    CHECK(system.platform.cpus == 4);
    CHECK_FALSE(system.platform.topology);
    CHECK(system.platform.costs.is_none());
    CHECK(system.kernel == Variant{});
    CHECK(system.kernel.order == Order::fp);
    CHECK(system.kernel.sections == Protection::migrate_disable);
    CHECK(to_text(system.kernel.balancer) == "wake-previous");
    CHECK_FALSE(system.horizon);
    CHECK(system.seed == 1);
    const Task& only = system.tasks.at(0);
    CHECK_FALSE(only.priority);
    CHECK_FALSE(only.home_cpu);
    CHECK_FALSE(only.affinity);
    CHECK(only.deadline == Duration{10});
    CHECK(std::get<Periodic>(only.releases).period == Duration{10});
    REQUIRE(only.body.size() == 1);
    CHECK(only.body[0].kind == OperationKind::run);
    CHECK(only.body[0].time.max == Duration{2});
    CHECK(only.body[0].time.min == Duration{2});
    CHECK(only.body[0].time.distribution == Distribution::constant);
}

TEST_CASE("bare integers have the file's unit, wherever `time_unit` stands") {
    const System system = load(
        R"({"pinstack": 1, "platform": {"cpus": 4}, "tasks": [ {"name": "A", "period": 10, "wcet": "2ns"} ], "time_unit": "ms"})");
    CHECK(system.time_unit == TimeUnit::ms);
    CHECK(system.tasks[0].deadline == milliseconds(10));
    CHECK(system.tasks[0].body[0].time.max == nanoseconds(2));
}

TEST_CASE("releases: periodic, sporadic, listed") {
    const Task periodic = task(R"("period": 10, "offset": 3, "jitter": "1.5us", "deadline": 4, "wcet": 1)");
    CHECK(std::get<Periodic>(periodic.releases).offset == microseconds(3));
    CHECK(std::get<Periodic>(periodic.releases).jitter == nanoseconds(1500));
    CHECK(periodic.deadline == microseconds(4));

    const Task exact = task(R"("min_interarrival": 10, "wcet": 1)");
    CHECK(std::get<Sporadic>(exact.releases).interarrival.distribution == Distribution::constant);
    CHECK(exact.deadline == microseconds(10));
    const Task varying = task(R"("min_interarrival": {"min": 10, "max": 30}, "wcet": 1)");
    CHECK(std::get<Sporadic>(varying.releases).interarrival.min == microseconds(10));
    CHECK(std::get<Sporadic>(varying.releases).interarrival.max == microseconds(30));
    CHECK(std::get<Sporadic>(varying.releases).interarrival.distribution == Distribution::uniform);
    CHECK(varying.deadline == microseconds(10));

    const Task listed = task(R"("releases": [0, 5, 5, "1ms"], "offset": 2, "deadline": 7, "wcet": 1)");
    const auto& releases = std::get<ExplicitReleases>(listed.releases);
    CHECK(releases.instants.size() == 4);
    CHECK(releases.instants[3].ns == 1'000'000);
    CHECK(releases.offset == microseconds(2));
}

TEST_CASE("run times may vary") {
    const Task varying = task(R"("period": 50, "body": [ {"run": 1}, {"run": {"max": 5}}, {"run": {"max": 5, "min": 2}},
        {"run": {"max": 5, "min": 2, "distribution": "log-uniform"}}, {"run": {"max": 5, "distribution": "constant"}} ])");
    REQUIRE(varying.body.size() == 5);
    CHECK(varying.body[1].time.min == microseconds(5));
    CHECK(varying.body[1].time.distribution == Distribution::constant);
    CHECK(varying.body[2].time.min == microseconds(2));
    CHECK(varying.body[2].time.distribution == Distribution::uniform);
    CHECK(varying.body[3].time.distribution == Distribution::log_uniform);
    CHECK(varying.body[4].time.distribution == Distribution::constant);
    CHECK(worst_case_execution_time(varying.body) == microseconds(21));
}

TEST_CASE("brackets nest, to 64 and no deeper") {
    const Task nested = task(R"("period": 50, "body": [ {"run": 1}, {"section": [ {"run": 2},
        {"preempt_disable": [ {"irq_disable": [ {"run": 3} ]} ]}, {"migrate_disable": [ {"suspend": 4}, {"run": 5} ]} ]}, {"suspend": 6} ])");
    REQUIRE(nested.body.size() == 3);
    const Operation& section = nested.body[1];
    CHECK(section.kind == OperationKind::section);
    REQUIRE(section.body.size() == 3);
    CHECK(section.body[1].kind == OperationKind::preempt_disable);
    CHECK(section.body[1].body[0].kind == OperationKind::irq_disable);
    CHECK(section.body[2].kind == OperationKind::migrate_disable);
    CHECK(section.body[2].body[0].kind == OperationKind::suspend);
    CHECK(worst_case_execution_time(nested.body) == microseconds(11));

    std::string deep = R"({"run": 1})";
    for (int i = 0; i < kMaxNesting; ++i) deep = R"({"section": [)" + deep + "]}";
    CHECK(task(R"("period": 50, "body": [)" + deep + "]").body[0].kind == OperationKind::section);
}

TEST_CASE("affinity and home CPU") {
    const Task masked = task(R"("period": 10, "wcet": 1, "home_cpu": 3, "affinity": [3, 1])");
    CHECK(masked.home_cpu == 3);
    REQUIRE(masked.affinity);
    CHECK(masked.affinity->size() == 4);
    CHECK(masked.affinity->count() == 2);
    CHECK(masked.affinity->contains(1));
    CHECK(masked.affinity->contains(3));
}

TEST_CASE("horizons: duration, hyperperiods, drain") {
    const auto horizon = [](const std::string& text, const std::string& releases) {
        return load(R"({"pinstack": 1, "platform": {"cpus": 4}, "horizon": )" + text +
                    R"(, "tasks": [ {"name": "A", )" + releases + R"(, "wcet": 2} ]})")
            .horizon.value();
    };
    CHECK(std::get<Duration>(horizon("500", "\"period\": 10")) == Duration{500});
    CHECK(std::get<Duration>(horizon("\"200ms\"", "\"period\": 10")) == milliseconds(200));
    CHECK(std::get<Hyperperiods>(horizon("\"hyperperiod\"", "\"period\": 10")).count == 1);
    CHECK(std::get<Hyperperiods>(horizon("{\"hyperperiods\": 3}", "\"period\": 10")).count == 3);
    CHECK(std::holds_alternative<UntilDrained>(horizon("\"drain\"", "\"releases\": [1], \"deadline\": 3")));
}

TEST_CASE("the kernel of the file") {
    const System system = load(R"({"pinstack": 1, "platform": {"topology": "pack:1 core:2 pu:2", "costs": "none"},
        "kernel": {"order": "edf", "sections": "none", "balancer": "bounded-stack:3", "hybrid_below": "2us", "preempt_rt": false, "features": {}},
        "locks": {}, "events": [], "$schema": "x", "name": "n", "description": "d", "seed": 18446744073709551615,
        "tasks": [ {"name": "A", "period": 10, "wcet": 2, "priority": 7} ]})");
    CHECK(system.kernel.order == Order::edf);
    CHECK(system.kernel.sections == Protection::none);
    CHECK(to_text(system.kernel.balancer) == "bounded-stack:3");
    CHECK(system.kernel.hybrid_below == microseconds(2));
    CHECK(system.platform.cpus == 4);
    REQUIRE(system.platform.topology);
    CHECK(system.platform.topology->text == "pack:1 core:2 pu:2");
    CHECK(system.seed == 18446744073709551615u);
}

TEST_CASE("options of the Linux balancers") {
    const auto options = [](const std::string& kernel) {
        return load(R"({"pinstack": 1, "time_unit": "us", "platform": {"cpus": 3}, "kernel": {)" + kernel +
                    R"(}, "tasks": [ {"name": "A", "period": 10, "wcet": 2} ]})")
            .kernel.linux;
    };
    const LinuxOptions given = options(R"("balancer": "linux-rt-5.15", "preempt_rt": true,
        "features": {"RT_PUSH_IPI": false, "PUSH_TARGET_CHECK": true, "SKIP_MD_HEAD": true, "MD_IS_PINNED": false,
                     "SWAP_ON_ENTRY": true},
        "latencies": {"resched": 4, "ipi_hop": "700ns", "stopper": 0}, "edge_source": {"period": 1000, "jitter": "1.5us"},
        "round_robin_state": [2, 0, 1])");
    CHECK(given.preempt_rt);
    CHECK(given.rt_push_ipi == false);
    CHECK_FALSE(given.uses_push_ipi());
    CHECK(given.push_target_check);
    CHECK_FALSE(given.md_is_pinned);
    CHECK(given.skip_md_head);
    CHECK(given.swap_on_entry);
    CHECK(given.resched == microseconds(4));
    CHECK(given.ipi_hop == nanoseconds(700));
    CHECK(given.stopper == Duration{0});
    CHECK(given.edge_source == EdgeSource{milliseconds(1), nanoseconds(1500)});
    CHECK(given.round_robin_state == std::vector<int>{2, 0, 1});

    CHECK(options("") == LinuxOptions{});
    CHECK(options("").rr_slice == milliseconds(100));
    CHECK(options(R"("rr_slice": "2ms")").rr_slice == milliseconds(2));
    CHECK(options(R"("features": {}, "latencies": {}, "preempt_rt": false, "rt_throttling": false)") == LinuxOptions{});
    CHECK(options(R"("rt_throttling": {"runtime": "950ms", "period": "1s"})").rt_throttling ==
          RtThrottling{milliseconds(950), milliseconds(1000)});
    CHECK(options(R"("rt_throttling": {"period": 7, "runtime": 7})").rt_throttling ==
          RtThrottling{microseconds(7), microseconds(7)});
    // Whatever the balancer: the file may be run under others.
    CHECK(options(R"("balancer": "shift", "preempt_rt": true)").uses_push_ipi());
    CHECK(options(R"("edge_source": {"period": 5})").edge_source == EdgeSource{microseconds(5), Duration{0}});
    const LinuxOptions listed = options(R"("edge_source": [{"at": "3us", "cpu": 2}, {"cpu": 0, "at": 0}])");
    CHECK_FALSE(listed.edge_source);
    CHECK(listed.edges == std::vector<BackgroundEdge>{{{3000}, 2}, {{0}, 0}});
    CHECK(options(R"("edge_source": [])") == LinuxOptions{});
    CHECK(options(R"("round_robin_state": 2)").round_robin_state == std::vector<int>{2, 2, 2});
}

TEST_CASE("policies of tasks") {
    const System system = load(R"({"pinstack": 1, "platform": {"cpus": 1}, "tasks": [ {"name": "A", "period": 10, "wcet": 2},
        {"name": "B", "period": 10, "wcet": 2, "policy": "fifo"}, {"name": "C", "period": 10, "wcet": 2, "policy": "rr"} ]})");
    CHECK(system.tasks[0].policy == Policy::fifo);
    CHECK(system.tasks[1].policy == Policy::fifo);
    CHECK(system.tasks[2].policy == Policy::rr);

    const System mixed = load(R"({"pinstack": 1, "time_unit": "ms", "platform": {"cpus": 1},
        "kernel": {"order": "linux", "balancer": "linux-dl", "fair_slice": 4}, "tasks": [
        {"name": "A", "period": 10, "deadline": 8, "wcet": 2, "policy": "deadline", "runtime": 3},
        {"name": "B", "period": 10, "wcet": 2, "policy": "deadline"},
        {"name": "C", "period": 10, "wcet": 2, "policy": "other", "nice": -5},
        {"name": "D", "period": 10, "wcet": 2, "policy": "fifo", "priority": 1} ]})");
    CHECK(mixed.kernel.order == Order::linux);
    CHECK(mixed.kernel.linux.fair_slice == Duration{4'000'000});
    const Reservation reserved = reservation_of(mixed.tasks[0]);
    CHECK(reserved.runtime == Duration{3'000'000});
    CHECK(reserved.deadline == Duration{8'000'000});
    CHECK(reserved.period == Duration{10'000'000});
    CHECK(reservation_of(mixed.tasks[1]).runtime == Duration{2'000'000});
    CHECK(mixed.tasks[2].policy == Policy::other);
    CHECK(mixed.tasks[2].nice == -5);

    const System again = load(save_system(mixed));
    CHECK(again.kernel == mixed.kernel);
    for (std::size_t i = 0; i < mixed.tasks.size(); ++i) {
        CHECK(again.tasks[i].policy == mixed.tasks[i].policy);
        CHECK(again.tasks[i].runtime == mixed.tasks[i].runtime);
        CHECK(again.tasks[i].nice == mixed.tasks[i].nice);
    }
}

TEST_CASE("the limits themselves are accepted") {
    const System system = load(R"({"pinstack": 1, "platform": {"cpus": 1024}, "horizon": 5,
        "tasks": [ {"name": "A", "period": 4611686018427387903, "wcet": "1ns", "home_cpu": 1023, "affinity": [1023]} ]})");
    CHECK(system.tasks[0].deadline.ns == kTimeLimitNs - 1);
    std::string many = R"({"pinstack": 1, "platform": {"cpus": 1}, "tasks": [)";
    for (int i = 0; i < 100'000; ++i)
        many += (i == 0 ? "" : ",") + (R"({"name": "T)" + std::to_string(i)) + R"(", "period": 10, "wcet": 1})";
    CHECK(load(many + "]}").tasks.size() == 100'000);
    const auto one_more = parse_system(many + R"(, {"name": "x", "period": 10, "wcet": 1}]})", "f");
    REQUIRE_FALSE(one_more);
    CHECK(one_more.error()[0].found == "100001 tasks");
}

TEST_CASE("every example of the project loads") {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(PINSTACK_SOURCE_DIR "/examples")) {
        const std::string file = entry.path().string();
        if (!file.ends_with(".pinstack.json")) continue;
        const auto system = load_system(file);
        if (!system) FAIL(to_text(system.error()));
        ++count;
    }
    CHECK(count > 0);
}
