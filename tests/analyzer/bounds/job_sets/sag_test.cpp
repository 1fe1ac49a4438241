// SPDX-License-Identifier: Apache-2.0
//
// sag on systems: to which it applies, and against simulation under every variant that it covers.
#include "analyzer/bounds/job_sets/sag.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "analyzer/bounds/analysis.hpp"
#include "analyzer/bounds/coverage.hpp"
#include "analyzer/bounds/registry.hpp"
#include "analyzer/convert/import.hpp"
#include "model/engine/simulation.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

TestOutcome analyzed(const System& system) {
    const SchedulabilityTest* const test = find_test("sag");
    return analyze(system, std::span(&test, 1)).tests.front();
}

Task whole(std::string name, int priority, Periodic when, std::int64_t deadline, VariableDuration cost) {
    return periodic(std::move(name), priority, when, deadline, 0, {section({run(cost)})});
}

System sample() {
    System system =
        system_of("s", 1,
                  {whole("A", 30, {{10}, {}, {}}, 10, uniform(1, 2)), whole("B", 20, {{30}, {}, {}}, 30, uniform(7, 8)),
                   whole("C", 10, {{60}, {}, {}}, 60, uniform(3, 13))});
    system.kernel = variant(Protection::preempt_disable, "idle-first");
    return system;
}

std::string why_not_of(System system, void (*change)(System&)) {
    change(system);
    return analyzed(system).why_not;
}

/// Jobs that cannot be preempted: explicit ones and neutral sections.
System random_np_system(std::uint64_t seed, bool masks) {
    std::mt19937_64 random(seed);
    const int cpus = static_cast<int>(pick(random, 1, 4));
    const std::int64_t tasks = pick(random, 1, cpus + 3);
    constexpr std::int64_t kPeriods[] = {8, 12, 16, 24, 48};
    const bool has_priorities = chance(random, 70), is_finite = chance(random, 25);
    // Clusters of CPUs: 0 to c-1, and the rest.
    const int first_part = static_cast<int>(pick(random, 1, cpus));
    std::vector<Task> out;
    for (std::int64_t i = 0; i < tasks; ++i) {
        const std::int64_t period = kPeriods[pick(random, 0, 4)];
        const std::int64_t cost = pick(random, 1, std::max<std::int64_t>(1, period * cpus / (tasks + 1)));
        const VariableDuration time = chance(random, 50) ? constant(cost) : uniform(pick(random, 1, cost), cost);
        Body body = chance(random, 30) ? Body{run(time)} : Body{run(1), run(time)};
        if (chance(random, 20)) body = {md(std::move(body))};
        body = {chance(random, 50) ? section(std::move(body)) : np(std::move(body))};
        const std::int64_t jitter = chance(random, 40) ? pick(random, 0, chance(random, 20) ? 2 * period : 4) : 0;
        const std::int64_t deadline = chance(random, 70) ? period : pick(random, cost, 2 * period);
        Task task;
        task.name = numbered("T", i);
        if (has_priorities) task.priority = static_cast<int>(pick(random, 1, 5));
        task.deadline = {deadline};
        task.body = std::move(body);
        if (is_finite) {
            ExplicitReleases when;
            std::int64_t at = pick(random, 0, 10);
            for (int k = 0; k < 4; ++k, at += pick(random, 0, period)) when.instants.push_back({at});
            when.jitter = {jitter};
            when.offset = {pick(random, 0, 3)};
            task.releases = when;
        } else {
            task.releases = Periodic{{period}, {chance(random, 50) ? pick(random, 0, 60) : 0}, {jitter}};
        }
        CpuSet mask(cpus);
        for (CpuId cpu = 0; cpu < cpus; ++cpu) mask.insert(cpu);
        if (masks) {
            const bool is_first = first_part == cpus || chance(random, 50);
            mask.clear();
            for (CpuId cpu = is_first ? 0 : first_part; cpu < (is_first ? first_part : cpus); ++cpu) mask.insert(cpu);
            task.affinity = mask;
        }
        do task.home_cpu = static_cast<CpuId>(pick(random, 0, cpus - 1));
        while (!mask.contains(*task.home_cpu));
        out.push_back(std::move(task));
    }
    System system = system_of("np", cpus, std::move(out));
    if (!is_finite) system.horizon = Duration{400};
    system.seed = seed;
    return system;
}

