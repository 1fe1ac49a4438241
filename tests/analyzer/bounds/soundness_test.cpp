// SPDX-License-Identifier: Apache-2.0
//
// Bounds against simulation: no response exceeds the bound of the policy under which it happened, no set that a test
// accepts misses a deadline; and the terms by which bounds differ are needed, as each is exceeded under another policy.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/bounds/pinned/pinned.hpp"
#include "analyzer/bounds/registry.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

enum Scheme { kIdeal, kNp, kUnmitigated, kShift, kSwapOnEntry, kSchemes };

struct Row {
    const char* name;
    void (*bound)(const TaskSet&, Verdict&);
    Protection sections;
    std::vector<const char*> balancers;  ///< that the bound covers
};

const Row& row_of(Scheme policy) {
    static const Row kRows[kSchemes] = {
        {"pinned-none", run_pinned_none, Protection::none, {"shift"}},
        {"pinned-np", run_pinned_np, Protection::preempt_disable, {"idle-first"}},
        {"pinned-unmitigated",
         run_pinned_unmitigated,
         Protection::migrate_disable,
         {"idle-first", "wake-previous", "wake-previous-push"}},
        {"pinned-shift", run_pinned_shift, Protection::migrate_disable, {"shift"}},
        {"pinned-swap-on-entry", run_pinned_swap_on_entry, Protection::migrate_disable, {"swap-on-entry"}},
    };
    return kRows[policy];
}

/// m to m + 4 tasks, most with sections.
TaskSet random_set(std::uint64_t seed, Order order, int most_load) {
    std::mt19937_64 random(seed);
    const int cpus = static_cast<int>(pick(random, 2, 4));
    return random_task_set(seed, {.order = order,
                                  .cpus_from = cpus,
                                  .cpus_to = cpus,
                                  .tasks_from = cpus,
                                  .tasks_to = cpus + 4,
                                  .longest_period = static_cast<int>(pick(random, 12, 40)),
                                  .load_from = 20,
                                  .load_to = most_load,
                                  .section_share = static_cast<int>(pick(random, 30, 100)),
                                  .homes = true});
}

/// One of many ways in which the set may arrive; the ways differ in `way`.
System arrivals_of(const TaskSet& set, std::uint64_t seed, std::uint64_t way) {
    std::mt19937_64 random(1'000'003 * seed + way);
    const Arrivals kinds[] = {Arrivals::sporadic, Arrivals::offsets, Arrivals::synchronous};
    System system = system_of(set, kinds[way % 3], random(), 300);
    // All at home on one CPU, where pinned jobs stack up; or as drawn.
    if (chance(random, 50)) {
        for (Task& task : system.tasks) task.home_cpu = 0;
    }
    // A burst, the least urgent first, each when the one before has just entered its first section.
    if (way % 3 == 1 && chance(random, 60)) {
        std::int64_t at = pick(random, 0, 20);
        for (std::size_t i = system.tasks.size(); i-- > 0;) {
            std::get<Periodic>(system.tasks[i].releases).offset = {at};
            at += pick(random, 0, 2);
        }
    }
    return system;
}

struct Count {
    std::uint64_t sets = 0, passing = 0, runs = 0, compared = 0, exact = 0;
};

bool proves_nothing(const Verdict& verdict) {
    return std::none_of(verdict.bounds.begin(), verdict.bounds.end(),
                        [](const auto& bound) { return bound.has_value(); });
}

/// All policies on one set, each against its own bound.
void check_set(std::uint64_t seed, Order order, std::uint64_t ways, std::vector<Count>& counts) {
    const TaskSet set = random_set(seed, order, 80);
    for (int policy = 0; policy < kSchemes; ++policy) {
        const Row& row = row_of(static_cast<Scheme>(policy));
        Count& count = counts[static_cast<std::size_t>(policy)];
        Verdict verdict;
        row.bound(set, verdict);
        ++count.sets;
        count.passing += verdict.schedulable;
        if (proves_nothing(verdict)) continue;
        std::vector<std::int64_t> longest(set.size(), 0);
        for (std::uint64_t way = 0; way < ways; ++way) {
            const System system = arrivals_of(set, seed, way);
            for (const char* balancer : row.balancers) {
                const auto responses = simulated_responses(system, variant(row.sections, balancer, order));
                const std::string exceeded = bound_exceeded(set, verdict, responses);
                if (!exceeded.empty()) FAIL_CHECK(row.name << " " << balancer << ": " << exceeded);
                ++count.runs;
                for (std::size_t i = 0; i < set.size(); ++i) longest[i] = std::max(longest[i], responses[i]);
            }
        }
        for (std::size_t i = 0; i < set.size(); ++i) {
            count.compared += verdict.bounds[i].has_value();
            count.exact += verdict.bounds[i] == longest[i];
        }
    }
}

/// Shown where PINSTACK_TEST_ROUNDS asks for a long run.
void report(const std::string& text) {
    if (rounds(1) > 1) WARN(text);
}

