// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/job_sets/schedule_graph.hpp"

#include "analyzer/bounds/job_sets/sag.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/slow_job_set.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Catch::Contains;
using Words = std::vector<std::string>;

TEST_CASE("RTSS 2017, figure 2: the graph, and the way to the miss") {
    System system = load_system(PINSTACK_SOURCE_DIR "/examples/job-sets/rtss-2017.pinstack.json").value();
    const Words names = {"fast", "slow", "middle"};
    SECTION("edf") {
        system.kernel.order = Order::edf;
        ScheduleGraph graph(100);
        const auto parts = explore_parts(system, make_task_set(system), &graph).value();
        CHECK(graph.states() == parts[0].result.states);
        CHECK(graph.dispatches() == parts[0].result.dispatches);
        CHECK(graph.states() == 11);
        CHECK(graph.way_to_miss(names) == Words{"fast 1", "middle 1", "slow 1", "fast 2"});
        const std::string dot = graph.dot(names);
        CHECK_THAT(dot, Contains("4[label=\"11ms .. 22999.999us\"];"));
        CHECK_THAT(dot, Contains("may miss its deadline\", color=red"));
    }
    SECTION("fp: no way") {
        ScheduleGraph graph(100);
        REQUIRE(explore_parts(system, make_task_set(system), &graph));
        CHECK(graph.way_to_miss(names).empty());
        CHECK_THAT(graph.dot(names), !Contains("red"));
    }
    SECTION("too large") {
        ScheduleGraph graph(5);
        REQUIRE(explore_parts(system, make_task_set(system), &graph));
        CHECK(graph.is_too_large());
    }
    SECTION("a part for each CPU") {
        system.platform.cpus = 2;
        system.kernel.balancer = {"partitioned", std::nullopt};
        for (Task& task : system.tasks) task.home_cpu = task.name == "slow" ? 1 : 0;
        ScheduleGraph graph(100);
        const auto parts = explore_parts(system, make_task_set(system), &graph).value();
        REQUIRE(parts.size() == 2);
        CHECK(graph.states() == parts[0].result.states + parts[1].result.states);
    }
}

TEST_CASE("a graph has the states and the dispatches that the explorer counts") {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const JobSet set = random_job_set(seed, {.cpus = 1 + static_cast<int>(seed % 3), .streams_to = 5});
        ScheduleGraph graph(100'000);
        const SagResult result = explore_job_set(set, {}, &graph);
        CAPTURE(seed);
        CHECK(graph.states() == result.states);
        CHECK(graph.dispatches() == result.dispatches);
        CHECK(graph.way_to_miss({"a", "b", "c", "d", "e"}).empty() != result.has_miss);
    }
}
