// SPDX-License-Identifier: Apache-2.0
//
// apa-reduction against a slow twin that tries every set of CPUs and every response, and against simulation.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "analyzer/bounds/affinity/affinity.hpp"
#include "analyzer/bounds/affinity/cpu_classes.hpp"
#include "analyzer/bounds/analysis.hpp"
#include "analyzer/bounds/pinned/pinned.hpp"
#include "analyzer/bounds/registry.hpp"
#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"
#include "analyzer/bounds/workload/carry_in.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

TestOutcome analyzed(const System& system) {
    const SchedulabilityTest* const test = find_test("apa-reduction");
    return analyze(system, std::span(&test, 1)).tests.front();
}

/// Some tasks get masks, and a home in theirs.
void add_masks(System& system, std::mt19937_64& random, int percent) {
    const int cpus = system.platform.cpus;
    for (Task& task : system.tasks) {
        if (!chance(random, percent)) continue;
        CpuSet mask(cpus);
        while (mask.empty()) {
            for (CpuId cpu = 0; cpu < cpus; ++cpu) mask.set(cpu, chance(random, 50));
        }
        task.affinity = mask;
        do task.home_cpu = static_cast<CpuId>(pick(random, 0, cpus - 1));
        while (!mask.contains(*task.home_cpu));
    }
}

TaskSet random_set(std::uint64_t seed, Order order, int section_share) {
    return random_task_set(seed, {.order = order,
                                  .cpus_from = 1,
                                  .cpus_to = 4,
                                  .tasks_from = 2,
                                  .tasks_to = 7,
                                  .longest_period = 24,
                                  .load_from = 15,
                                  .load_to = 60,
                                  .section_share = section_share,
                                  .homes = true});
}

/// fp, nothing pinned: the least R of all sets of CPUs in the mask, by counting up.
std::vector<std::optional<std::int64_t>> slow_reduction(const System& system, const TaskSet& set) {
    std::vector<std::optional<std::int64_t>> bounds(set.size());
    for (std::size_t k = 0; k < set.size(); ++k) {
        const CpuSet own = mask_of(system, system.tasks[set.tasks[k].file_index]);
        const std::int64_t wcet = set.tasks[k].wcet;
        std::optional<std::int64_t> best;
        for (std::uint32_t part = 1; part < 1u << system.platform.cpus; ++part) {
            CpuSet cpus(system.platform.cpus);
            bool is_within = true;
            for (CpuId cpu = 0; cpu < system.platform.cpus; ++cpu) {
                if ((part >> cpu & 1u) == 0) continue;
                cpus.insert(cpu);
                is_within = is_within && own.contains(cpu);
            }
            if (!is_within) continue;
            for (std::int64_t response = wcet; response <= set.tasks[k].deadline; ++response) {
                const std::int64_t waiting = response - wcet + 1;
                std::int64_t sum = 0;
                for (std::size_t i = 0; i < k; ++i) {
                    const CpuSet mask = mask_of(system, system.tasks[set.tasks[i].file_index]);
                    if (first_common(mask, cpus) == kNoCpu) continue;
                    sum += std::min(carry_in_workload(set.tasks[i], *bounds[i], response).value, waiting);
                }
                if (sum >= waiting * cpus.count()) continue;
                best = std::min(best.value_or(response), response);
                break;
            }
        }
        if (!best) return bounds;
        bounds[k] = best;
    }
    return bounds;
}

}  // namespace

TEST_CASE("as the twin finds it") {
    std::uint64_t bounded = 0, reduced = 0;
    for (std::uint64_t seed = 0; seed < rounds(600); ++seed) {
        const TaskSet made = random_set(seed, Order::fp, 0);
        std::mt19937_64 random(seed);
        System system = system_of(made, Arrivals::synchronous, seed, 100);
        add_masks(system, random, 80);
        const TaskSet set = make_task_set(system);
        Verdict verdict;
        run_apa_reduction(system, set, verdict);
        const auto slow = slow_reduction(system, set);
        CAPTURE(seed, describe(set));
        REQUIRE(verdict.bounds == slow);
        // Looking at whole masks only would prove less.
        bounded += static_cast<std::uint64_t>(std::count_if(slow.begin(), slow.end(), [](auto b) { return b; }));
        reduced += verdict.schedulable ? 1 : 0;
    }
    CAPTURE(bounded, reduced);
    CHECK(bounded > rounds(600));
    CHECK(reduced > rounds(600) / 10);
}

