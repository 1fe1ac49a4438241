// SPDX-License-Identifier: Apache-2.0
//
// Masks that make clusters: bounds are those of each cluster alone, and no response in a simulation of all is beyond
// them.
#include "analyzer/bounds/cluster.hpp"

#include <algorithm>
#include <map>

#include "analyzer/bounds/analysis.hpp"
#include "analyzer/bounds/coverage.hpp"
#include "analyzer/bounds/registry.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

constexpr const char* kPinned[] = {"pinned-none", "pinned-np", "pinned-unmitigated", "pinned-shift",
                                   "pinned-swap-on-entry"};

TestOutcome analyzed(const System& system, const char* id) {
    const SchedulabilityTest* const test = find_test(id);
    return analyze(system, std::span(&test, 1)).tests.front();
}

TaskSet random_set(std::uint64_t seed, Order order) {
    return random_task_set(seed, {.order = order,
                                  .cpus_from = 2,
                                  .cpus_to = 6,
                                  .tasks_from = 3,
                                  .tasks_to = 10,
                                  .longest_period = 30,
                                  .load_from = 20,
                                  .load_to = 70,
                                  .section_share = 60,
                                  .homes = true});
}

/// CPUs dealt out to two or three clusters at random, not in a row; a task to one of them.
void add_clusters(System& system, std::mt19937_64& random) {
    const int cpus = system.platform.cpus;
    std::vector<CpuSet> clusters(static_cast<std::size_t>(pick(random, 1, std::min(3, cpus))), CpuSet(cpus));
    for (CpuId cpu = 0; cpu < cpus; ++cpu) {
        const auto count = static_cast<std::int64_t>(clusters.size());
        const std::int64_t cluster = cpu < count ? cpu : pick(random, 0, count);
        if (cluster < count) clusters[static_cast<std::size_t>(cluster)].insert(cpu);  // else it is nobody's
    }
    for (Task& task : system.tasks) {
        task.affinity = clusters[random() % clusters.size()];
        do task.home_cpu = static_cast<CpuId>(pick(random, 0, cpus - 1));
        while (!task.affinity->contains(*task.home_cpu));
    }
}

}  // namespace

TEST_CASE("clusters are masks that do not overlap") {
    System system =
        system_of("s", 4,
                  {periodic("A", 4, {{10}, {}, {}}, 10, 0, {run(1)}), periodic("B", 3, {{10}, {}, {}}, 10, 2, {run(1)}),
                   periodic("C", 2, {{10}, {}, {}}, 10, 0, {run(1)})});
    CHECK_FALSE(overlapping_masks(system));
    CHECK(clusters_of(system, make_task_set(system)).front().cpus == 4);
    system.tasks[0].affinity = system.tasks[2].affinity = cpu_set(4, {0, 3});
    CHECK(overlapping_masks(system) == std::pair(0u, 1u));
    CHECK(analyzed(system, "pinned-shift").why_not == "the masks of `A` and `B` overlap");
    system.tasks[1].affinity = cpu_set(4, {2});
    CHECK_FALSE(overlapping_masks(system));
    const auto clusters = clusters_of(system, make_task_set(system));
    REQUIRE(clusters.size() == 2);
    CHECK(clusters[0].cpus == 2);
    CHECK(clusters[0].places == std::vector<std::uint32_t>{0, 2});
    CHECK(clusters[1].cpus == 1);
    CHECK(analyzed(system, "pinned-shift").applicable());
    CHECK_FALSE(analyzed(system, "rta-bc").applicable());
}

TEST_CASE("bounds under pins of a clustered system are those of each cluster alone, and hold") {
    std::map<std::string, std::uint64_t> bounded, exact;
    for (std::uint64_t seed = 0; seed < rounds(150); ++seed) {
        const Order order = seed % 2 == 0 ? Order::fp : Order::edf;
        const TaskSet made = random_set(seed, order);
        std::mt19937_64 random(seed);
        System system = system_of(made, Arrivals::synchronous, seed, 300);
        add_clusters(system, random);
        const TaskSet set = make_task_set(system);
        for (const char* id : kPinned) {
            const TestOutcome outcome = analyzed(system, id);
            REQUIRE(outcome.applicable());
            CAPTURE(seed, id);
            for (const Cluster& cluster : clusters_of(system, set)) {
                System alone = system;
                alone.platform.cpus = cluster.cpus;
                alone.tasks.clear();
                for (const std::uint32_t place : cluster.places) {
                    alone.tasks.push_back(system.tasks[set.tasks[place].file_index]);
                    alone.tasks.back().affinity.reset();
                    alone.tasks.back().home_cpu.reset();
                }
                const Verdict part = analyzed(alone, id).verdict;
                for (std::size_t i = 0; i < cluster.places.size(); ++i) {
                    REQUIRE(outcome.verdict.bounds[set.tasks[cluster.places[i]].file_index] == part.bounds[i]);
                }
            }
            const Variant covered = covered_system(system, outcome)->kernel;
            std::vector<std::int64_t> longest(set.size(), 0);
            for (int way = 0; way < 6; ++way) {
                const Arrivals kinds[] = {Arrivals::sporadic, Arrivals::offsets, Arrivals::synchronous};
                System run = system_of(made, kinds[way % 3], random(), 300);
                for (std::size_t i = 0; i < run.tasks.size(); ++i) {
                    run.tasks[i].affinity = system.tasks[i].affinity;
                    run.tasks[i].home_cpu = chance(random, 50) ? system.tasks[i].home_cpu
                                                               : std::optional(system.tasks[i].affinity->first());
                }
                const auto responses = simulated_responses(run, covered);
                REQUIRE(bound_exceeded(set, outcome.verdict, responses) == "");
                for (std::size_t i = 0; i < set.size(); ++i) longest[i] = std::max(longest[i], responses[i]);
            }
            for (std::size_t i = 0; i < set.size(); ++i) {
                bounded[id] += outcome.verdict.bounds[i].has_value();
                exact[id] += outcome.verdict.bounds[i] == longest[i];
            }
        }
    }
    for (const auto& [id, count] : bounded) {
        CAPTURE(id, count, exact[id]);
        CHECK(count > rounds(150) / 2);
        CHECK(exact[id] * 5 > count);
    }
}
