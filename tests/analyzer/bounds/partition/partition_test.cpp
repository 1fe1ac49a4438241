// SPDX-License-Identifier: Apache-2.0
//
// partition-ff, -bf, -wf, -nf.
#include "analyzer/bounds/partition/partition.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <numeric>

#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Fraction = boost::multiprecision::cpp_rational;

namespace {

Fraction density_of(const SporadicTask& task) { return Fraction(task.wcet) / std::min(task.deadline, task.period); }

/// The tasks at these places, on one CPU.
Verdict test_alone(const TaskSet& set, std::vector<std::size_t> places) {
    std::sort(places.begin(), places.end());
    TaskSet alone;
    alone.order = set.order;
    for (const std::size_t place : places) alone.add(set.tasks[place]);
    Verdict verdict;
    if (set.order == Order::fp) {
        run_rta_np(alone, verdict);
    } else {
        run_qpa(alone, verdict);
    }
    return verdict;
}

/// By the words of the four files. Empty where a task finds no place.
std::vector<CpuId> slow_placement(const TaskSet& set, char fit) {
    std::vector<std::size_t> order(set.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return density_of(set.tasks[a]) > density_of(set.tasks[b]); });
    const auto cpus = static_cast<std::size_t>(set.cpus);
    std::vector<std::vector<std::size_t>> on(cpus);
    std::vector<Fraction> load(cpus, 0);
    std::vector<CpuId> placement(set.size(), kNoCpu);
    std::size_t last = 0;
    for (const std::size_t place : order) {
        std::size_t best = cpus;
        for (std::size_t cpu = fit == 'n' ? last : 0; cpu < cpus; ++cpu) {
            std::vector<std::size_t> with = on[cpu];
            with.push_back(place);
            if (!test_alone(set, with).schedulable) continue;
            const bool better =
                best == cpus || (fit == 'b' && load[cpu] > load[best]) || (fit == 'w' && load[cpu] < load[best]);
            if (better) best = cpu;
        }
        if (best == cpus) return {};
        on[best].push_back(place);
        load[best] += Fraction(set.tasks[place].wcet) / set.tasks[place].period;
        placement[place] = static_cast<CpuId>(best);
        last = best;
    }
    return placement;
}

struct Heuristic {
    char fit;
    void (*run)(const TaskSet&, Verdict&);
};
constexpr Heuristic kHeuristics[] = {
    {'f', run_partition_ff}, {'b', run_partition_bf}, {'w', run_partition_wf}, {'n', run_partition_nf}};

TaskSet random_set(std::uint64_t seed) {
    RandomSetOptions options{.order = seed % 2 == 0 ? Order::fp : Order::edf,
                             .cpus_to = 3,
                             .tasks_to = 8,
                             .deadlines = seed % 3 == 0 ? Deadlines::implicit : Deadlines::arbitrary,
                             .longest_jitter = seed % 5 == 0 ? 4 : 0,
                             .load_from = 50,
                             .load_to = 100,
                             .section_share = seed % 4 == 0 ? 50 : 0};
    const TaskSet plain = random_task_set(seed, options);
    System system = system_of(plain, Arrivals::synchronous, seed, 1);
    system.kernel.sections = Protection::preempt_disable;
    TaskSet set = make_task_set(system);
    for (std::size_t i = 0; i < set.size(); ++i) set.tasks[i].jitter = plain.tasks[i].jitter;
    return set;
}

}  // namespace

TEST_CASE("the heuristics place tasks by their words, and every CPU passes its own test") {
    int placed = 0, refused = 0, differ = 0;
    for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
        const TaskSet set = random_set(seed);
        CAPTURE(describe(set));
        std::vector<CpuId> by_first_fit;
        for (const Heuristic& heuristic : kHeuristics) {
            CAPTURE(heuristic.fit);
            Verdict verdict;
            heuristic.run(set, verdict);
            const std::vector<CpuId> expected = slow_placement(set, heuristic.fit);
            REQUIRE(verdict.placement == expected);
            REQUIRE(verdict.schedulable == !expected.empty());
            if (heuristic.fit == 'f') by_first_fit = expected;
            differ += expected != by_first_fit;
            ++(verdict.schedulable ? placed : refused);
            for (CpuId cpu = 0; cpu < set.cpus && verdict.schedulable; ++cpu) {
                std::vector<std::size_t> places;
                for (std::size_t i = 0; i < set.size(); ++i) {
                    if (expected[i] == cpu) places.push_back(i);
                }
                const Verdict alone = test_alone(set, places);
                CHECK(alone.schedulable);
                for (std::size_t i = 0; i < places.size(); ++i) CHECK(verdict.bounds[places[i]] == alone.bounds[i]);
            }
        }
    }
    CHECK(placed > 1'000);
    CHECK(refused > 1'000);
    CHECK(differ > 300);
}

TEST_CASE("no response under `partitioned` exceeds the bounds of a placement, MD or not") {
    int runs = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const TaskSet set = random_set(seed);
        for (const Heuristic& heuristic : kHeuristics) {
            Verdict verdict;
            heuristic.run(set, verdict);
            if (!verdict.schedulable) continue;
            System system = system_of(set, Arrivals::sporadic, seed, 400);
            for (std::size_t i = 0; i < set.size(); ++i) system.tasks[i].home_cpu = verdict.placement[i];
            const auto np = variant(Protection::preempt_disable, "partitioned", set.order);
            CHECK(bound_exceeded(set, verdict, simulated_responses(system, np)) == "");
            ++runs;
            if (seed % 4 == 0) continue;  // without sections in force, pins change nothing
            const auto md = variant(Protection::migrate_disable, "partitioned", set.order);
            CHECK(bound_exceeded(set, verdict, simulated_responses(system, md)) == "");
        }
    }
    CHECK(runs > 500);
}

TEST_CASE("dhall78: m light tasks and a heavy one need m + 1 CPUs globally, two here") {
    // T_i = 10, C_i = 1 (i < 4), and C = 10, T = D = 11: global EDF and RM miss on four CPUs.
    TaskSet set;
    set.cpus = 2;
    set.order = Order::edf;
    for (int i = 0; i < 4; ++i) set.add({1, 10, 10});
    set.add({10, 11, 11});
    Verdict verdict;
    run_partition_ff(set, verdict);
    CHECK(verdict.placement == std::vector<CpuId>{1, 1, 1, 1, 0});
}
