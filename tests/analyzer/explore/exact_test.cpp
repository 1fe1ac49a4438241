// SPDX-License-Identifier: Apache-2.0
//
// Exact exploration against its slow twin, its witnesses against the simulator.
#include <fmt/format.h>
#include <oneapi/tbb/global_control.h>

#include <functional>
#include <string>

#include "analyzer/explore/exact/exploration.hpp"
#include "analyzer/explore/search.hpp"
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

/// All times so much longer.
System scaled(System system, std::int64_t factor) {
    const std::function<void(Body&)> scale = [&](Body& body) {
        for (Operation& operation : body) {
            operation.time.min.ns *= factor;
            operation.time.max.ns *= factor;
            scale(operation.body);
        }
    };
    for (Task& task : system.tasks) {
        if (auto* each = std::get_if<Periodic>(&task.releases)) each->period.ns *= factor;
        if (auto* each = std::get_if<Sporadic>(&task.releases))
            each->interarrival = constant(each->interarrival.min.ns * factor);
        task.deadline.ns *= factor;
        scale(task.body);
    }
    return system;
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
            for (std::uint64_t seed = 0; seed < rounds(40); ++seed) {
                std::mt19937_64 random(seed);
                const bool is_any = way.placements == Placements::any;
                const int cpus = chance(random, 15) ? 1 : chance(random, is_any ? 10 : 30) ? 3 : 2;
                const int tasks = static_cast<int>(pick(random, 2, cpus == 3 ? 4 : 3));
                System system = tiny_system(seed, cpus, tasks, tasks == 4 ? 4 : 6, !is_any && chance(random, 40));
                system.kernel = variant(way.sections, way.balancer, order);
                INFO(text_of(system));
                REQUIRE(why_not_exact(system, way.placements) == "");
                const Lengths lengths = chance(random, 30) ? Lengths::any : Lengths::full;
                const SlowExact slow = slow_exact(system, way.placements, lengths);
                const ExactResult fast = explore_exactly(system, {.placements = way.placements, .lengths = lengths});
                REQUIRE(fast.end == ExactResult::End::complete);
                for (std::size_t i = 0; i < system.tasks.size(); ++i) {
                    CAPTURE(i);
                    REQUIRE(fast.tasks[i].worst_response == slow.worst[i]);
                    REQUIRE(fast.tasks[i].overruns == slow.overruns[i]);
                    ++compared;
                    overruns += slow.overruns[i];
                    misses += slow.worst[i] > system.tasks[i].deadline.ns;
                    if (is_any || lengths == Lengths::any) continue;
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

TEST_CASE("exact: where nothing is pinned or non-preemptible shorter jobs make nothing worse") {
    for (const Order order : {Order::fp, Order::edf}) {
        for (std::uint64_t seed = 0; seed < rounds(1'000); ++seed) {
            System system = tiny_system(seed, 2, seed % 3 == 0 ? 4 : 3, 5, false);
            system.kernel = variant(Protection::none, "shift", order);
            const ExactResult whole = explore_exactly(system);
            const ExactResult shorter = explore_exactly(system, {.lengths = Lengths::any});
            INFO(text_of(system));
            REQUIRE(whole.has_overrun() == shorter.has_overrun());
            if (whole.has_overrun()) continue;
            for (std::size_t i = 0; i < system.tasks.size(); ++i) {
                REQUIRE(shorter.tasks[i].worst_response == whole.tasks[i].worst_response);
            }
        }
    }
}

TEST_CASE("exact: worst cases need not lie at whole units of the times of the system, pins or not") {
    System system;
    system.platform.cpus = 2;
    system.kernel = variant(Protection::none, "shift");
    system.tasks = {periodic("A", 40, Periodic{{4}, {}, {}}, 4, {}, {run(2)}),
                    periodic("B", 30, Periodic{{5}, {}, {}}, 5, {}, {run(1)}),
                    periodic("C", 20, Periodic{{3}, {}, {}}, 3, {}, {run(1)}),
                    periodic("D", 10, Periodic{{5}, {}, {}}, 5, {}, {run(2)})};
    CHECK(explore_exactly(system).tasks[3].worst_response == 4);
    const System twice = scaled(system, 2);
    CHECK(explore_exactly(twice).tasks[3].worst_response == 8);
    const ExactResult half = explore_exactly(twice, {.unit = {1}});
    CHECK(half.tasks[3].worst_response == 9);
    CHECK(replayed(twice, half.tasks[3].witness, 3) == 9);
}

TEST_CASE("exact: with sections a finer unit can make things worse, and so can shorter jobs") {
    System system;
    system.platform.cpus = 2;
    system.tasks = {periodic("A", {}, Periodic{{3}, {}, {}}, 3, 0, {section({run(2)})}),
                    periodic("B", {}, Periodic{{4}, {}, {}}, 3, 0, {run(2)}),
                    periodic("C", {}, Periodic{{5}, {}, {}}, 3, 0, {run(2), section({run(1)})})};
    system.kernel = variant(Protection::preempt_disable, "idle-first");
    const auto responses = [](const ExactResult& result) {
        CHECK(result.is_exact());
        std::vector<std::int64_t> out;
        for (const ExactTask& task : result.tasks) out.push_back(task.worst_response);
        return out;
    };
    using Responses = std::vector<std::int64_t>;
    CHECK(responses(explore_exactly(system)) == Responses{2, 3, 5});
    CHECK(responses(explore_exactly(system, {.lengths = Lengths::any})) == Responses{2, 4, 5});
    // Released half a unit later, C does not get through.
    CHECK(explore_exactly(scaled(system, 2), {.unit = {1}}).tasks[2].overruns);
}

TEST_CASE("exact: Theorem 1 and Theorem 2, state by state") {
    for (const Order order : {Order::fp, Order::edf}) {
        for (std::uint64_t seed = 0; seed < rounds(200); ++seed) {
            System system = tiny_system(seed, 2, 4, 5, false);
            // Only the first two have sections.
            for (std::size_t i = 2; i < system.tasks.size(); ++i) {
                system.tasks[i].body = {run(worst_case_execution_time(system.tasks[i].body).ns)};
            }
            system.kernel = variant(Protection::migrate_disable, "swap-on-entry", order);
            const ExactResult swapped = explore_exactly(system);
            system.kernel = variant(Protection::none, "shift", order);
            const ExactResult ideal = explore_exactly(system);
            INFO(text_of(system));
            CHECK(swapped.depth <= 1);
            CHECK(swapped.states == ideal.states);
            for (std::size_t i = 0; i < system.tasks.size(); ++i) {
                CHECK(swapped.tasks[i].worst_response == ideal.tasks[i].worst_response);
                CHECK(swapped.tasks[i].overruns == ideal.tasks[i].overruns);
            }
        }
    }
}

TEST_CASE("exact: a limit of states or memory ends it, and is said") {
    System system;
    system.platform.cpus = 2;
    for (int i = 0; i < 6; ++i) {
        system.tasks.push_back(periodic(numbered("T", i), 10 - i, Periodic{{40 + i}, {}, {}}, 40 + i, 0, {run(7)}));
    }
    system.kernel = variant(Protection::none, "shift");
    const ExactResult few = explore_exactly(system, {.states = 50'000});
    CHECK(few.end == ExactResult::End::no_states_left);
    CHECK(few.states > 50'000);
    CHECK(few.states < 150'000);
    CHECK_FALSE(few.is_exact());
    CHECK(why_incomplete(few) == fmt::format("more than {} states", few.states));
    const ExactResult little = explore_exactly(system, {.bytes = 20'000'000});
    CHECK(little.end == ExactResult::End::no_memory_left);
    CHECK(little.bytes < 20'000'000);
    CHECK(little.bytes > 5'000'000);
    std::stop_source stop;
    stop.request_stop();
    CHECK(explore_exactly(system, {}, stop.get_token()).end == ExactResult::End::stopped);
}

TEST_CASE("exact: what cannot be explored is said") {
    System system = tiny_system(1, 2, 3, 5, false);
    system.kernel = variant(Protection::migrate_disable, "wake-previous");
    CHECK(why_not_exact(system) == "");
    CHECK(why_not_exact(system, Placements::own, {2}) ==
          "the unit does not divide 1ns, which all times are whole numbers of");
    System sleepy = system;
    sleepy.tasks[1].body = {run(1), suspend(1), run(1)};
    CHECK(why_not_exact(sleepy) == "`T1` suspends itself");
    System linux = system;
    linux.kernel.balancer = {"linux-rt-5.15", {}};
    CHECK(why_not_exact(linux) == "the balancer is one of Linux's own");
    System fine = system;
    fine.tasks[2].releases = Periodic{{1'000'001}, {}, {}};
    CHECK_THAT(why_not_exact(fine), Catch::Contains("units of 1ns; at most 60000 are explored"));
}

TEST_CASE("exact: the figures that the example promises") {
    const auto system = load_system(PINSTACK_SOURCE_DIR "/examples/20-worst-releases.pinstack.json");
    REQUIRE(system.has_value());
    const ExactResult exact = explore_exactly(*system);
    CHECK(exact.is_exact());
    CHECK(exact.tasks[0].worst_response == 17);
    CHECK(slow_exact(*system, Placements::own).worst == std::vector<std::int64_t>{17, 8, 3});
}

TEST_CASE("exact: no balancer does worse than the class of which it is one, and no search than what is exact") {
    std::uint64_t found = 0, sought = 0;
    for (const char* balancer : {"idle-first", "wake-previous", "wake-previous-push", "shift"}) {
        for (std::uint64_t seed = 0; seed < rounds(60); ++seed) {
            System system = tiny_system(seed, 2, 4, 5, false);
            system.kernel = variant(Protection::migrate_disable, balancer, seed % 2 == 0 ? Order::fp : Order::edf);
            const ExactResult own = explore_exactly(system);
            const ExactResult any = explore_exactly(system, {.placements = Placements::any});
            INFO(text_of(system));
            if (own.has_overrun()) CHECK(any.has_overrun());
            if (any.has_overrun()) continue;
            CHECK(own.depth <= any.depth);
            for (std::uint32_t i = 0; i < system.tasks.size(); ++i) {
                CHECK(own.tasks[i].worst_response <= any.tasks[i].worst_response);
                SearchSpec spec;
                spec.objective = {ObjectiveKind::response, i};
                spec.evaluations = 300;
                const auto searched = search_worst_case(system, spec);
                REQUIRE(searched.has_value());
                CHECK(searched->worst.value <= own.tasks[i].worst_response);
                ++sought;
                found += searched->worst.value == own.tasks[i].worst_response;
            }
        }
    }
    CAPTURE(found, sought);
    CHECK(found * 10 > sought * 9);
}