TEST_CASE("a part of a mask can prove what the whole does not") {
    // B may use both CPUs. On CPU 1 it meets M only; beside CPU 0, L and H too.
    System system = system_of(
        "s", 2,
        {periodic("H", 40, {{10}, {}, {}}, 10, 0, {run(8)}), periodic("M", 30, {{10}, {}, {}}, 10, 1, {run(2)}),
         periodic("L", 20, {{100}, {}, {}}, 100, 0, {run(15)}), periodic("B", 10, {{10}, {}, {}}, 10, 1, {run(4)})});
    system.tasks[0].affinity = system.tasks[2].affinity = cpu_set(2, {0});
    system.tasks[1].affinity = cpu_set(2, {1});
    system.kernel = variant(Protection::none, "idle-first");
    const TestOutcome outcome = analyzed(system);
    REQUIRE(outcome.applicable());
    // CPU 1 alone: R = 4 + min(W_M, X) = 6. Both: 4 + floor((W_H + W_M + W_L) / 2), which is more.
    CHECK(outcome.verdict.bounds[3] == 6);
}

TEST_CASE("without masks, with pins, it is pinned-unmitigated") {
    std::uint64_t bounded = 0;
    for (std::uint64_t seed = 0; seed < rounds(400); ++seed) {
        const Order order = seed % 2 == 0 ? Order::fp : Order::edf;
        System system = system_of(random_set(seed, order, 70), Arrivals::synchronous, seed, 100);
        system.kernel = variant(Protection::migrate_disable, "idle-first", order);
        const TaskSet set = make_task_set(system);
        Verdict reduced, unmitigated;
        run_apa_reduction(system, set, reduced);
        run_pinned_unmitigated(set, unmitigated);
        CAPTURE(seed, describe(set));
        REQUIRE(reduced.bounds == unmitigated.bounds);
        bounded += static_cast<std::uint64_t>(
            std::count_if(reduced.bounds.begin(), reduced.bounds.end(), [](auto bound) { return bound; }));
    }
    CHECK(bounded > rounds(400));
}

TEST_CASE("without masks it is pinned-none; with one CPU for each task it is the analysis of one CPU") {
    std::uint64_t same = 0;
    for (std::uint64_t seed = 0; seed < rounds(400); ++seed) {
        for (const Order order : {Order::fp, Order::edf}) {
            const TaskSet set = random_set(seed, order, 0);
            System system = system_of(set, Arrivals::synchronous, seed, 100);
            Verdict reduced, ideal;
            run_apa_reduction(system, set, reduced);
            run_pinned_none(set, ideal);
            CAPTURE(seed, order == Order::fp, describe(set));
            REQUIRE(reduced.bounds == ideal.bounds);
            REQUIRE(reduced.schedulable == ideal.schedulable);
            same += ideal.schedulable ? 1 : 0;

            if (order == Order::edf) continue;
            for (Task& task : system.tasks) task.affinity = cpu_set(set.cpus, {*task.home_cpu});
            run_apa_reduction(system, set, reduced);
            for (CpuId cpu = 0; cpu < set.cpus; ++cpu) {
                std::vector<std::uint32_t> places;
                const TaskSet part = tasks_of_cpu(set, cpu, places);
                Verdict alone;
                run_rta_uni(part, alone);
                // Carry-in makes it no better than exact.
                for (std::size_t i = 0; i < places.size(); ++i) {
                    if (!reduced.bounds[places[i]]) continue;
                    REQUIRE(alone.bounds[i]);
                    REQUIRE(*reduced.bounds[places[i]] >= *alone.bounds[i]);
                }
            }
        }
    }
    CHECK(same > rounds(400) / 4);
}

