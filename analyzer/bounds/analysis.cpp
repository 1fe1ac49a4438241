// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/analysis.hpp"

#include <fmt/format.h>

#include <set>

#include "analyzer/bounds/cluster.hpp"
#include "analyzer/bounds/registry.hpp"

namespace pinstack {
namespace {

std::string wrong_order(Order order) {
    if (order == Order::linux) return "the order is linux: the test is for tasks of one class";
    return fmt::format("the test is for {}, the system's order is {}", order == Order::fp ? "edf" : "fp",
                       name_of(order));
}

/// Each CPU on its own: what fails on one takes nothing from the bounds of another.
void run_on_each_cpu(const SchedulabilityTest& test, const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    verdict.schedulable = true;
    std::set<CpuId> homes;
    for (const SporadicTask& task : set.tasks) homes.insert(task.home);
    std::vector<std::uint32_t> places;
    Verdict part;
    for (const CpuId cpu : homes) {
        const TaskSet tasks = tasks_of_cpu(set, cpu, places);
        test.run(tasks, part);
        if (!part.why_not.empty()) {
            verdict.why_not = fmt::format("CPU {}: {}", cpu, part.why_not);
            return;
        }
        verdict.schedulable &= part.schedulable;
        for (std::size_t i = 0; i < places.size(); ++i) verdict.bounds[places[i]] = part.bounds[i];
    }
}

/// Each cluster on its own.
void run_on_each_cluster(const SchedulabilityTest& test, const System& system, const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    verdict.schedulable = true;
    Verdict part;
    for (const Cluster& cluster : clusters_of(system, set)) {
        test.run(tasks_of(set, cluster), part);
        if (!part.why_not.empty()) {
            verdict.why_not = std::move(part.why_not);
            return;
        }
        verdict.schedulable &= part.schedulable;
        for (std::size_t i = 0; i < cluster.places.size(); ++i) verdict.bounds[cluster.places[i]] = part.bounds[i];
    }
}

/// From places to file indices.
void to_file_order(const TaskSet& set, Verdict& verdict) {
    const Verdict by_place = verdict;
    for (std::size_t place = 0; place < set.size(); ++place) {
        const std::uint32_t index = set.tasks[place].file_index;
        verdict.bounds[index] = by_place.bounds[place];
        if (!by_place.placement.empty()) verdict.placement[index] = by_place.placement[place];
    }
}

}  // namespace

void run_test(const SchedulabilityTest& test, const TaskSet& set, Verdict& verdict) {
    if (test.assumptions.contains(Assumption::one_cpu) && set.cpus > 1) return run_on_each_cpu(test, set, verdict);
    test.run(set, verdict);
}

Analysis analyze(const System& system) {
    std::vector<const SchedulabilityTest*> all;
    for (const SchedulabilityTest& test : schedulability_tests()) all.push_back(&test);
    return analyze(system, all);
}

Analysis analyze(const System& system, std::span<const SchedulabilityTest* const> tests) {
    const TaskSet set = make_task_set(system);
    const SystemFacts facts = facts_of(system, set);
    Analysis analysis;
    for (const SchedulabilityTest* const test : tests) {
        TestOutcome& outcome = analysis.tests.emplace_back();
        outcome.test = test;
        outcome.why_not = test->is_for(facts.order) ? why_not(facts, test->assumptions) : wrong_order(facts.order);
        if (!outcome.applicable()) continue;
        if (test->run_on_system != nullptr) {
            test->run_on_system(system, set, outcome.verdict);
        } else if (facts.mask && test->assumptions.contains(Assumption::clusters)) {
            run_on_each_cluster(*test, system, set, outcome.verdict);
        } else {
            run_test(*test, set, outcome.verdict);
        }
        if (!outcome.verdict.why_not.empty()) {
            outcome.why_not = std::move(outcome.verdict.why_not);
            outcome.verdict = {};
            outcome.gave_up = true;
            continue;
        }
        to_file_order(set, outcome.verdict);
    }
    return analysis;
}

}  // namespace pinstack
