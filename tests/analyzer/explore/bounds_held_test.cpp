// SPDX-License-Identifier: Apache-2.0
//
// Every bound of `analyze` against exact worst cases: of small random sets, under the variant that the bound covers, no
// exact worst case is above a bound, and no set that a test accepts misses a deadline.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "analyzer/bounds/coverage.hpp"
#include "analyzer/explore/exact/exploration.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

struct Way {
    Protection sections;
    const char* balancer;
};
// The bounds under pins come with each; the others are of these.
const Way kWays[] = {
    {Protection::none, "shift"},
    {Protection::preempt_disable, "idle-first"},
    {Protection::migrate_disable, "wake-previous"},
    {Protection::migrate_disable, "swap-on-entry"},
    {Protection::migrate_disable, "partitioned"},
    {Protection::preempt_disable, "partitioned"},
    {Protection::migrate_disable, "bounded-stack:1"},
};

System random_small_system(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const Order order = chance(random, 50) ? Order::fp : Order::edf;
    const int cpus = chance(random, 20) ? 1 : chance(random, 15) ? 3 : 2;
    const Way& way = kWays[seed % std::size(kWays)];
    const TaskSet set =
        random_task_set(seed, {.order = order,
                               .cpus_from = cpus,
                               .cpus_to = cpus,
                               .tasks_from = cpus,
                               .tasks_to = cpus == 2 && chance(random, 20) ? 4 : cpus + 1,
                               .longest_period = cpus == 3 ? 5 : 7,
                               .deadlines = chance(random, 40) ? Deadlines::implicit : Deadlines::constrained,
                               .load_from = 20,
                               .load_to = 90,
                               .rate_monotonic = chance(random, 30),
                               .section_share = chance(random, 20) ? 30 : 80,
                               .homes = true});
    System system = system_of(set, Arrivals::synchronous, seed, 100);
    system.kernel = variant(way.sections, way.balancer, order);
    return system;
}

/// Under the variant that a bound covers: of any placement where the bound is of a class of balancers.
const ExactResult& exact_of(const System& covered, Placements placements, Lengths lengths,
                            std::map<std::string, ExactResult>& known) {
    std::string key = fmt::format("{} {}", to_text(covered.kernel), static_cast<int>(placements));
    for (const Task& task : covered.tasks) key += fmt::format(" {}", task.home_cpu.value_or(0));
    const auto found = known.find(key);
    if (found != known.end()) return found->second;
    const ExactSpec spec{.placements = placements, .lengths = lengths, .unit = {1}, .witnesses = false};
    return known.emplace(key, explore_exactly(covered, spec)).first->second;
}

struct Count {
    std::uint64_t bounds = 0, met = 0, accepted = 0;
};

}  // namespace

TEST_CASE("exact: no bound of `analyze` is below an exact worst case, no accepted set misses a deadline") {
    std::map<std::string_view, Count> counts;
    for (std::uint64_t seed = 0; seed < rounds(6'000); ++seed) {
        const System system = random_small_system(seed);
        const Lengths lengths = seed % 3 == 0 ? Lengths::any : Lengths::full;
        std::map<std::string, ExactResult> known;
        const Analysis analysis = analyze(system);
        for (const TestOutcome& outcome : analysis.tests) {
            // Bounds of job sets hold for the releases of the file only.
            if (!outcome.applicable() || outcome.test->family == TestFamily::job_sets) continue;
            const std::optional<System> covered = covered_system(system, outcome);
            if (!covered) continue;
            const bool is_class = outcome.test->family == TestFamily::pinned;
            const Placements placements = is_class ? Placements::any : Placements::own;
            const ExactResult& exact = exact_of(*covered, placements, lengths, known);
            REQUIRE(exact.end == ExactResult::End::complete);
            Count& count = counts[outcome.test->id];
            count.accepted += outcome.verdict.schedulable;
            for (std::size_t i = 0; i < system.tasks.size(); ++i) {
                const std::int64_t worst = exact.tasks[i].worst_response, deadline = system.tasks[i].deadline.ns;
                const auto& bound = outcome.verdict.bounds[i];
                const bool is_held = (!bound || worst <= *bound) &&
                                     (!outcome.verdict.schedulable || (worst <= deadline && !exact.tasks[i].overruns));
                if (!is_held) {
                    FAIL_CHECK(outcome.test->id << " T" << i << ": exact " << worst << " "
                                                << (exact.tasks[i].overruns ? "overruns" : "") << ", bound "
                                                << bound.value_or(-1) << "\n"
                                                << save_system(*covered));
                }
                if (!bound || exact.has_overrun()) continue;
                ++count.bounds;
                count.met += *bound == worst;
                // Their authors say exact; rta-uni where nothing is non-preemptible.
                const bool is_exact = outcome.test->id == "edf-wcrt" || outcome.test->id == "rta-np" ||
                                      outcome.test->family == TestFamily::exact;
                if (is_exact && lengths == Lengths::any) {
                    CAPTURE(outcome.test->id, i, save_system(*covered));
                    CHECK(*bound == worst);
                }
            }
        }
    }
    std::string text;
    for (const auto& [id, count] : counts) {
        text += fmt::format("{}: {} accepted, {} bounds, {} met\n", id, count.accepted, count.bounds, count.met);
        CAPTURE(id);
        CHECK(count.bounds > rounds(6'000) / 100);
    }
    if (rounds(1) > 1) WARN(text);
    INFO(text);
    CHECK(counts.size() >= 30);
}

TEST_CASE("exact: the bounds bite: exact worst cases of one policy are above the bound of another") {
    struct Pair {
        const char* bound;
        Way way;
        std::uint64_t above = 0;
    };
    Pair pairs[] = {
        {"pinned-none", {Protection::migrate_disable, "shift"}},
        {"pinned-none", {Protection::preempt_disable, "idle-first"}},
        {"pinned-none", {Protection::migrate_disable, "swap-on-entry"}},
        {"pinned-shift", {Protection::migrate_disable, "wake-previous"}},
        {"pinned-shift", {Protection::preempt_disable, "idle-first"}},
    };
    for (std::uint64_t seed = 0; seed < rounds(4'000); ++seed) {
        System system = random_small_system(seed);
        const Analysis analysis = analyze(system);
        std::map<std::string, ExactResult> known;
        for (Pair& pair : pairs) {
            const auto outcome = std::find_if(analysis.tests.begin(), analysis.tests.end(),
                                              [&](const TestOutcome& each) { return each.test->id == pair.bound; });
            if (!outcome->applicable()) continue;
            system.kernel = variant(pair.way.sections, pair.way.balancer, system.kernel.order);
            const ExactResult& exact = exact_of(system, Placements::own, Lengths::full, known);
            for (std::size_t i = 0; i < system.tasks.size(); ++i) {
                const auto& bound = outcome->verdict.bounds[i];
                pair.above += bound && exact.tasks[i].worst_response > *bound;
            }
        }
    }
    for (const Pair& pair : pairs) {
        CAPTURE(pair.bound, pair.way.balancer);
        CHECK(pair.above > 0);
    }
}
