// SPDX-License-Identifier: Apache-2.0
//
// The engine against the reference scheduler: every field of every result, on random systems that mix everything, for
// every balancer, order and protection. A disagreement is reported with the smallest system that shows it.
#include "tests/model/engine/simulators.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/shrink_system.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

constexpr Protection kProtections[] = {Protection::none, Protection::preempt_disable, Protection::migrate_disable};

bool refused(const System& system, const Variant& variant) { return !Simulation::create(system, variant); }

constexpr const char* kBalancers[] = {"partitioned", "idle-first",    "wake-previous",  "wake-previous-push",
                                      "shift",       "swap-on-entry", "bounded-stack:1"};

std::optional<std::string> disagreement(const System& system, const Variant& variant, RunOptions options) {
    if (!options.tie_order.empty()) options.tie_order.resize(system.tasks.size());  // a shrunken system
    std::vector<bool> seen(system.tasks.size());
    for (const std::uint32_t place : options.tie_order) {
        if (place >= seen.size() || seen[place]) return std::nullopt;
        seen[place] = true;
    }
    const Result<Simulation> simulation = Simulation::create(system, variant, options);
    if (!simulation) return "the engine refuses it: " + to_text(simulation.error());
    return difference(reference_simulate(system, variant, options), simulation->run());
}

/// The random system of a seed, the options of its run, and the variant with options of its own.
struct Case {
    System system;
    Variant variant;
    RunOptions options;
};

Case make_case(std::uint64_t seed, Variant variant, RandomSystemOptions kinds = {}) {
    kinds.sections_may_suspend = variant.sections != Protection::preempt_disable;
    kinds.always_home = variant.balancer.name == "partitioned";
    std::mt19937_64 random(seed ^ 0x5eed);
    kinds.masks = chance(random, 70);
    kinds.non_preemptible = chance(random, 70);
    kinds.suspensions = chance(random, 60);
    if (kinds.locks) {
        kinds.preempt_rt = variant.linux.preempt_rt = chance(random, 50);
        // From a scan at each tick to one that a short run never reaches.
        variant.rcu_scan = Duration{pick(random, 1, chance(random, 20) ? 2000 : 12)};
    }
    Case it{random_system(seed, kinds), std::move(variant), {}};
    it.options.keep_jobs = true;
    if (chance(random, 10)) it.options.keep_episodes = static_cast<std::size_t>(pick(random, 0, 3));
    if (chance(random, 20)) it.options.tie_order = random_tie_order(seed, it.system.tasks.size());
    if (chance(random, 30)) it.variant.hybrid_below = Duration{pick(random, 1, 6)};
    return it;
}

void compare_on_random_systems(const std::string& balancer, std::uint64_t systems,
                               const RandomSystemOptions& kinds = {}) {
    std::uint64_t compared = 0;
    for (const Order order : {Order::fp, Order::edf}) {
        for (const Protection sections : kProtections) {
            for (std::uint64_t seed = 0; seed < rounds(systems); ++seed) {
                ++compared;
                const Case it = make_case(seed, variant(sections, balancer, order), kinds);
                if (!disagreement(it.system, it.variant, it.options)) continue;
                const bool refusal = refused(it.system, it.variant);
                const System least = shrink(it.system, [&](const System& system) {
                    return refused(system, it.variant) == refusal && disagreement(system, it.variant, it.options);
                });
                FAIL("seed " << seed << ", " << describe(least, it.variant, it.options)
                             << *disagreement(least, it.variant, it.options) << "the reference:\n"
                             << describe_jobs(reference_simulate(least, it.variant, it.options)));
            }
        }
    }
    SUCCEED(compared << " runs agree");
}

void compare_with_locks(const std::string& balancer, std::uint64_t systems) {
    RandomSystemOptions kinds;
    kinds.locks = true;
    compare_on_random_systems(balancer, systems, kinds);
}

}  // namespace

TEST_CASE("comparison: partitioned", "[comparison]") { compare_on_random_systems("partitioned", 600); }
TEST_CASE("comparison: idle-first", "[comparison]") { compare_on_random_systems("idle-first", 900); }
TEST_CASE("comparison: wake-previous", "[comparison]") { compare_on_random_systems("wake-previous", 900); }
TEST_CASE("comparison: wake-previous-push", "[comparison]") { compare_on_random_systems("wake-previous-push", 1500); }
TEST_CASE("comparison: shift", "[comparison]") { compare_on_random_systems("shift", 1200); }
TEST_CASE("comparison: swap-on-entry", "[comparison]") { compare_on_random_systems("swap-on-entry", 1500); }
TEST_CASE("comparison: bounded-stack:1", "[comparison]") { compare_on_random_systems("bounded-stack:1", 900); }
TEST_CASE("comparison: bounded-stack:2", "[comparison]") { compare_on_random_systems("bounded-stack:2", 600); }
TEST_CASE("comparison: bounded-stack:3", "[comparison]") { compare_on_random_systems("bounded-stack:3", 300); }

TEST_CASE("comparison: locks under partitioned", "[comparison]") { compare_with_locks("partitioned", 400); }
TEST_CASE("comparison: locks under idle-first", "[comparison]") { compare_with_locks("idle-first", 500); }
TEST_CASE("comparison: locks under wake-previous", "[comparison]") { compare_with_locks("wake-previous", 500); }
TEST_CASE("comparison: locks under wake-previous-push", "[comparison]") {
    compare_with_locks("wake-previous-push", 900);
}
TEST_CASE("comparison: locks under shift", "[comparison]") { compare_with_locks("shift", 700); }
TEST_CASE("comparison: locks under swap-on-entry", "[comparison]") { compare_with_locks("swap-on-entry", 900); }
TEST_CASE("comparison: locks under bounded-stack:1", "[comparison]") { compare_with_locks("bounded-stack:1", 500); }
TEST_CASE("comparison: locks under bounded-stack:2", "[comparison]") { compare_with_locks("bounded-stack:2", 300); }

TEST_CASE("comparison: a set of CPUs that takes several words", "[comparison]") {
    RandomSystemOptions kinds;
    kinds.many_cpus = true;
    for (const bool locks : {false, true}) {
        kinds.locks = locks;
        for (const char* balancer : kBalancers) compare_on_random_systems(balancer, 10, kinds);
    }
}

TEST_CASE("comparison: many tasks", "[comparison]") {
    RandomSystemOptions kinds;
    kinds.many_tasks = true;
    for (const bool locks : {false, true}) {
        kinds.locks = locks;
        for (const char* balancer : kBalancers) compare_on_random_systems(balancer, 2, kinds);
    }
}

}  // namespace pinstack::test
