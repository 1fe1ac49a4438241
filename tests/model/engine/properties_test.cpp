// SPDX-License-Identifier: Apache-2.0
//
// What holds for every run, whatever the system: conservation of capacity, the sums of the response times, and the
// losses that a policy cannot have.
#include <numeric>

#include "tests/model/engine/simulators.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

const std::vector<std::string> kBalancers = {"partitioned", "idle-first",    "wake-previous",  "wake-previous-push",
                                             "shift",       "swap-on-entry", "bounded-stack:1"};
constexpr Protection kProtections[] = {Protection::none, Protection::preempt_disable, Protection::migrate_disable};

/// Possible under every variant.
RandomSystemOptions for_all_variants() {
    RandomSystemOptions options;
    options.sections_may_suspend = false;
    options.always_home = true;
    return options;
}

template <class Check>
void with_every_variant(Check check) {
    for (const std::string& balancer : kBalancers) {
        for (const Protection sections : kProtections) {
            for (const Order order : {Order::fp, Order::edf}) check(variant(sections, balancer, order));
        }
    }
}

}  // namespace

TEST_CASE("the capacity of a run is where it went, and each response is what it waited for", "[properties]") {
    for (std::uint64_t seed = 0; seed < rounds(300); ++seed) {
        const System system = random_system(seed, for_all_variants());
        with_every_variant([&](const Variant& variant) {
            const RunResult result = simulate(system, variant);
            INFO(describe(system, variant, {}));
            const CapacitySplit& it = result.capacity;
            REQUIRE(it.total == result.span.ns * system.platform.cpus);
            REQUIRE(it.useful + it.inversion() + it.overhead + it.lost() + it.idle == it.total);
            REQUIRE(it.overhead == 0);
            for (const TaskResult& task : result.tasks) {
                const std::int64_t sum =
                    std::accumulate(task.response_split.begin(), task.response_split.end(), std::int64_t{0});
                REQUIRE(sum == static_cast<std::int64_t>(task.response.sum()));
                REQUIRE(task.completed == task.response.count());
                REQUIRE(task.completed <= task.jobs);
            }
            std::int64_t lost = 0;
            for (const Episode& episode : result.stacking.episodes) lost += episode.lost.ns;
            REQUIRE(lost == it.stacking_loss);
            REQUIRE(result.stacking.episodes_total == result.stacking.episodes.size());
        });
    }
}

TEST_CASE("after a drain, useful + inversion is the same under every variant", "[properties]") {
    RandomSystemOptions options = for_all_variants();
    options.finite = true;
    for (std::uint64_t seed = 0; seed < rounds(300); ++seed) {
        const System system = random_system(seed, options);
        std::optional<std::int64_t> executed;
        with_every_variant([&](const Variant& variant) {
            const RunResult result = simulate(system, variant);
            INFO(describe(system, variant, {}));
            const std::int64_t sum = result.capacity.useful + result.capacity.inversion();
            if (!executed) executed = sum;
            REQUIRE(sum == *executed);
            for (const TaskResult& task : result.tasks) REQUIRE(task.completed == task.jobs);
        });
    }
}

TEST_CASE("ideal scheduling has no loss and no inversion", "[properties]") {
    RandomSystemOptions options;
    options.masks = false;
    options.explicit_sections = false;
    options.non_preemptible = false;
    for (const Order order : {Order::fp, Order::edf}) {
        for (std::uint64_t seed = 0; seed < rounds(1500); ++seed) {
            const System system = random_system(seed, options);
            const Variant ideal = variant(Protection::none, "shift", order);
            const RunResult result = simulate(system, ideal);
            INFO(describe(system, ideal, {}));
            REQUIRE(result.capacity.lost() == 0);
            REQUIRE(result.capacity.inversion() == 0);
            REQUIRE(result.stacking.max_depth == 0);
        }
    }
}

TEST_CASE("non-preemptible sections never stack", "[properties]") {
    RandomSystemOptions options;
    options.explicit_sections = false;
    options.sections_may_suspend = false;
    for (const bool masks : {false, true}) {
        options.masks = masks;
        for (const Order order : {Order::fp, Order::edf}) {
            for (std::uint64_t seed = 0; seed < rounds(1000); ++seed) {
                const System system = random_system(seed, options);
                const Variant np_variant = variant(Protection::preempt_disable, "idle-first", order);
                const RunResult result = simulate(system, np_variant);
                INFO(describe(system, np_variant, {}));
                REQUIRE(result.capacity.stacking_loss == 0);
                REQUIRE(result.stacking.max_depth == 0);
                REQUIRE(result.stacking.episodes_total == 0);
                if (!masks) REQUIRE(result.capacity.lost() == 0);
            }
        }
    }
}

TEST_CASE("a stack is no deeper than bounded-stack allows", "[properties]") {
    // At most K wait beside the one that runs. Suspended occupants count for the depth, so there are none here.
    RandomSystemOptions options;
    options.suspensions = false;
    for (int k = 1; k <= 2; ++k) {
        for (std::uint64_t seed = 0; seed < rounds(1500); ++seed) {
            const System system = random_system(seed, options);
            const Variant bounded = variant(Protection::migrate_disable, "bounded-stack:" + std::to_string(k));
            INFO(describe(system, bounded, {}));
            REQUIRE(simulate(system, bounded).stacking.max_depth <= k + 1);
        }
    }
}

TEST_CASE("a run can be repeated, by itself, by a copy, and by a simulation made again", "[properties]") {
    RunOptions options;
    options.keep_jobs = true;
    for (std::uint64_t seed = 0; seed < rounds(100); ++seed) {
        const System system = random_system(seed, for_all_variants());
        with_every_variant([&](const Variant& variant) {
            INFO(describe(system, variant, options));
            const Result<Simulation> simulation = Simulation::create(system, variant, options);
            REQUIRE(simulation);
            const RunResult first = simulation->run();
            const Simulation copy = *simulation;
            REQUIRE(difference(first, simulation->run()) == std::nullopt);
            REQUIRE(difference(first, copy.run()) == std::nullopt);
            REQUIRE(difference(first, simulate(system, variant, options)) == std::nullopt);
            Observer nobody;
            REQUIRE(difference(first, simulation->run(&nobody)) == std::nullopt);
        });
    }
}

}  // namespace pinstack::test
