// SPDX-License-Identifier: Apache-2.0
//
// The engine against the reference scheduler: every field of every result, on random systems, for a balancer under
// every order and protection. A disagreement is reported with the smallest system that shows it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/model/engine/simulators.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/shrink_system.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {

inline constexpr Protection kProtections[] = {Protection::none, Protection::preempt_disable,
                                              Protection::migrate_disable};

inline bool refused(const System& system, const Variant& variant) { return !Simulation::create(system, variant); }

inline constexpr const char* kBalancers[] = {"partitioned", "idle-first",    "wake-previous",  "wake-previous-push",
                                             "shift",       "swap-on-entry", "bounded-stack:1"};

inline std::optional<std::string> disagreement(const System& system, const Variant& variant, RunOptions options) {
    if (!options.tie_order.empty()) options.tie_order.resize(system.tasks.size());  // a shrunken system
    std::vector<bool> seen(system.tasks.size());
    for (const std::uint32_t place : options.tie_order) {
        if (place >= seen.size() || seen[place]) return std::nullopt;
        seen[place] = true;
    }
    const Result<Simulation> simulation = Simulation::create(system, variant, options);
    if (!simulation) return "the engine refuses it: " + to_text(simulation.error());
    const RunResult expected = reference_simulate(system, variant, options);
    Observer nobody;  // has the engine run that leaves nothing out
    const auto of_full = difference(expected, simulation->run(&nobody));
    return of_full ? of_full : difference(expected, simulation->run());
}

/// Tasks of all classes: priorities where they belong, budgets that the idealised balancers do not enforce.
inline void give_policies(System& system, std::mt19937_64& random) {
    for (Task& task : system.tasks) {
        task.policy = static_cast<Policy>(pick(random, 0, 3));
        task.priority.reset();
        if (class_of(task.policy) == SchedClass::realtime) task.priority = static_cast<int>(pick(random, 1, 6));
        if (task.policy == Policy::other) task.nice = static_cast<int>(pick(random, -3, 3));
        if (task.policy != Policy::deadline) continue;
        if (const auto* periodic = std::get_if<Periodic>(&task.releases))
            task.deadline = std::min(task.deadline, periodic->period);
        if (const auto* sporadic = std::get_if<Sporadic>(&task.releases))
            task.deadline = std::min(task.deadline, sporadic->interarrival.min);
        task.runtime = Duration{pick(random, 1, task.deadline.ns)};
    }
}

/// The random system of a seed, the options of its run, and the variant with options of its own.
struct Case {
    System system;
    Variant variant;
    RunOptions options;
};

inline Case make_case(std::uint64_t seed, Variant variant, RandomSystemOptions kinds = {}) {
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
    if (kinds.events && chance(random, 30)) {
        variant.hotplug = chance(random, 60) ? HotplugPolicy::busy : HotplugPolicy::ignore;
    }
    Case it{random_system(seed, kinds), std::move(variant), {}};
    it.options.keep_jobs = true;
    if (chance(random, 10)) it.options.keep_episodes = static_cast<std::size_t>(pick(random, 0, 3));
    if (chance(random, 20)) it.options.tie_order = random_tie_order(seed, it.system.tasks.size());
    if (chance(random, 30)) it.variant.hybrid_below = Duration{pick(random, 1, 6)};
    if (it.variant.order == Order::linux) give_policies(it.system, random);
    return it;
}

inline void compare_on_random_systems(const std::string& balancer, std::uint64_t systems,
                                      const RandomSystemOptions& kinds = {}) {
    std::uint64_t compared = 0;
    for (const Order order : {Order::fp, Order::edf, Order::linux}) {
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

}  // namespace pinstack::test
