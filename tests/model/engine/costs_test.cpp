// SPDX-License-Identifier: Apache-2.0
//
// Costs in time (docs/costs.md): the engine against the reference scheduler on random systems whose kernel work is as
// long as what the jobs do, and what holds for the reference alone. costs_rules_test.cpp has the rules one by one.
#include "tests/model/engine/comparison.hpp"

namespace pinstack::test {
namespace {

void compare_with_costs(const std::string& balancer, std::uint64_t systems) {
    RandomSystemOptions kinds;
    kinds.costs = true;
    compare_on_random_systems(balancer, systems, kinds);
    kinds.locks = true;
    compare_on_random_systems(balancer, systems, kinds);
}

/// Calls check(case) for random systems with costs under every balancer, order and protection.
template <class Check>
void for_random_cases(std::uint64_t systems, RandomSystemOptions kinds, Check check) {
    kinds.costs = true;
    for (const char* balancer : kBalancers) {
        for (const Protection sections : kProtections) {
            for (std::uint64_t seed = 0; seed < rounds(systems); ++seed) {
                kinds.locks = seed % 2 == 0;
                const Order order = seed % 4 < 2 ? Order::fp : Order::edf;
                const Case it = make_case(seed, variant(sections, balancer, order), kinds);
                INFO("seed " << seed << ", " << describe(it.system, it.variant, it.options));
                check(it);
            }
        }
    }
}

RunResult reference(const Case& it, const System& system) { return reference_simulate(system, it.variant, it.options); }

}  // namespace

TEST_CASE("comparison: costs under partitioned", "[comparison]") { compare_with_costs("partitioned", 300); }
TEST_CASE("comparison: costs under idle-first", "[comparison]") { compare_with_costs("idle-first", 500); }
TEST_CASE("comparison: costs under wake-previous", "[comparison]") { compare_with_costs("wake-previous", 500); }
TEST_CASE("comparison: costs under wake-previous-push", "[comparison]") {
    compare_with_costs("wake-previous-push", 700);
}
TEST_CASE("comparison: costs under shift", "[comparison]") { compare_with_costs("shift", 600); }
TEST_CASE("comparison: costs under swap-on-entry", "[comparison]") { compare_with_costs("swap-on-entry", 700); }
TEST_CASE("comparison: costs under bounded-stack:1", "[comparison]") { compare_with_costs("bounded-stack:1", 400); }
TEST_CASE("comparison: costs under bounded-stack:2", "[comparison]") { compare_with_costs("bounded-stack:2", 200); }

TEST_CASE("comparison: costs with many CPUs and with many tasks", "[comparison]") {
    RandomSystemOptions many_cpus;
    many_cpus.costs = many_cpus.many_cpus = true;
    RandomSystemOptions many_tasks;
    many_tasks.costs = many_tasks.many_tasks = true;
    for (const bool locks : {false, true}) {
        many_cpus.locks = many_tasks.locks = locks;
        for (const char* balancer : kBalancers) {
            compare_on_random_systems(balancer, 6, many_cpus);
            compare_on_random_systems(balancer, 1, many_tasks);
        }
    }
}

// The identities (capacity, its kinds, each response time) throw where they do not hold.
TEST_CASE("reference: a model in which everything is free changes nothing", "[costs]") {
    for_random_cases(60, {}, [](const Case& it) {
        System none = it.system;
        none.platform.costs = {};
        const auto found = difference(reference(it, none), reference(it, with_costs(it.system, {})));
        if (found) FAIL(*found);
    });
}

TEST_CASE("reference: costs delay what jobs do, and do not change it", "[costs]") {
    RandomSystemOptions kinds;
    kinds.finite = true;
    for_random_cases(60, kinds, [](const Case& it) {
        System none = it.system;
        none.platform.costs = {};
        const RunResult free = reference(it, none);
        const RunResult costly = reference(it, it.system);
        // A deadlock is a matter of who comes first.
        if (free.findings.total + costly.findings.total > 0) return;
        CHECK(costly.capacity.useful + costly.capacity.inversion() == free.capacity.useful + free.capacity.inversion());
        for (const TaskResult& task : costly.tasks) CHECK(task.completed == task.jobs);
    });
}

TEST_CASE("reference: random systems spend time on everything", "[costs]") {
    std::array<std::int64_t, kOverheadKinds> by_kind{};
    ResponseSplit split{};
    std::int64_t useful = 0;
    const auto add = [&](const Case& it) {
        const RunResult result = reference(it, it.system);
        useful += result.capacity.useful;
        for (std::size_t kind = 0; kind < kOverheadKinds; ++kind)
            by_kind[kind] += result.capacity.overhead_by_kind[kind];
        for (const TaskResult& task : result.tasks) {
            for (std::size_t state = 0; state < kJobStates; ++state) split[state] += task.response_split[state];
        }
    };
    for_random_cases(40, {}, add);
    RandomSystemOptions with_events;  // an offline stops the machine
    with_events.events = true;
    for_random_cases(40, with_events, add);
    for (std::size_t kind = 0; kind < kOverheadKinds; ++kind) {
        INFO(name_of(static_cast<Overhead>(kind)) << " " << by_kind[kind] << ", useful " << useful);
        // Only Linux throttles; tests/model/memory is about the kinds behind `hotplug`.
        const auto it = static_cast<Overhead>(kind);
        if (it != Overhead::throttled && it <= Overhead::hotplug) CHECK(by_kind[kind] * 1000 > useful);
    }
    for (std::size_t state = 0; state < kJobStates; ++state) {
        INFO(name_of(static_cast<JobState>(state)) << " " << split[state]);
        if (static_cast<JobState>(state) != JobState::throttled) CHECK(split[state] > 0);
    }
}

TEST_CASE("reference: who is served neither runs nor waits, and a CPU that works does not idle", "[costs]") {
    for_random_cases(20, {}, [](const Case& it) {
        std::vector<Slice> slices;
        reference_simulate(it.system, it.variant, it.options, &slices);
        for (const Slice& slice : slices) {
            const Measure& now = slice.measure;
            const int lost = now.stacking_loss + now.affinity_loss + now.balancing_loss;
            const int running = now.useful + now.inversion_np + now.inversion_pin;
            REQUIRE(running + now.overhead + lost + now.idle == it.system.platform.cpus);
            int states[kJobStates] = {};
            for (const JobNow& job : now.jobs) ++states[static_cast<std::size_t>(job.state)];
            REQUIRE(states[static_cast<std::size_t>(JobState::running)] == running);
        }
    });
}

}  // namespace pinstack::test
