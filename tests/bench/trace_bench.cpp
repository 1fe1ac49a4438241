// SPDX-License-Identifier: Apache-2.0
//
// Reading a trace of a million events, plain and gzip, one core. Reads "items_per_second" as events/s. The trace: 50
// real-time threads on 4 CPUs that are woken, preempted and put to sleep at random, half of the time migrate-disabled;
// made anew for each run of the benchmark, the same each time.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "analyzer/trace/read_trace.hpp"

namespace pinstack::bench {
namespace {

constexpr std::int64_t kEvents = 1'000'000;
constexpr int kThreads = 50, kCpus = 4;

std::string make_trace() {
    std::mt19937_64 random(1);
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<std::uint64_t>(n)); };
    std::vector<int> on(kCpus, -1);
    std::vector<char> runs(kThreads, 0);
    std::string out = fmt::format(
        "# tracer: nop\n#\n# entries-in-buffer/entries-written: {0}/{0}   #P:{1}\n#\n"
        "#                                _-----=> irqs-off/BH-disabled\n#                               / _----=> "
        "need-resched\n"
        "#                              | / _---=> hardirq/softirq\n#                              || / _--=> "
        "preempt-depth\n"
        "#                              ||| / _-=> migrate-disable\n",
        kEvents, kCpus);
    std::int64_t us = 1'000'000;
    const auto line = [&](const std::string& thread, int pid, int cpu, const char* flags, const std::string& event) {
        out += fmt::format("{:>16}-{:<7} [{:03}] {} {:5}.{:06}: {}\n", thread, pid, cpu, flags, us / 1'000'000,
                           us % 1'000'000, event);
    };
    for (std::int64_t events = 0; events < kEvents;) {
        const int cpu = pick(kCpus);
        us += 1 + pick(4);
        int& here = on[static_cast<std::size_t>(cpu)];
        if (here >= 0) {
            line(fmt::format("T{}", here), 1000 + here, cpu, pick(2) == 0 ? "d..2." : "d..21",
                 fmt::format(
                     "sched_switch: prev_comm=T{0} prev_pid={1} prev_prio={0} prev_state={2} ==> next_comm=swapper/{3} "
                     "next_pid=0 next_prio=120",
                     here, 1000 + here, pick(2) == 0 ? "S" : "R+", cpu));
            runs[static_cast<std::size_t>(here)] = 0;
            here = -1;
            ++events;
            continue;
        }
        const int thread = pick(kThreads);
        if (runs[static_cast<std::size_t>(thread)] || events + 2 > kEvents) {
            events += events + 2 > kEvents ? 1 : 0;
            continue;
        }
        line("<idle>", 0, cpu, "d..3.",
             fmt::format("sched_waking: comm=T{0} pid={1} prio={0} target_cpu={2:03}", thread, 1000 + thread, cpu));
        line("<idle>", 0, cpu, "d..2.",
             fmt::format("sched_switch: prev_comm=swapper/{0} prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=T{1} "
                         "next_pid={2} "
                         "next_prio={1}",
                         cpu, thread, 1000 + thread));
        here = thread;
        runs[static_cast<std::size_t>(thread)] = 1;
        events += 2;
    }
    return out;
}

void read(benchmark::State& state, bool packed) {
    const std::string path = fmt::format("/tmp/pinstack-bench-{}.txt", ::getpid());
    const std::string text = make_trace();
    if (packed) {
        gzFile file = gzopen(path.c_str(), "wb6");
        gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
        gzclose(file);
    } else {
        std::ofstream(path, std::ios::binary) << text;
    }
    for (auto _ : state) {
        const auto run = read_trace(path);
        if (!run) state.SkipWithError("the trace cannot be read");
        benchmark::DoNotOptimize(run->capacity.stacking_loss);
    }
    state.SetItemsProcessed(state.iterations() * kEvents);
    ::unlink(path.c_str());
}

BENCHMARK_CAPTURE(read, plain, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, gzip, true)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pinstack::bench

BENCHMARK_MAIN();