/// Of the first task beyond its bound; empty where none is.
std::string exceeded(const System& system, const Variant& variant, const Verdict& verdict) {
    RunOptions options;
    options.keep_jobs = true;
    const RunResult result = Simulation::create(system, variant, options).value().run();
    for (const JobRecord& job : result.jobs) {
        const auto& bound = verdict.bounds[job.task];
        const Instant end = job.finish.value_or(Instant{result.span.ns});
        const std::int64_t response = (end - (job.deadline - system.tasks[job.task].deadline)).ns;
        if (bound && response > *bound) {
            return system.tasks[job.task].name + ": " + std::to_string(response) + " > " + std::to_string(*bound);
        }
        if (verdict.schedulable && job.missed) return system.tasks[job.task].name + " misses";
    }
    return "";
}

}  // namespace

TEST_CASE("RTSS 2017, figure 1, as a system file has it: for ever") {
    System system = sample();
    system.kernel.order = Order::edf;
    const TestOutcome edf = analyzed(system);
    REQUIRE(edf.applicable());
    CHECK_FALSE(edf.verdict.schedulable);
    CHECK_FALSE(edf.verdict.bounds[0]);
    // The long one before the middle one.
    system.kernel.order = Order::fp;
    system.tasks[1].priority = 5;
    const TestOutcome fp = analyzed(system);
    CHECK(fp.verdict.schedulable);
    CHECK(fp.verdict.bounds[2] == 15);
}

TEST_CASE("sag says to what it does not apply") {
    CHECK(why_not_of(sample(), [](System&) {}) == "");
    CHECK(why_not_of(sample(), [](System& s) { s.tasks[1].body = {run(2)}; }) ==
          "`B` can be preempted: its body is not one non-preemptive section");
    CHECK(why_not_of(sample(), [](System& s) {
              s.tasks[1].body = {section({run(2)}), run(1)};
          }) == "`B` can be preempted: its body is not one non-preemptive section");
    CHECK(why_not_of(sample(), [](System& s) { s.tasks[1].body = {section({run(2)}), np({run(1)})}; }) == "");
    CHECK(why_not_of(sample(), [](System& s) { s.tasks[1].body = {md({run(2)})}; }) ==
          "`B` can be preempted: its body is not one non-preemptive section");
    CHECK(why_not_of(sample(), [](System& s) {
              s.tasks[0].releases = Sporadic{constant(10), {}, {}};
          }) == "`A` is sporadic: when it releases jobs is not known");
    CHECK(why_not_of(sample(), [](System& s) {
              s.platform.cpus = 3;
              s.tasks[0].affinity = cpu_set(3, {0, 1});
              s.tasks[1].affinity = cpu_set(3, {2});
          }) == "the masks of `A` and `C` overlap");
    // A long hyperperiod is beyond the budget, not beyond the model.
    System system = sample();
    for (Task& task : system.tasks) std::get<Periodic>(task.releases).period = {(std::int64_t{1} << 40) + 1};
    std::get<Periodic>(system.tasks[0].releases).period = {std::int64_t{1} << 40};
    const TestOutcome outcome = analyzed(system);
    CHECK(outcome.gave_up);
    CHECK(outcome.why_not == "the hyperperiod is too long");
}

TEST_CASE("sag covers preempt_disable, and the own balancer where it is idealised") {
    const auto covers = [](Protection sections, std::string balancer) {
        System system = sample();
        system.kernel = variant(sections, std::move(balancer));
        const bool own = covers_own_variant(system, *find_test("sag"));
        const std::string covered = to_text(covered_system(system, analyzed(system))->kernel);
        CHECK(own == (covered == to_text(system.kernel)));
        return covered;
    };
    CHECK(covers(Protection::preempt_disable, "wake-previous-push") == "preempt_disable/wake-previous-push");
    CHECK(covers(Protection::migrate_disable, "shift") == "preempt_disable/shift");
    CHECK(covers(Protection::none, "partitioned") == "preempt_disable/partitioned");
    CHECK(covers(Protection::preempt_disable, "linux-rt-5.15") == "preempt_disable/idle-first");
    // Explicit brackets need no help.
    System system = sample();
    for (Task& task : system.tasks) task.body.front().kind = OperationKind::preempt_disable;
    system.kernel = variant(Protection::migrate_disable, "wake-previous");
    CHECK(covers_own_variant(system, *find_test("sag")));
}

