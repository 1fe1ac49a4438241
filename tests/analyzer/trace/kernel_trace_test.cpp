// SPDX-License-Identifier: Apache-2.0
//
// Three traces of real PREEMPT_RT kernels (data/kernel-traces): what is read from them is what was found when they were
// recorded, by another program.
#include <algorithm>
#include <cmath>
#include <fstream>

#include <nlohmann/json.hpp>

#include "analyzer/trace/read_trace.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

const std::string kTraces = PINSTACK_SOURCE_DIR "/data/kernel-traces/";
constexpr double kUnitNs = 25e6;

struct Recorded {
    TraceRun run;
    nlohmann::json observed;
    double t0 = 0;
};

Recorded load(const std::string& trace, const std::string& scenario, const std::string& tag, double t0) {
    TraceOptions options;
    options.from = Instant{static_cast<std::int64_t>(t0 * 1e9)};
    auto run = read_trace(kTraces + "raw/" + trace, options);
    if (!run) FAIL(to_text(run.error()));
    std::ifstream file(kTraces + "runs/" + scenario + ".json");
    return {std::move(*run), nlohmann::json::parse(file)["runs"][tag]["observed"], t0 * 1e9};
}

double units(const Recorded& recorded, Instant at) { return (static_cast<double>(at.ns) - recorded.t0) / kUnitNs; }

}  // namespace

TEST_CASE("real traces give the runs, finish times and losses that were observed") {
    const struct {
        const char *trace, *scenario, *tag;
        double t0;
        int columns;
    } cases[] = {{"stack_md.6.1-rt.ftrace.txt.gz", "stack_md", "61", 42.009836022, 7},
                 {"A12.6.1-rt.ftrace.txt.gz", "A12", "61", 60.881636233, 7},
                 {"push_away.6.12-rt.ftrace.txt.gz", "push_away", "612", 30.398248999, 5}};
    for (const auto& each : cases) {
        CAPTURE(each.trace);
        const Recorded recorded = load(each.trace, each.scenario, each.tag, each.t0);
        const TraceRun& run = recorded.run;
        CHECK(run.input.flags.source() == FlagColumns::Source::drawn);
        CHECK(run.input.flags.count() == each.columns);
        CHECK(run.input.damaged.count == 0);
        CHECK(run.doubts == 0);
        REQUIRE(run.tasks.size() == recorded.observed["finish"].size());
        for (const TraceTask& task : run.tasks) {
            CAPTURE(task.name);
            REQUIRE(task.jobs.size() == 1);
            CHECK(std::abs(units(recorded, task.jobs[0].finish) -
                           recorded.observed["finish"][task.name].get<double>()) < 0.03);
        }
        // Losses with whatever a thread of the kernel kept from idling left out; the observer did the same.
        const double lost = static_cast<double>(run.capacity.lost()) / kUnitNs;
        CHECK(std::abs(lost - recorded.observed["waste"].get<double>()) < 0.3);
    }
}

TEST_CASE("stack_md: four threads stack on CPU 0") {
    const Recorded recorded = load("stack_md.6.1-rt.ftrace.txt.gz", "stack_md", "61", 42.009836022);
    const TraceRun& run = recorded.run;
    CHECK(run.stacking.max_depth == 4);
    CHECK(run.stacking.max_simultaneous_loss == 3);
    REQUIRE(run.stacking.episodes_total == 1);
    const Episode& episode = run.stacking.episodes[0];
    CHECK(episode.cpu == 0);
    CHECK(episode.depth == 4);
    CHECK(episode.tasks.size() == 3);
    CHECK(std::abs(units(recorded, episode.from) - 30) < 0.1);
    CHECK(std::abs(units(recorded, episode.to) - 126) < 0.1);
    for (const TraceTask& task : run.tasks) {
        if (task.name[0] != 'T') continue;
        CHECK(task.sections.at_least.count() == 1);  // by marks: exact
        CHECK(task.sections.at_least.max() == task.sections.at_most.max());
        CHECK(std::abs(static_cast<double>(task.sections.at_least.max().ns) / kUnitNs - 40) < 0.1);
    }
}