TEST_CASE("no response exceeds the bound, with masks and pins, under any balancer") {
    std::map<std::string, std::uint64_t> bounded, exact;
    for (std::uint64_t seed = 0; seed < rounds(350); ++seed) {
        const Order order = seed % 2 == 0 ? Order::fp : Order::edf;
        const TaskSet made = random_set(seed, order, seed % 3 == 0 ? 0 : 60);
        std::mt19937_64 random(seed);
        System system = system_of(made, Arrivals::synchronous, seed, 200);
        add_masks(system, random, 70);
        const Protection sections = seed % 3 == 0 ? Protection::none : Protection::migrate_disable;
        system.kernel = variant(sections, "idle-first", order);
        const TestOutcome outcome = analyzed(system);
        REQUIRE(outcome.applicable());
        const Verdict& verdict = outcome.verdict;
        if (std::none_of(verdict.bounds.begin(), verdict.bounds.end(), [](auto b) { return b; })) continue;
        const TaskSet set = make_task_set(system);
        for (const char* balancer : {"idle-first", "wake-previous", "wake-previous-push", "shift", "swap-on-entry"}) {
            const Variant own = variant(sections, balancer, order);
            std::vector<std::int64_t> longest(set.size(), 0);
            for (int way = 0; way < 9; ++way) {
                const Arrivals kinds[] = {Arrivals::sporadic, Arrivals::offsets, Arrivals::synchronous};
                System run = system_of(made, kinds[way % 3], random(), 200);
                for (std::size_t i = 0; i < run.tasks.size(); ++i) {
                    run.tasks[i].affinity = system.tasks[i].affinity;
                    run.tasks[i].home_cpu = system.tasks[i].home_cpu;
                }
                const auto responses = simulated_responses(run, own);
                CAPTURE(seed, balancer, way);
                REQUIRE(bound_exceeded(set, verdict, responses) == "");
                for (std::size_t i = 0; i < set.size(); ++i) longest[i] = std::max(longest[i], responses[i]);
            }
            for (std::size_t i = 0; i < set.size(); ++i) {
                bounded[balancer] += verdict.bounds[i].has_value();
                exact[balancer] += verdict.bounds[i] == longest[i];
            }
        }
    }
    for (const auto& [balancer, count] : bounded) {
        CAPTURE(balancer, count, exact[balancer]);
        CHECK(count > rounds(350));
        CHECK(exact[balancer] * 3 > count);
    }
}

TEST_CASE("the terms are needed: what ideal analysis says without masks, or without pins, is exceeded") {
    std::uint64_t without_masks = 0, without_pins = 0;
    for (std::uint64_t seed = 0; seed < rounds(400); ++seed) {
        const TaskSet made = random_set(seed, Order::fp, 80);
        std::mt19937_64 random(seed);
        System system = system_of(made, Arrivals::offsets, seed, 200);
        Verdict ideal, unpinned;
        run_pinned_none(make_task_set(system), ideal);
        add_masks(system, random, 70);
        system.kernel = variant(Protection::none, "wake-previous");
        run_apa_reduction(system, make_task_set(system), unpinned);
        const auto masked = simulated_responses(system, system.kernel);
        const auto pinned = simulated_responses(system, variant(Protection::migrate_disable, "wake-previous"));
        for (std::size_t i = 0; i < masked.size(); ++i) {
            without_masks += ideal.bounds[i] && masked[i] > *ideal.bounds[i];
            without_pins += unpinned.bounds[i] && pinned[i] > *unpinned.bounds[i];
        }
    }
    CAPTURE(without_masks, without_pins);
    CHECK(without_masks > rounds(400) / 40);
    CHECK(without_pins > rounds(400) / 200);
}

TEST_CASE("many CPUs and masks: the heuristic, and its bounds hold") {
    std::mt19937_64 random(1);
    const int cpus = 24;
    std::vector<Task> tasks;
    for (int i = 0; i < 60; ++i) {
        const std::int64_t period = pick(random, 20, 100);
        tasks.push_back(periodic(numbered("T", i), 80 - i, {{period}, {}, {}}, period, std::nullopt,
                                 {run(pick(random, 1, period / 4))}));
    }
    System system = system_of("s", cpus, std::move(tasks));
    add_masks(system, random, 100);
    system.kernel = variant(Protection::none, "shift");
    system.horizon = Duration{3000};
    REQUIRE(cpu_classes(system).size() == 24);
    const TestOutcome outcome = analyzed(system);
    REQUIRE(outcome.applicable());
    const auto responses = simulated_responses(system, system.kernel);
    CHECK(bound_exceeded(make_task_set(system), outcome.verdict, responses) == "");
    CHECK(std::count_if(outcome.verdict.bounds.begin(), outcome.verdict.bounds.end(), [](auto b) { return b; }) > 20);
}
