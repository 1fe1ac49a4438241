// SPDX-License-Identifier: Apache-2.0
//
// The ftrace text of a run, read as the trace of a kernel: the same losses, episodes and jobs.
#include <fstream>

#include "analyzer/export/trace_export.hpp"
#include "analyzer/trace/read_trace.hpp"
#include "model/engine/simulation.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"
#include "tests/support/trace_text.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

void check_read_back(const System& system) {
    StringSink sink;
    const auto written = write_trace(sink, TraceFormat::ftrace, system, system.kernel);
    if (!written) FAIL(to_text(written.error()));
    const TraceFile file(sink.text);
    TraceOptions options;
    options.episode_gap = {0};
    options.keep_episodes = SIZE_MAX;
    const auto trace = read_trace(file.path(), options);
    if (!trace) FAIL(to_text(trace.error()));

    RunOptions keep;
    keep.keep_episodes = SIZE_MAX;
    const RunResult run = Simulation::create(system, system.kernel, keep)->run();
    CHECK(trace->window.length() == run.span);
    CHECK(trace->capacity.total == run.capacity.total);
    CHECK(trace->capacity.task == run.capacity.useful + run.capacity.inversion());
    CHECK(trace->capacity.stacking_loss == run.capacity.stacking_loss);
    CHECK(trace->capacity.unpinned_loss == run.capacity.affinity_loss + run.capacity.balancing_loss);
    CHECK(trace->capacity.unclear_loss == 0);
    CHECK(trace->capacity.unknown == 0);
    CHECK(trace->capacity.idle == run.capacity.idle);
    CHECK(trace->capacity.other == 0);
    CHECK(trace->stacking.max_simultaneous_loss == run.stacking.max_simultaneous_loss);
    CHECK(trace->stacking.episodes_total == run.stacking.episodes_total);
    REQUIRE(trace->stacking.episodes.size() == run.stacking.episodes.size());
    for (std::size_t i = 0; i < run.stacking.episodes.size(); ++i) {
        const Episode &seen = trace->stacking.episodes[i], &real = run.stacking.episodes[i];
        CHECK(seen.from == real.from);
        CHECK(seen.to == real.to);
        CHECK(seen.cpu == real.cpu);
        CHECK(seen.lost == real.lost);
    }
}

}  // namespace

TEST_CASE("the examples lose in their traces what they lose in the run") {
    for (const char* name : {"01-zijlstra-stacking", "02-stack-md", "03-overload-then-stack", "04-two-sections-under-load",
                             "05-one-section-too-many", "07-two-tasks-lose-a-cpu", "10-interference-moves-away",
                             "11-affinity-masks", "kernel/one-push", "kernel/push-away", "kernel/hol-block"}) {
        CAPTURE(name);
        const auto system = load_system(PINSTACK_SOURCE_DIR "/examples/" + std::string(name) + ".pinstack.json");
        REQUIRE(system);
        check_read_back(*system);
    }
}

TEST_CASE("random systems lose in their traces what they lose in the run") {
    const std::vector<std::string> balancers = {"idle-first", "wake-previous", "wake-previous-push", "shift",
                                                "swap-on-entry", "bounded-stack:1", "linux-rt-5.15"};
    std::uint64_t checked = 0;
    for (std::uint64_t seed = 0; seed < rounds(400); ++seed) {
        RandomSystemOptions options;
        options.suspensions = seed % 4 != 0;
        options.sections_begin_with_suspend = false;
        options.finite = seed % 2 == 0;
        options.masks = seed % 3 == 0;
        System system = random_system(seed, options);
        system.kernel = variant(Protection::migrate_disable, balancers[seed % balancers.size()]);
        int rank = 0;
        for (Task& task : system.tasks) task.priority = 10 + rank++ % 80;
        if (leaves_sections_asleep(system)) continue;
        if (system.tasks.size() > 80 || !check_variant(system, system.kernel).empty()) continue;
        INFO("seed " << seed << " " << to_text(system.kernel));
        check_read_back(system);
        ++checked;
    }
    CHECK(checked > rounds(400) / 2);
}
