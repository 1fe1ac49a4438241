// SPDX-License-Identifier: Apache-2.0
//
// Exact exploration against its slow twin, its witnesses against the simulator.
#include <fmt/format.h>
#include <oneapi/tbb/global_control.h>

#include <string>

#include "analyzer/explore/exact/exploration.hpp"
#include "model/engine/simulation.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/slow_exact.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

Operation bracket(std::mt19937_64& random, bool explicit_ones, Body body) {
    if (!explicit_ones || chance(random, 70)) return section(std::move(body));
    return chance(random, 50) ? md(std::move(body)) : np(std::move(body));
}

/// Brackets of any length anywhere, next to each other and inside each other.
Body random_body(std::mt19937_64& random, std::int64_t length, bool explicit_ones) {
    Body body;
    while (length > 0) {
        const std::int64_t part = pick(random, 1, length);
        length -= part;
        if (chance(random, 45)) {
            body.push_back(run(part));
        } else if (part > 1 && chance(random, 25)) {
            body.push_back(bracket(random, explicit_ones, random_body(random, part, explicit_ones)));
        } else {
            body.push_back(bracket(random, explicit_ones, {run(part)}));
        }
    }
    return body;
}

System tiny_system(std::uint64_t seed, int cpus, int tasks, std::int64_t longest_period, bool explicit_ones) {
    std::mt19937_64 random(seed);
    System system;
    system.name = "tiny";
    system.platform.cpus = cpus;
    for (int i = 0; i < tasks; ++i) {
        const std::int64_t period = pick(random, 2, longest_period);
        const std::int64_t wcet = pick(random, 1, std::max<std::int64_t>(1, period * cpus / tasks));
        const std::int64_t deadline = pick(random, std::min(wcet, period), period);
        system.tasks.push_back(periodic(numbered("T", i), std::nullopt, Periodic{{period}, {0}, {0}}, deadline,
                                        static_cast<CpuId>(pick(random, 0, cpus - 1)),
                                        random_body(random, std::min(wcet, period), explicit_ones)));
        if (chance(random, 50)) system.tasks.back().releases = Sporadic{constant(period), {0}, {0}};
    }
    if (chance(random, 50)) {
        for (Task& task : system.tasks) task.priority = static_cast<int>(pick(random, 1, 6));
    }
    return system;
}

/// The longest response in a run of the witness.
std::int64_t replayed(const System& system, const ReleasePlan& plan, std::size_t task) {
    const System witness = with_plan(system, plan);
    const auto loaded = parse_system(save_system(witness), "witness");
    REQUIRE(loaded.has_value());
    return Simulation::create(*loaded, loaded->kernel).value().run().tasks[task].response.max().ns;
}

struct Way {
    Protection sections;
    const char* balancer;
    Placements placements = Placements::own;
};
const Way kWays[] = {
    {Protection::none, "shift"},
    {Protection::preempt_disable, "idle-first"},
    {Protection::preempt_disable, "wake-previous-push"},
    {Protection::migrate_disable, "partitioned"},
    {Protection::migrate_disable, "idle-first"},
    {Protection::migrate_disable, "wake-previous"},
    {Protection::migrate_disable, "wake-previous-push"},
    {Protection::migrate_disable, "shift"},
    {Protection::migrate_disable, "swap-on-entry"},
    {Protection::migrate_disable, "bounded-stack:1"},
    {Protection::migrate_disable, "bounded-stack:2"},
    {Protection::preempt_disable, "partitioned"},
    {Protection::preempt_disable, "shift"},
    {Protection::migrate_disable, "shift", Placements::any},
    {Protection::migrate_disable, "idle-first", Placements::any},
};

std::string text_of(const System& system) { return save_system(system); }

}  // namespace

TEST_CASE("exact: the figures of the slow twin, and witnesses that replay to them") {
    std::uint64_t compared = 0, replays = 0, overruns = 0, misses = 0;
    for (const Way& way : kWays) {
        for (const Order order : {Order::fp, Order::edf}) {
            for (std::uint64_t seed = 0; seed < rounds(60); ++seed) {
                std::mt19937_64 random(seed);
                const bool is_any = way.placements == Placements::any;
                const int cpus = chance(random, 15) ? 1 : chance(random, is_any ? 10 : 30) ? 3 : 2;
                const int tasks = static_cast<int>(pick(random, 2, cpus == 3 ? 4 : 3));
                System system = tiny_system(seed, cpus, tasks, tasks == 4 ? 4 : 6, !is_any && chance(random, 40));
                system.kernel = variant(way.sections, way.balancer, order);
                INFO(text_of(system));
                REQUIRE(why_not_exact(system, way.placements) == "");
                const SlowExact slow = slow_exact(system, way.placements);
                const ExactResult fast = explore_exactly(system, {.placements = way.placements});
                REQUIRE(fast.end == ExactResult::End::complete);
                for (std::size_t i = 0; i < system.tasks.size(); ++i) {
                    CAPTURE(i);
                    REQUIRE(fast.tasks[i].worst_response == slow.worst[i]);
                    REQUIRE(fast.tasks[i].overruns == slow.overruns[i]);
                    ++compared;
                    overruns += slow.overruns[i];
                    misses += slow.worst[i] > system.tasks[i].deadline.ns;
                    if (is_any) continue;
                    const std::int64_t response = replayed(system, fast.tasks[i].witness, i);
                    ++replays;
                    if (slow.overruns[i]) {
                        REQUIRE(response > slow.worst[i]);
                    } else if (!fast.has_overrun()) {
                        REQUIRE(response == slow.worst[i]);
                    } else {
                        REQUIRE(response >= slow.worst[i]);
                    }
                }
                if (make_slot_system(system, way.placements).scheme != Scheme::pooled) {
                    REQUIRE(fast.depth == slow.depth);
                }
            }
        }
    }
    CAPTURE(compared, replays, overruns, misses);
    CHECK(overruns > compared / 50);
    CHECK(misses > compared / 50);
    CHECK(overruns < compared / 2);
}

TEST_CASE("exact: the same result on any number of threads") {
    System system;
    system.platform.cpus = 2;
    for (int i = 0; i < 5; ++i) {
        const Body body = {run(1), section({run(1 + i % 2)})};
        system.tasks.push_back(periodic(numbered("T", i), 10 - i, Periodic{{10 + i}, {}, {}}, 10 + i, 0, body));
    }
    for (const char* balancer : {"shift", "swap-on-entry"}) {
        system.kernel = variant(Protection::migrate_disable, balancer);
        std::vector<std::string> texts;
        for (const std::size_t threads : {1, 2, 5}) {
            const oneapi::tbb::global_control limit(oneapi::tbb::global_control::max_allowed_parallelism, threads);
            const ExactResult result = explore_exactly(system);
            std::string text = fmt::format("{} states, depth {}", result.states, result.depth);
            for (const ExactTask& task : result.tasks) {
                text += fmt::format("; {}{}:", task.worst_response, task.overruns ? " overruns" : "");
                for (const auto& instants : task.witness.instants) text += fmt::format(" {}", fmt::join(instants, ","));
            }
            texts.push_back(text);
        }
        CHECK(texts[0] == texts[1]);
        CHECK(texts[0] == texts[2]);
        CHECK(explore_exactly(system).states > 100'000);  // else nothing was shared
    }
}
