// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fstream>

#include <nlohmann/json.hpp>

#include "analyzer/trace/against.hpp"
#include "analyzer/trace/fit.hpp"
#include "analyzer/trace/job_intervals.hpp"
#include "analyzer/trace/read_trace.hpp"
#include "model/engine/simulation.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/system_builder.hpp"
#include "tests/support/trace_text.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

const std::string kTraces = PINSTACK_SOURCE_DIR "/data/kernel-traces/";

/// Three periodic tasks on two CPUs, with sections; times in us, so that a trace in us is exact.
System sample() {
    System system = system_of(
        "sample", 2,
        {periodic("A", 30, {milliseconds(5), milliseconds(1), {0}}, 5'000'000, 0, {run(1'000'000), md({run(500'000)})}),
         periodic("B", 20, {milliseconds(10), milliseconds(1), {0}}, 10'000'000, 1, {run(3'000'000)}),
         periodic("C", 10, {milliseconds(20), milliseconds(2), {0}}, 20'000'000, 0, {md({run(2'000'000)})})});
    system.kernel = variant(Protection::migrate_disable, "wake-previous");
    system.horizon = milliseconds(101);
    return system;
}

TraceRun read_text(const std::string& text) {
    const TraceFile file(text);
    auto run = read_trace(file.path());
    if (!run) FAIL(to_text(run.error()));
    return std::move(*run);
}

std::vector<std::tuple<std::uint32_t, std::int64_t, std::int64_t, CpuId>> merged_runs(
    std::vector<JobInterval> intervals) {
    std::sort(intervals.begin(), intervals.end(), [](const auto& a, const auto& b) {
        return std::tuple(a.job.task, a.from) < std::tuple(b.job.task, b.from);
    });
    std::vector<std::tuple<std::uint32_t, std::int64_t, std::int64_t, CpuId>> out;
    for (const JobInterval& each : intervals) {
        if (!each.has_cpu) continue;
        if (!out.empty() && std::get<0>(out.back()) == each.job.task && std::get<2>(out.back()) == each.from.ns &&
            std::get<3>(out.back()) == each.cpu) {
            std::get<2>(out.back()) = each.to.ns;
        } else {
            out.emplace_back(each.job.task, each.from.ns, each.to.ns, each.cpu);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("what is fitted to the trace of a system is that system") {
    const System system = sample();
    const TraceRun run = read_text(trace_of_run(system, 3'000'000'000));
    const auto fitted = fit_system(run);
    REQUIRE(fitted);
    REQUIRE(fitted->system.tasks.size() == 3);
    CHECK(check_system(fitted->system).empty());
    for (std::size_t i = 0; i < 3; ++i) {
        const Task &real = system.tasks[i], &seen = fitted->system.tasks[i];
        CAPTURE(real.name);
        CHECK(seen.name == real.name);
        const auto* periodic_seen = std::get_if<Periodic>(&seen.releases);
        REQUIRE(periodic_seen != nullptr);
        CHECK(periodic_seen->period == std::get<Periodic>(real.releases).period);
        CHECK(periodic_seen->offset == std::get<Periodic>(real.releases).offset);
        CHECK(periodic_seen->jitter == Duration{0});
        CHECK(worst_case_execution_time(seen.body) == worst_case_execution_time(real.body));
        CHECK(seen.body.size() == real.body.size());
        CHECK(seen.body.back().kind == real.body.back().kind);
    }
    // Priorities of the writer: by rank.
    CHECK(*fitted->system.tasks[0].priority > *fitted->system.tasks[1].priority);
    CHECK(*fitted->system.tasks[1].priority > *fitted->system.tasks[2].priority);
    const auto saved = parse_system(save_system(fitted->system), "saved");
    CHECK(saved);
}

TEST_CASE("varying distances are sporadic; one job is one release") {
    System system = sample();
    system.tasks[0].releases = Sporadic{uniform(5'000'000, 9'000'000), {1'000'000}, {0}};
    system.tasks[2] = task("C", 10, {7'000'000}, 20'000'000, 0, {run(2'000'000)});
    const auto fitted = fit_system(read_text(trace_of_run(system, 3'000'000'000)));
    REQUIRE(fitted);
    const auto* sporadic = std::get_if<Sporadic>(&fitted->system.tasks[0].releases);
    REQUIRE(sporadic != nullptr);
    CHECK(sporadic->interarrival.min.ns >= 5'000'000);
    CHECK(sporadic->interarrival.max.ns <= 9'000'000);
    const auto* once = std::get_if<ExplicitReleases>(&fitted->system.tasks[2].releases);
    REQUIRE(once != nullptr);
    CHECK(once->instants == std::vector<Instant>{{7'000'000}});
    CHECK_FALSE(fit_system(read_text("  <idle>-0 [000] d..2. 1.0: tick: x\n  <idle>-0 [000] d..2. 2.0: tick: x\n")));
}

TEST_CASE("the trace of a simulated run agrees with it, and not with another one") {
    const System system = sample();
    const TraceRun run = read_text(trace_of_run(system, 3'000'000'000));
    const auto same = compare_with_run(run, system, "sample");
    REQUIRE(same);
    CHECK(same->start.ns == 3'000'000'000);
    CHECK(same->all.agreed() == same->all.compared());
    CHECK(same->all.compared() == 2 * same->compared.length().ns);
    CHECK_FALSE(same->first);
    for (const TaskAgreement& task : same->tasks) {
        CHECK(task.trace == task.run);
        CHECK(task.both == task.run);
        CHECK(task.same_cpu == task.run);
    }
    System other = sample();
    other.tasks[1].home_cpu = 0;  // B starts on CPU 0 with A, and goes to CPU 1 all the same
    std::get<Periodic>(other.tasks[2].releases).offset = milliseconds(3);
    const auto differs = compare_with_run(run, other, "other");
    REQUIRE(differs);
    REQUIRE(differs->first);
    CHECK(differs->all.agreed() < differs->all.compared());
    other.tasks[0].name = other.tasks[1].name = other.tasks[2].name = "x";
    CHECK_FALSE(compare_with_run(run, other, "names"));
    AgainstOptions far;
    far.start = Instant{900'000'000'000};
    CHECK_FALSE(compare_with_run(run, system, "far", far));
}

TEST_CASE("the first divergence: who runs in the trace, who in the simulation") {
    System system = system_of(
        "one", 1, {task("A", 20, {0}, 100'000, 0, {run(10'000)}), task("B", 10, {1'000}, 100'000, 0, {run(10'000)})});
    system.kernel = variant(Protection::migrate_disable, "wake-previous");
    const TraceRun run = read_text(trace_of_run(system, 1'000'000));
    system.tasks[1].priority = 30;
    AgainstOptions options;
    options.start = Instant{1'000'000};
    const auto against = compare_with_run(run, system, "one", options);
    REQUIRE(against);
    REQUIRE(against->first);
    CHECK(against->first->at.ns == 1'001'000);
    CHECK(against->first->in_run.ns == 1'000);
    CHECK(against->first->cpu == 0);
    CHECK(against->first->trace == "A");
    CHECK(against->first->run == "B");
    // B runs 1..11, then A to 20; in the trace A 0..10, B 10..20: apart from 1 to 10 and from 11 to 20.
    CHECK(against->all.other_task == 18'000);
    CHECK(against->all.same_task == 2'000);
}

TEST_CASE("a trace of the kernel rig says where it begins and how slow it is") {
    const System system = sample();
    const std::string events = trace_of_run(system, 3'000'000'000);
    const auto compared = [&](const std::string& header, const AgainstOptions& options = {}) {
        const auto against = compare_with_run(read_text(header + events), system, "sample", options);
        REQUIRE(against);
        return std::pair(against->start.ns, against->scale);
    };
    const std::string header = "# pinstack-rig: scale 25, begin 3.000400005, kernel 6.1.0-56-rt-amd64\n";
    CHECK(compared(header) == std::pair(std::int64_t{3'000'400'005}, 25.0));
    CHECK(compared(header, {Instant{3'000'000'000}, 1.0, {}}) == std::pair(std::int64_t{3'000'000'000}, 1.0));
    for (const char* damaged : {"# pinstack-rig: scale 0, begin 3.1, kernel x\n", "# pinstack-rig: scale 25\n",
                                "# pinstack-rig: scale 25, begin 3\n", "# scale 25, begin 3.1\n"}) {
        CAPTURE(damaged);
        CHECK(compared(damaged) == std::pair(std::int64_t{3'000'000'000}, 1.0));
    }
}

TEST_CASE("three real kernels run what the simulation runs") {
    const struct {
        const char *trace, *scenario;
    } cases[] = {{"stack_md.6.1-rt.ftrace.txt.gz", "stack_md"},
                 {"A12.6.1-rt.ftrace.txt.gz", "A12"},
                 {"push_away.6.12-rt.ftrace.txt.gz", "push_away"}};
    for (const auto& each : cases) {
        CAPTURE(each.scenario);
        const auto run = read_trace(kTraces + "raw/" + each.trace);
        REQUIRE(run);
        std::ifstream file(kTraces + "runs/" + each.scenario + ".json");
        const auto system = parse_system(nlohmann::json::parse(file)["system"].dump(), each.scenario);
        REQUIRE(system);
        AgainstOptions options;
        options.scale = 25;
        const auto against = compare_with_run(*run, *system, each.scenario, options);
        REQUIRE(against);
        CHECK(against->tasks.size() == system->tasks.size());
        CHECK_FALSE(against->first);
        CHECK(static_cast<double>(against->all.agreed()) > 0.999 * static_cast<double>(against->all.compared()));
        CHECK(static_cast<double>(against->all.same_task) > 0.999 * static_cast<double>(against->all.busy()));
        for (const TaskAgreement& task : against->tasks) {
            CHECK(static_cast<double>(task.same_cpu) > 0.995 * static_cast<double>(task.run));
        }
    }
}

TEST_CASE("a real trace, fitted, simulates as the trace ran") {
    const auto run = read_trace(kTraces + "raw/A12.6.1-rt.ftrace.txt.gz");
    REQUIRE(run);
    const auto fitted = fit_system(*run);
    REQUIRE(fitted);
    const auto against = compare_with_run(*run, fitted->system, "fitted");
    REQUIRE(against);
    CHECK(static_cast<double>(against->all.agreed()) > 0.99 * static_cast<double>(against->all.compared()));
}

TEST_CASE("a trace in the shape of a run is that run") {
    const System system = sample();
    class Watcher : public Observer {
    public:
        void job_interval(const JobInterval& each) override { intervals.push_back(each); }
        std::vector<JobInterval> intervals;
    } watcher;
    Simulation::create(system, system.kernel)->run(&watcher);
    const TraceDrawing drawing = drawing_of(read_text(trace_of_run(system, 3'000'000'000)));
    CHECK(drawing.end.ns == 101'000'000);
    CHECK(merged_runs(drawing.intervals) == merged_runs(watcher.intervals));
    CHECK(std::is_sorted(drawing.intervals.begin(), drawing.intervals.end(),
                         [](const auto& a, const auto& b) { return a.from < b.from; }));
    CHECK(drawing.releases.size() == drawing.completions.size());
    CHECK(drawing.releases.front().at == Instant{1'000'000});
    for (const JobInterval& each : drawing.intervals) {
        CHECK(each.from < each.to);
        CHECK(each.job.task < 3);
    }
}
