// SPDX-License-Identifier: Apache-2.0
//
// A simulated run, written as a trace and read back: the losses are those of the simulation.
#include <algorithm>
#include <random>

#include "analyzer/trace/read_trace.hpp"
#include "model/engine/simulation.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"
#include "tests/support/trace_text.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

constexpr std::int64_t kBase = 61'000'000'123;

TraceRun read_back(const System& system, FlagLayout layout = FlagLayout::five) {
    const TraceFile file(trace_of_run(system, kBase, layout));
    TraceOptions options;
    options.episode_gap = {0};
    options.keep_episodes = SIZE_MAX;
    auto run = read_trace(file.path(), options);
    if (!run) FAIL(to_text(run.error()));
    return std::move(*run);
}

RunResult simulate(const System& system) {
    RunOptions options;
    options.keep_episodes = SIZE_MAX;
    return Simulation::create(system, system.kernel, options)->run();
}

void check_same(const System& system, const TraceRun& trace, const RunResult& run) {
    const CapacitySplit& split = run.capacity;
    CHECK(trace.window.length() == run.span);
    CHECK(trace.capacity.total == split.total);
    CHECK(trace.capacity.task == split.useful + split.inversion());
    CHECK(trace.capacity.stacking_loss == split.stacking_loss);
    CHECK(trace.capacity.unpinned_loss == split.affinity_loss + split.balancing_loss);
    CHECK(trace.capacity.unclear_loss == 0);
    CHECK(trace.capacity.unknown == 0);
    CHECK(trace.capacity.idle == split.idle);
    CHECK(trace.stacking.max_simultaneous_loss == run.stacking.max_simultaneous_loss);
    CHECK(trace.stacking.episodes_total == run.stacking.episodes_total);
    REQUIRE(trace.stacking.episodes.size() == run.stacking.episodes.size());
    for (std::size_t i = 0; i < run.stacking.episodes.size(); ++i) {
        const Episode &seen = trace.stacking.episodes[i], &real = run.stacking.episodes[i];
        CHECK(seen.from.ns - kBase == real.from.ns);
        CHECK(seen.to.ns - kBase == real.to.ns);
        CHECK(seen.cpu == real.cpu);
        CHECK(seen.lost == real.lost);
        std::vector<std::string> seen_tasks, real_tasks;
        for (const std::uint32_t task : seen.tasks) seen_tasks.push_back(trace.tasks[task].name);
        for (const std::uint32_t task : real.tasks) real_tasks.push_back(system.tasks[task].name);
        std::sort(seen_tasks.begin(), seen_tasks.end());
        std::sort(real_tasks.begin(), real_tasks.end());
        CHECK(seen_tasks == real_tasks);
    }
}

}  // namespace

TEST_CASE("a stack as the simulator makes it comes back from its trace") {
    System system = family_f1(4);
    system.kernel = variant(Protection::migrate_disable, "wake-previous");
    for (const FlagLayout layout : {FlagLayout::five, FlagLayout::seven}) {
        const TraceRun trace = read_back(system, layout);
        const RunResult run = simulate(system);
        REQUIRE(run.capacity.stacking_loss > 0);
        check_same(system, trace, run);
        CHECK(trace.stacking.max_depth == run.stacking.max_depth);
        CHECK(trace.stacking.worst->depth == run.stacking.worst->depth);
    }
}

TEST_CASE("four columns do not show pins: then the loss has no cause") {
    System system = family_f1(4);
    system.kernel = variant(Protection::migrate_disable, "wake-previous");
    const TraceRun trace = read_back(system, FlagLayout::four);
    CHECK_FALSE(trace.input.flags.shows_pins());
    CHECK(trace.capacity.stacking_loss == 0);
    CHECK(trace.capacity.unclear_loss == simulate(system).capacity.stacking_loss);
}

TEST_CASE("the losses of random systems come back from their traces") {
    const std::vector<std::string> balancers = {"idle-first",    "wake-previous",   "wake-previous-push", "shift",
                                                "swap-on-entry", "bounded-stack:1", "linux-rt-5.15"};
    std::uint64_t lossy = 0;
    for (std::uint64_t seed = 0; seed < rounds(400); ++seed) {
        RandomSystemOptions options;
        options.suspensions = seed % 4 != 0;
        options.sections_begin_with_suspend = false;
        options.finite = seed % 2 == 0;
        options.masks = seed % 3 == 0;
        // With interrupts off, the balancers of Linux put off releases, which a trace would show only then.
        options.non_preemptible = !balancers[seed % balancers.size()].starts_with("linux");
        System system = random_system(seed, options);
        system.kernel = variant(Protection::migrate_disable, balancers[seed % balancers.size()]);
        // Those that are deadline-monotonic or EDF in the file have no priorities.
        std::int64_t rank = 0;
        for (Task& task : system.tasks) task.priority = 10 + static_cast<int>(rank++ % 80);
        if (leaves_sections_asleep(system)) continue;
        if (!check_variant(system, system.kernel).empty()) continue;
        INFO("seed " << seed);
        const RunResult run = simulate(system);
        if (run.capacity.lost() > 0) ++lossy;
        check_same(system, read_back(system), run);
    }
    CHECK(lossy > rounds(400) / 10);
}
