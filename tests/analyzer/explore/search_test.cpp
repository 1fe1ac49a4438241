// SPDX-License-Identifier: Apache-2.0
//
// The search against all release patterns of small systems, and its rules on random ones.
#include "analyzer/explore/search.hpp"

#include <oneapi/tbb/global_control.h>

#include <numeric>

#include "analyzer/explore/plan_moves.hpp"
#include "model/engine/simulation.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/rounds.hpp"

using namespace pinstack;

namespace {

Task periodic(const char* name, int priority, std::int64_t period, std::int64_t plain, std::int64_t section) {
    const auto run = [](std::int64_t ns) { return Operation{OperationKind::run, {Duration{ns}, Duration{ns}}, {}}; };
    Body body = {run(plain)};
    if (section > 0) body.push_back({OperationKind::migrate_disable, {}, {run(section)}});
    return {.name = name,
            .priority = priority,
            .releases = Periodic{Duration{period}, {}, {}},
            .deadline = Duration{period},
            .home_cpu = 0,
            .affinity = {},
            .body = body};
}

System stack_of(int tasks, int cpus, const char* balancer) {
    System system;
    system.platform.cpus = cpus;
    system.kernel.balancer = {balancer, {}};
    for (int i = 0; i < tasks; ++i) {
        system.tasks.push_back(periodic(("T" + std::to_string(i)).c_str(), 10 + i, 20, 1, 4));
    }
    return system;
}

RunResult run(const System& system) { return Simulation::create(system, system.kernel).value().run(); }

// All offsets on the grid, all jobs at the least distance: slow, and obvious.
std::int64_t worst_of_all_offsets(const System& system, const Objective& objective, Duration window) {
    const PlanRules rules = PlanRules::of(system, window);
    std::int64_t worst = INT64_MIN;
    std::vector<std::int64_t> offsets(system.tasks.size(), 0);
    while (true) {
        ReleasePlan plan;
        for (std::size_t i = 0; i < offsets.size(); ++i) {
            plan.instants.push_back({offsets[i]});
            repair(plan.instants[i], rules.tasks[i], rules);
        }
        const System planned = with_plan(system, plan);
        worst = std::max(worst, score_of(planned, run(planned), objective).value);
        std::size_t digit = 0;
        while (digit < offsets.size() && (offsets[digit] += rules.grid) >= rules.tasks[digit].distance) {
            offsets[digit++] = 0;
        }
        if (digit == offsets.size()) return worst;
    }
}

}  // namespace

TEST_CASE("search: finds the stack that synchronous releases do not show") {
    const System system = stack_of(4, 4, "wake-previous");
    const auto found = search_worst_case(system, {{ObjectiveKind::depth, {}}, 2000, {}, 1});
    REQUIRE(found.has_value());
    CHECK(found->own.value < 4);
    CHECK(found->worst.value == 4);
    CHECK(found->run.stacking.max_depth == 4);
    // Under swap-on-entry there is nothing to find (Theorem 1).
    const auto none = search_worst_case(stack_of(4, 4, "swap-on-entry"),
                                        {{ObjectiveKind::loss, {}}, 2000, {}, 1});
    CHECK(none->worst.value == 0);
}

TEST_CASE("search: at least as bad as the worst offsets of small systems, nearly always") {
    int found_all = 0, systems = 0;
    for (const char* balancer : {"wake-previous", "shift", "idle-first"}) {
        for (int variant = 0; variant < 4; ++variant) {
            System system;
            system.platform.cpus = 2;
            system.kernel.balancer = {balancer, {}};
            system.tasks = {periodic("A", 1, 6 + variant, 1, 2), periodic("B", 2, 7, 1, 1 + variant % 2),
                            periodic("C", 3, 8 - variant, 1, variant % 3)};
            const Objective objective{ObjectiveKind::response, 0U};
            const Duration window{16};
            const auto found = search_worst_case(system, {objective, 3000, window, 7});
            REQUIRE(found.has_value());
            ++systems;
            found_all += found->worst.value >= worst_of_all_offsets(system, objective, window) ? 1 : 0;
        }
    }
    CAPTURE(found_all, systems);
    CHECK(found_all >= systems - 1);
}

TEST_CASE("search: the witness is a system file that replays to the same figure") {
    const System system = stack_of(5, 3, "wake-previous-push");
    for (const ObjectiveKind kind : {ObjectiveKind::response, ObjectiveKind::lateness, ObjectiveKind::loss}) {
        const Objective objective{kind, {}};
        const auto found = search_worst_case(system, {objective, 500, {}, 3});
        REQUIRE(found.has_value());
        CHECK(found->worst >= found->own);
        const auto loaded = parse_system(save_system(found->witness), "witness");
        REQUIRE(loaded.has_value());
        CHECK(score_of(*loaded, run(*loaded), objective) == found->worst);
    }
}

TEST_CASE("search: the same result on any number of threads") {
    const System system = stack_of(5, 3, "wake-previous");
    std::vector<std::string> witnesses;
    for (const std::size_t threads : {1, 2, 5}) {
        const oneapi::tbb::global_control limit(oneapi::tbb::global_control::max_allowed_parallelism, threads);
        const auto found = search_worst_case(system, {{}, 1500, {}, 11});
        witnesses.push_back(save_system(found->witness));
    }
    CHECK(witnesses[0] == witnesses[1]);
    CHECK(witnesses[0] == witnesses[2]);
}

TEST_CASE("search: every plan keeps the least distances and the grid") {
    const System system = stack_of(4, 2, "shift");
    const PlanRules rules = PlanRules::of(system, Duration{90});
    CHECK(rules.grid == 1);
    const ReleasePlan own = own_plan(system, rules);
    CHECK(own.instants[0] == std::vector<std::int64_t>{0, 20, 40, 60, 80});
    PlanDraws draws(5, 0);
    ReleasePlan plan = random_plan(own, rules, draws);
    for (int step = 0; step < static_cast<int>(test::rounds(500)); ++step) {
        if (step % 50 == 0) plan = chain_plan(own, rules, {0, 1, 2, 3}, draws);
        move_something(plan, rules, draws);
        for (std::size_t task = 0; task < plan.instants.size(); ++task) {
            const auto& instants = plan.instants[task];
            REQUIRE(!instants.empty());
            REQUIRE(instants.front() >= 0);
            for (std::size_t job = 1; job < instants.size(); ++job) {
                REQUIRE(instants[job] - instants[job - 1] >= rules.tasks[task].distance);
                REQUIRE(instants[job] < rules.window);
            }
        }
    }
}

TEST_CASE("search: what cannot be searched is said") {
    System fixed = stack_of(2, 2, "shift");
    for (Task& task : fixed.tasks) task.releases = ExplicitReleases{{{0}}, {}, {}};
    const auto nothing = search_worst_case(fixed, {});
    REQUIRE(!nothing.has_value());
    CHECK(nothing.error().front().found == "a system whose releases are all given");
    System homeless = stack_of(2, 2, "partitioned");
    for (Task& task : homeless.tasks) task.home_cpu.reset();
    CHECK(!search_worst_case(homeless, {}).has_value());
}
