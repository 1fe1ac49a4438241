// SPDX-License-Identifier: Apache-2.0
//
// Jobs per second of the engine, statistics and exact accounting on. Reads "items_per_second" as jobs/s.
#include <cstdlib>

#include <benchmark/benchmark.h>

#include "model/engine/simulation.hpp"
#include "workload.hpp"

namespace pinstack::bench {
namespace {

void simulate(benchmark::State& state, WorkloadSpec spec, Order order, const char* balancer, Duration horizon) {
    const System system = make_workload(spec, horizon);
    Variant variant;
    variant.order = order;
    variant.sections = Protection::migrate_disable;
    variant.balancer = {balancer, {}};
    const Result<Simulation> simulation = Simulation::create(system, variant);
    if (!simulation) {
        state.SkipWithError("the workload does not load");
        return;
    }
    std::int64_t jobs = 0;
    for (auto _ : state) {
        const RunResult result = simulation->run();
        for (const TaskResult& task : result.tasks) jobs += static_cast<std::int64_t>(task.jobs);
    }
    state.SetItemsProcessed(jobs);
}

void register_all() {
    const auto add = [](const std::string& name, WorkloadSpec spec, Order order, const char* balancer,
                        Duration horizon) {
        benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
            simulate(state, spec, order, balancer, horizon);
        })->Unit(benchmark::kMillisecond);
    };
    for (Order order : {Order::fp, Order::edf}) {
        const std::string suffix = order == Order::fp ? "/fp" : "/edf";
        for (const char* balancer : {"idle-first", "shift"}) {
            add("plain/" + std::string(balancer) + suffix, {}, order, balancer, seconds(1000));
        }
        for (const char* balancer : {"idle-first", "wake-previous", "wake-previous-push", "shift", "swap-on-entry"}) {
            add("sections/" + std::string(balancer) + suffix, {.sections = true}, order, balancer, seconds(1000));
        }
    }
    add("sections/linux-rt-5.15/fp", {.sections = true}, Order::fp, "linux-rt-5.15", seconds(1000));
    for (int tasks : {10, 100, 1000, 10000}) {
        add("growth/tasks:" + std::to_string(tasks), {.tasks = tasks, .sections = true}, Order::fp, "shift",
            seconds(20'000 / tasks));
    }
    for (int cpus : {1, 4, 16, 64, 256}) {
        const WorkloadSpec spec{.tasks = 5 * cpus, .cpus = cpus, .utilization = 0.75 * cpus, .sections = true};
        add("growth/cpus:" + std::to_string(cpus), spec, Order::fp, "shift", seconds(1000 / cpus));
        add("growth/linux-rt-5.15/cpus:" + std::to_string(cpus), spec, Order::fp, "linux-rt-5.15",
            seconds(1000 / cpus));
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
