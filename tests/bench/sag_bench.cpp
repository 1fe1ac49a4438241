// SPDX-License-Identifier: Apache-2.0
//
// Schedule-abstraction graphs, one core. Reads "items_per_second" as states/s: states found, each of which has had all
// of its dispatches looked at. Beside it the states of one graph, its dispatches, and its largest level.
//
// The job sets: 20 tasks with periods of 10 to 200 ms, utilization 1.2 on 4 CPUs (118 jobs in a hyperperiod of 200 ms
// with this seed), execution times from the given share of the longest to the longest, release jitter as given: the
// shape with which the tool of the authors was measured.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <random>
#include <string>

#include "analyzer/bounds/job_sets/schedule_abstraction.hpp"
#include "model/time/checked.hpp"

namespace pinstack::bench {
namespace {

struct Shape {
    int cpus = 4;
    int tasks = 20;
    double load = 1.2;  ///< of all CPUs together
    double least_share = 0.7;
    std::int64_t jitter_us = 100;
};

JobSet job_set(const Shape& shape, std::uint64_t seed) {
    constexpr std::int64_t kPeriodsMs[] = {10, 20, 25, 40, 50, 100, 200};
    std::mt19937_64 random(seed);
    JobSet set;
    set.cpus = shape.cpus;
    set.order = Order::edf;
    set.hyperperiod = 1;
    for (int i = 0; i < shape.tasks; ++i) {
        JobStream stream;
        stream.file_index = static_cast<std::uint32_t>(i);
        stream.period = stream.deadline = kPeriodsMs[random() % 7] * 1'000'000;
        const double share = 0.5 + static_cast<double>(random() % 1000) / 1000;
        const double cost = shape.load / shape.tasks * share * static_cast<double>(stream.period);
        stream.cost_max = static_cast<std::int64_t>(cost / 1000) * 1000;
        stream.cost_min = static_cast<std::int64_t>(cost * shape.least_share / 1000) * 1000;
        stream.jitter = shape.jitter_us * 1000;
        set.hyperperiod = *checked_lcm(set.hyperperiod, stream.period);
        set.streams.push_back(stream);
    }
    for (JobStream& stream : set.streams) {
        stream.jobs_in_hyperperiod = static_cast<std::uint32_t>(set.hyperperiod / stream.period);
        set.jobs_in_hyperperiod += stream.jobs_in_hyperperiod;
    }
    return set;
}

void explore(benchmark::State& state, const Shape& shape) {
    const JobSet set = job_set(shape, 42);
    SagResult result;
    std::int64_t states = 0, jobs = 0;
    for (auto _ : state) {
        result = explore_job_set(set);
        states += static_cast<std::int64_t>(result.states);
        jobs += result.levels;
    }
    if (!result.is_complete()) state.SetLabel(result.why_incomplete);
    state.SetItemsProcessed(states);
    state.counters["jobs/s"] = benchmark::Counter(static_cast<double>(jobs), benchmark::Counter::kIsRate);
    state.counters["states"] = static_cast<double>(result.states);
    state.counters["dispatches"] = static_cast<double>(result.dispatches);
    state.counters["width"] = result.width;
}

void register_all() {
    struct Row {
        const char* name;
        Shape shape;
    };
    static const Row kRows[] = {
        {"sag/m1/U0.5/J0", {.cpus = 1, .load = 0.5, .jitter_us = 0}},
        {"sag/m1/U0.5/J100us", {.cpus = 1, .load = 0.5}},
        {"sag/m4/U1.2/constant", {.least_share = 1, .jitter_us = 0}},
        {"sag/m4/U1.2/J100us", {}},
        {"sag/m4/U1.6/J200us", {.load = 1.6, .least_share = 0.6, .jitter_us = 200}},
    };
    for (const Row& row : kRows) {
        benchmark::RegisterBenchmark(row.name, [&](benchmark::State& state) {
            explore(state, row.shape);
        })->Unit(benchmark::kMillisecond);
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
