// SPDX-License-Identifier: Apache-2.0
//
// Task sets per second of the schedulability tests, one core. Reads "items_per_second" as sets/s.
//
// The sets: workload.hpp's, 20 tasks on 4 CPUs, U = 2.0, 200 of them in turn; deadlines implicit, or constrained:
// uniform in the upper half of [C, T]. Those for the bounds under pins have a section in every task: half of each job,
// with which hardly a set passes, or a hundredth.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/bounds/registry.hpp"
#include "workload.hpp"

namespace pinstack::bench {
namespace {

constexpr int kSets = 200;

/// `sections`: one in every task, of a job's time divided by this; 0 for none.
std::vector<TaskSet> make_sets(Order order, bool is_constrained, std::int64_t sections) {
    std::vector<TaskSet> sets;
    for (int i = 0; i < kSets; ++i) {
        const auto seed = static_cast<std::uint64_t>(i);
        std::mt19937_64 random(seed);
        System system = make_workload({.utilization = 2.0, .seed = seed}, seconds(1));
        system.kernel.order = order;
        for (Task& task : system.tasks) {
            const std::int64_t wcet = worst_case_execution_time(task.body).ns, spare = task.deadline.ns - wcet;
            if (!is_constrained || spare <= 1) continue;
            const auto cut = random() % static_cast<std::uint64_t>(spare / 2);
            task.deadline.ns -= static_cast<std::int64_t>(cut);
        }
        const TaskSet plain = make_task_set(system);
        TaskSet set;
        set.cpus = plain.cpus;
        set.order = plain.order;
        for (const SporadicTask& task : plain.tasks) {
            set.add(task, sections > 0 ? std::vector{task.wcet / sections} : std::vector<std::int64_t>());
        }
        sets.push_back(set);
    }
    return sets;
}

void run(benchmark::State& state, const SchedulabilityTest& test, const std::vector<TaskSet>& sets) {
    Verdict verdict;
    std::int64_t done = 0, accepted = 0;
    for (auto _ : state) {
        test.run(sets[static_cast<std::size_t>(done % kSets)], verdict);
        benchmark::DoNotOptimize(verdict.schedulable);
        accepted += verdict.schedulable;
        ++done;
    }
    state.SetItemsProcessed(done);
    state.counters["accepted"] = static_cast<double>(accepted) / static_cast<double>(done);
}

void add(const std::string& name, const SchedulabilityTest& test, std::vector<TaskSet> sets) {
    benchmark::RegisterBenchmark(name.c_str(), [&test, sets = std::move(sets)](benchmark::State& state) {
        run(state, test, sets);
    })->Unit(benchmark::kMicrosecond);
}

void register_all() {
    for (const SchedulabilityTest& test : schedulability_tests()) {
        if (test.run == nullptr || test.assumptions.contains(Assumption::one_cpu)) continue;
        for (const Order order : {Order::fp, Order::edf}) {
            if (!test.is_for(order)) continue;
            for (const bool is_constrained : {false, true}) {
                if (is_constrained && test.assumptions.contains(Assumption::implicit_deadlines)) continue;
                const std::string name = std::string(test.id) + (order == Order::fp ? "/fp" : "/edf") +
                                         (is_constrained ? "/constrained" : "/implicit");
                if (test.family != TestFamily::pinned) {
                    add(name, test, make_sets(order, is_constrained, 0));
                    continue;
                }
                add(name + "/half", test, make_sets(order, is_constrained, 2));
                add(name + "/hundredth", test, make_sets(order, is_constrained, 100));
            }
        }
    }
}

}  // namespace
}  // namespace pinstack::bench

int main(int argc, char** argv) {
    pinstack::bench::register_all();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return EXIT_SUCCESS;
}