/// Responses under `run` that exceed the bound of `bound`.
std::uint64_t count_exceeding(Scheme run, Scheme bound, Order order, std::uint64_t sets) {
    std::uint64_t exceeding = 0;
    for (std::uint64_t seed = 0; seed < sets; ++seed) {
        const TaskSet set = random_set(seed, order, 60);
        Verdict verdict;
        row_of(bound).bound(set, verdict);
        if (proves_nothing(verdict)) continue;
        for (std::uint64_t way = 0; way < 4; ++way) {
            const System system = arrivals_of(set, seed, way);
            for (const char* balancer : row_of(run).balancers) {
                const auto responses = simulated_responses(system, variant(row_of(run).sections, balancer, order));
                for (std::size_t i = 0; i < set.size(); ++i) {
                    exceeding += verdict.bounds[i].has_value() && responses[i] > *verdict.bounds[i];
                }
            }
        }
    }
    return exceeding;
}

}  // namespace

TEST_CASE("no response exceeds the bound of its policy") {
    for (const Order order : {Order::fp, Order::edf}) {
        std::vector<Count> counts(kSchemes);
        for (std::uint64_t seed = 0; seed < rounds(250); ++seed) check_set(seed, order, 6, counts);
        for (int policy = 0; policy < kSchemes; ++policy) {
            const Count& count = counts[static_cast<std::size_t>(policy)];
            const Row& row = row_of(static_cast<Scheme>(policy));
            const std::string text = fmt::format("{} {}: {} sets, {} pass, {} runs, {} bounds, {} met exactly",
                                                 row.name, order == Order::fp ? "fp" : "edf", count.sets, count.passing,
                                                 count.runs, count.compared, count.exact);
            report(text);
            CAPTURE(text);
            CHECK(count.runs >= rounds(250) / 2);
            CHECK(count.exact * 4 > count.compared);
        }
    }
}

TEST_CASE("no set that a global test accepts misses a deadline, nor exceeds its bounds") {
    std::string text;
    for (const SchedulabilityTest& test : schedulability_tests()) {
        if (test.family != TestFamily::global_edf && test.family != TestFamily::global_fp) continue;
        const Order order = test.family == TestFamily::global_edf ? Order::edf : Order::fp;
        Deadlines deadlines = Deadlines::constrained;
        if (test.assumptions.contains(Assumption::implicit_deadlines)) deadlines = Deadlines::implicit;
        std::uint64_t accepted = 0, bounded = 0;
        for (std::uint64_t seed = 0; seed < rounds(300); ++seed) {
            std::mt19937_64 random(seed);
            // With sections of at most m tasks, now and then: Theorem 1.
            const bool has_sections = chance(random, 30);
            const bool is_any = !test.assumptions.contains(Assumption::constrained_deadlines) && chance(random, 50) &&
                                deadlines != Deadlines::implicit;
            TaskSet set = random_task_set(seed, {.order = order,
                                                 .cpus_from = 1,
                                                 .tasks_from = 2,
                                                 .tasks_to = 9,
                                                 .longest_period = static_cast<int>(pick(random, 8, 40)),
                                                 .deadlines = is_any ? Deadlines::arbitrary : deadlines,
                                                 .load_from = 20,
                                                 .load_to = 100,
                                                 .section_share = has_sections ? 30 : 0,
                                                 .homes = true});
            const auto sectioned = std::count_if(set.tasks.begin(), set.tasks.end(),
                                                 [](const SporadicTask& task) { return task.sectioned > 0; });
            if (sectioned > set.cpus) continue;
            if (test.assumptions.contains(Assumption::deadline_monotonic)) {
                std::stable_sort(set.tasks.begin(), set.tasks.end(),
                                 [](const auto& a, const auto& b) { return a.deadline < b.deadline; });
            }
            Verdict verdict;
            test.run(set, verdict);
            REQUIRE(verdict.why_not == "");
            accepted += verdict.schedulable;
            for (const auto& bound : verdict.bounds) bounded += bound.has_value();
            for (std::uint64_t way = 0; way < 4; ++way) {
                const System system = arrivals_of(set, seed, way);
                const Variant on = sectioned > 0 ? variant(Protection::migrate_disable, "swap-on-entry", order)
                                                 : variant(Protection::none, "shift", order);
                const std::string exceeded = bound_exceeded(set, verdict, simulated_responses(system, on));
                if (!exceeded.empty()) FAIL_CHECK(test.id << ": " << exceeded);
            }
        }
        text += fmt::format("{}: {} accepted, {} bounds; ", test.id, accepted, bounded);
        CAPTURE(test.id);
        CHECK(bounded > rounds(300) / 10);
    }
    report(text);
}

TEST_CASE("the bounds bite: responses under one policy exceed the bound of another") {
    struct Pair {
        Scheme run, bound;
    };
    std::string text;
    for (const Pair pair : {Pair{kShift, kIdeal}, Pair{kNp, kIdeal}, Pair{kUnmitigated, kShift}, Pair{kShift, kNp},
                            Pair{kSwapOnEntry, kIdeal}}) {
        std::uint64_t both = 0;
        for (const Order order : {Order::fp, Order::edf}) {
            const std::uint64_t exceeding = count_exceeding(pair.run, pair.bound, order, rounds(400));
            text += fmt::format("{} {} exceeds {}: {}; ", order == Order::fp ? "fp" : "edf", row_of(pair.run).name,
                                row_of(pair.bound).name, exceeding);
            both += exceeding;
            // Under EDF pinned-np takes every section of every other task for one that blocks, and no response under
            // pins has been seen beyond that.
            const bool is_known = pair.bound == kNp && order == Order::edf;
            CAPTURE(text);
            CHECK((exceeding > 0 || is_known));
        }
        CHECK(both > 0);
    }
    report(text);
}
