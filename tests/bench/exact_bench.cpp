// SPDX-License-Identifier: Apache-2.0
//
// States per second of exact exploration, one core. Reads "items_per_second" as states/s: states found, each of which
// has had all of its children looked at.
//
// The systems: on 2 CPUs, 5 tasks with periods of 9 to 13 units, on 3 CPUs, 6 tasks with periods of 7 to 12; every task
// has a section. `none` and `np` have no pins, so that a state is smaller.
#include <benchmark/benchmark.h>
#include <oneapi/tbb/global_control.h>

#include <cstdlib>
#include <string>

#include "analyzer/explore/exact/exploration.hpp"

namespace pinstack::bench {
namespace {

System system_of(int cpus, Protection sections, const char* balancer, Order order) {
    System system;
    system.platform.cpus = cpus;
    system.kernel.order = order;
    system.kernel.sections = sections;
    system.kernel.balancer = {balancer, {}};
    const auto run = [](std::int64_t ns) { return Operation{OperationKind::run, {Duration{ns}, Duration{ns}}, {}}; };
    const int tasks = cpus + 3;
    for (int i = 0; i < tasks; ++i) {
        Task task;
        task.name = "T" + std::to_string(i);
        task.releases = Periodic{Duration{(cpus == 2 ? 9 : 7) + i}, {}, {}};
        task.deadline = Duration{(cpus == 2 ? 9 : 7) + i};
        task.body = {run(1), {OperationKind::section, {}, {run(1 + i % 2)}}};
        system.tasks.push_back(task);
    }
    return system;
}

void explore(benchmark::State& state, const System& system, Placements placements) {
    const oneapi::tbb::global_control one(oneapi::tbb::global_control::max_allowed_parallelism, 1);
    std::int64_t states = 0;
    std::uint64_t of_one = 0;
    for (auto _ : state) {
        const ExactResult result = explore_exactly(system, {.placements = placements, .witnesses = false});
        if (!why_incomplete(result).empty()) state.SkipWithError(why_incomplete(result).c_str());
        of_one = result.states;
        states += static_cast<std::int64_t>(result.states);
    }
    state.SetItemsProcessed(states);
    state.counters["states"] = static_cast<double>(of_one);
}

void register_all() {
    struct Row {
        const char* name;
        Protection sections;
        const char* balancer;
        Placements placements;
    };
    static constexpr Row kRows[] = {
        {"none", Protection::none, "shift", Placements::own},
        {"np", Protection::preempt_disable, "idle-first", Placements::own},
        {"swap-on-entry", Protection::migrate_disable, "swap-on-entry", Placements::own},
        {"shift/any", Protection::migrate_disable, "shift", Placements::any},
        {"unmitigated/any", Protection::migrate_disable, "idle-first", Placements::any},
        {"shift/own", Protection::migrate_disable, "shift", Placements::own},
        {"wake-previous/own", Protection::migrate_disable, "wake-previous", Placements::own},
    };
    for (const Order order : {Order::fp, Order::edf}) {
        for (const int cpus : {2, 3}) {
            for (const Row& row : kRows) {
                if (row.placements == Placements::own && cpus == 3 && row.name == std::string("shift/own")) continue;
                if (row.name == std::string("wake-previous/own") && cpus == 3) continue;
                const std::string name = std::string(order == Order::fp ? "exact-fp/" : "exact-edf/") + row.name +
                                         "/m" + std::to_string(cpus);
                const System system = system_of(cpus, row.sections, row.balancer, order);
                benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
                    explore(state, system, row.placements);
                })->Unit(benchmark::kMillisecond);
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