TEST_CASE("no response exceeds a bound of sag, under any balancer") {
    const std::vector<std::vector<const char*>> kBalancers = {
        {"idle-first", "shift", "swap-on-entry", "wake-previous", "wake-previous-push", "bounded-stack:1"},
        {"partitioned"}};
    std::map<std::string, int> accepted;
    std::uint64_t applicable = 0;
    for (std::uint64_t seed = 0; seed < rounds(200); ++seed) {
        System system = random_np_system(seed, seed % 3 == 0);
        const Order order = seed % 2 == 0 ? Order::fp : Order::edf;
        for (const auto& balancers : kBalancers) {
            system.kernel = variant(Protection::preempt_disable, balancers.front(), order);
            const TestOutcome outcome = analyzed(system);
            if (!outcome.applicable()) continue;
            ++applicable;
            for (const char* balancer : balancers) {
                system.kernel = variant(Protection::preempt_disable, balancer, order);
                accepted[balancer] += outcome.verdict.schedulable ? 1 : 0;
                for (std::uint64_t run = 0; run < 4; ++run) {
                    system.seed = 1000 * seed + run;
                    CAPTURE(seed, balancer, run);
                    REQUIRE(exceeded(system, system.kernel, outcome.verdict) == "");
                }
            }
        }
    }
    CHECK(applicable >= rounds(200));
    for (const auto& [balancer, sets] : accepted) {
        CAPTURE(balancer);
        CHECK(sets >= static_cast<int>(rounds(200)) / 10);
    }
}

TEST_CASE("on one CPU, constant times: the bounds are the longest responses of the run") {
    std::uint64_t compared = 0;
    for (std::uint64_t seed = 0; seed < rounds(300); ++seed) {
        System system = random_np_system(seed, false);
        system.platform.cpus = 1;
        for (Task& task : system.tasks) {
            task.home_cpu = 0;
            std::visit([](auto& releases) { releases.jitter = {}; }, task.releases);
        }
        system.kernel = variant(Protection::preempt_disable, "idle-first", seed % 2 == 0 ? Order::fp : Order::edf);
        for (Task& task : system.tasks) task.body = {np({run(worst_case_execution_time(task.body).ns)})};
        if (system.horizon) system.horizon = Duration{3000};
        const TestOutcome outcome = analyzed(system);
        if (!outcome.applicable() || !outcome.verdict.schedulable) continue;
        const RunResult result = Simulation::create(system, system.kernel, RunOptions{}).value().run();
        ++compared;
        for (std::size_t i = 0; i < system.tasks.size(); ++i) {
            CAPTURE(seed, i);
            CHECK(outcome.verdict.bounds[i] == result.tasks[i].response.max().ns);
        }
    }
    CHECK(compared >= rounds(300) / 10);
}

TEST_CASE("a job set read from CSV can be analyzed") {
    const char* const kFigure =
        "Task ID, Job ID, Arrival min, Arrival max, Cost min, Cost max, Deadline, Priority\n"
        "1, 1, 0, 0, 2, 4, 7, 1\n2, 1, 0, 0, 10, 15, 20, 2\n3, 1, 5, 5, 1, 7, 15, 3\n"
        "4, 1, 8, 8, 2, 3, 20, 4\n5, 1, 8, 8, 1, 1, 14, 5\n";
    ImportOptions options;
    options.file = "global-fig1.csv";
    options.cpus = 2;
    const auto imported = read_sag(kFigure, options);
    REQUIRE(imported);
    const System& system = imported->systems.front();
    const TestOutcome outcome = analyzed(system);
    REQUIRE(outcome.applicable());
    CHECK(covers_own_variant(system, *outcome.test));
    CHECK_FALSE(outcome.verdict.schedulable);
    CHECK(outcome.verdict.bounds[0] == 4'000);
    CHECK(outcome.verdict.bounds[2] == 7'000);
    CHECK_FALSE(outcome.verdict.bounds[4]);
}
