// SPDX-License-Identifier: Apache-2.0
//
// The tables of docs/explore.md: bounds beside exact worst cases, and how often a search finds them. No benchmark, but
// like one it takes a while, and proves nothing that a test would have to.
//
//     pinstack-exact-tables [SETS]        sets of each size, default 2000; the same number gives the same tables
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "analyzer/bounds/coverage.hpp"
#include "analyzer/bounds/registry.hpp"
#include "analyzer/explore/exact/exploration.hpp"
#include "analyzer/explore/search.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

struct Size {
    int cpus, tasks, longest_period;
};
// Those of the exploration of theory.md.
constexpr Size kSizes[] = {{2, 3, 7}, {2, 4, 6}, {3, 4, 6}, {3, 5, 5}};

System random_set(std::uint64_t seed, const Size& size, Order order, bool constrained = true) {
    std::mt19937_64 random(seed);
    const TaskSet set = random_task_set(seed, {.order = order,
                                               .cpus_from = size.cpus,
                                               .cpus_to = size.cpus,
                                               .tasks_from = size.tasks,
                                               .tasks_to = size.tasks,
                                               .longest_period = size.longest_period,
                                               .deadlines = constrained ? Deadlines::constrained : Deadlines::implicit,
                                               .load_from = 20,
                                               .load_to = 80,
                                               .section_share = 80,
                                               .homes = true});
    return system_of(set, Arrivals::synchronous, seed, 100);
}

struct Tightness {
    std::uint64_t bounds = 0, met = 0;
    double ratios = 0, largest = 0, parts = 0;  // bound / exact; exact / bound

    void add(std::int64_t bound, std::int64_t exact) {
        const double ratio = static_cast<double>(bound) / static_cast<double>(exact);
        ++bounds;
        met += bound == exact;
        ratios += ratio;
        parts += 1 / ratio;
        largest = std::max(largest, ratio);
    }
    std::string row(std::string_view name) const {
        const auto count = static_cast<double>(std::max<std::uint64_t>(bounds, 1));
        return fmt::format("| {} | {} | {:.3f} | {:.2f} | {:.1f} % | {:.3f} |\n", name, bounds, ratios / count, largest,
                           100 * static_cast<double>(met) / count, parts / count);
    }
};
constexpr const char* kTightnessHead =
    "| | bounds | bound / exact: mean | max | met exactly | exact / bound: mean |\n|---|---:|---:|---:|---:|---:|\n";

const TestOutcome& outcome_of(const Analysis& analysis, std::string_view id) {
    return *std::find_if(analysis.tests.begin(), analysis.tests.end(),
                         [&](const TestOutcome& outcome) { return outcome.test->id == id; });
}

/// What the bounds hold for: any placement of a class of balancers.
ExactResult exact_of(const System& covered, Placements placements) {
    return explore_exactly(covered, {.placements = placements, .witnesses = false});
}

void print_bounds_under_pins(Order order, std::uint64_t sets) {
    constexpr const char* kIds[] = {"pinned-none", "pinned-np", "pinned-unmitigated", "pinned-shift",
                                    "pinned-swap-on-entry"};
    std::map<std::string_view, Tightness> all, penalised;
    for (const Size& size : kSizes) {
        for (std::uint64_t seed = 0; seed < sets; ++seed) {
            const System system = random_set(seed, size, order);
            const Analysis analysis = analyze(system);
            const TestOutcome& ideal = outcome_of(analysis, "pinned-none");
            for (const char* id : kIds) {
                const TestOutcome& outcome = outcome_of(analysis, id);
                const auto& bounds = outcome.verdict.bounds;
                if (std::none_of(bounds.begin(), bounds.end(), [](const auto& bound) { return bound.has_value(); })) {
                    continue;
                }
                const ExactResult exact = exact_of(*covered_system(system, outcome), Placements::any);
                if (exact.has_overrun()) continue;
                for (std::size_t i = 0; i < bounds.size(); ++i) {
                    if (!bounds[i]) continue;
                    all[id].add(*bounds[i], exact.tasks[i].worst_response);
                    // A bound that failed is a larger one.
                    const auto& least = ideal.verdict.bounds[i];
                    if (least && *bounds[i] > *least) penalised[id].add(*bounds[i], exact.tasks[i].worst_response);
                }
            }
        }
    }
    fmt::print("\n### {}\n\n{}", order == Order::fp ? "Fixed priority" : "EDF", kTightnessHead);
    for (const char* id : kIds) fmt::print("{}", all[id].row(id));
    fmt::print("\nOf tasks whose bound is above that of pinned-none:\n\n{}", kTightnessHead);
    for (const char* id : kIds) {
        if (penalised[id].bounds > 0) fmt::print("{}", penalised[id].row(id));
    }
}

void print_global_tests(Order order, std::uint64_t sets) {
    std::map<std::string_view, Tightness> all;
    for (const Size& size : kSizes) {
        for (std::uint64_t seed = 0; seed < sets; ++seed) {
            System system = random_set(seed, size, order, seed % 2 == 0);
            system.kernel = variant(Protection::none, "shift", order);
            const ExactResult exact = exact_of(system, Placements::own);
            if (exact.has_overrun()) continue;
            for (const TestOutcome& outcome : analyze(system).tests) {
                const TestFamily family = outcome.test->family;
                const bool is_global = family == TestFamily::global_fp || family == TestFamily::global_edf;
                if (!is_global || !outcome.applicable()) continue;
                for (std::size_t i = 0; i < system.tasks.size(); ++i) {
                    const auto& bound = outcome.verdict.bounds[i];
                    if (bound) all[outcome.test->id].add(*bound, exact.tasks[i].worst_response);
                }
            }
        }
    }
    for (const SchedulabilityTest& test : schedulability_tests()) {
        if (all.contains(test.id)) fmt::print("{}", all[test.id].row(test.id));
    }
}

void print_states(std::uint64_t sets) {
    fmt::print(
        "\n## States\n\n| CPUs | tasks | T <= | none | np | swap-on-entry | shift, any CPUs | unmitigated, any CPUs | "
        "shift | wake-previous |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    struct Way {
        Protection sections;
        const char* balancer;
        Placements placements;
    };
    constexpr Way kWays[] = {{Protection::none, "shift", Placements::own},
                             {Protection::preempt_disable, "idle-first", Placements::own},
                             {Protection::migrate_disable, "swap-on-entry", Placements::own},
                             {Protection::migrate_disable, "shift", Placements::any},
                             {Protection::migrate_disable, "idle-first", Placements::any},
                             {Protection::migrate_disable, "shift", Placements::own},
                             {Protection::migrate_disable, "wake-previous", Placements::own}};
    for (const Size& size : kSizes) {
        fmt::print("| {} | {} | {} |", size.cpus, size.tasks, size.longest_period);
        for (const Way& way : kWays) {
            std::uint64_t states = 0, counted = 0;
            for (std::uint64_t seed = 0; seed < sets / 4; ++seed) {
                System system = random_set(seed, size, Order::fp);
                system.kernel = variant(way.sections, way.balancer);
                const ExactResult exact = exact_of(system, way.placements);
                if (exact.has_overrun()) continue;
                states += exact.states;
                ++counted;
            }
            fmt::print(" {:.0f} |", static_cast<double>(states) / static_cast<double>(counted));
        }
        fmt::print("\n");
    }
}

void print_search(std::uint64_t sets) {
    fmt::print(
        "\n## Search\n\n| | runs | sets | found | share of exact: mean | least |\n|---|---:|---:|---:|---:|---:|\n");
    for (const char* balancer : {"shift", "wake-previous"}) {
        for (const std::uint64_t runs :
             {std::uint64_t{1}, std::uint64_t{100}, std::uint64_t{1'000}, std::uint64_t{10'000}}) {
            std::uint64_t compared = 0, found = 0;
            double parts = 0, least = 1;
            for (std::uint64_t seed = 0; compared < sets; ++seed) {
                System system = random_set(seed, {2, 4, 10}, Order::fp, false);
                system.kernel = variant(Protection::migrate_disable, balancer);
                // The least urgent task that can be stacked on.
                std::size_t task = system.tasks.size();
                for (std::size_t i = 0; i < system.tasks.size(); ++i) {
                    const TaskSet set = make_task_set(system);
                    if (set.tasks[i].sectioned > 0) task = i;
                }
                if (task == system.tasks.size()) continue;
                const ExactResult exact = exact_of(system, Placements::own);
                if (exact.has_overrun()) continue;
                SearchSpec spec;
                spec.objective = {ObjectiveKind::response, static_cast<std::uint32_t>(task)};
                spec.evaluations = runs;
                spec.seed = seed;
                const auto result = search_worst_case(system, spec);
                const std::int64_t worst = runs == 1 ? result->own.value : result->worst.value;
                if (worst > exact.tasks[task].worst_response) {
                    fmt::print(stderr, "a search found {} where {} is exact\n", worst,
                               exact.tasks[task].worst_response);
                    std::exit(EXIT_FAILURE);
                }
                const double part = static_cast<double>(worst) / static_cast<double>(exact.tasks[task].worst_response);
                ++compared;
                found += worst == exact.tasks[task].worst_response;
                parts += part;
                least = std::min(least, part);
            }
            const auto count = static_cast<double>(compared);
            fmt::print("| {} | {} | {} | {:.1f} % | {:.4f} | {:.2f} |\n", balancer,
                       runs == 1 ? "1, released together" : std::to_string(runs), compared,
                       100 * static_cast<double>(found) / count, parts / count, least);
        }
    }
}

void print_all(std::uint64_t sets) {
    fmt::print("## Bounds under pins\n");
    for (const Order order : {Order::fp, Order::edf}) print_bounds_under_pins(order, sets);
    fmt::print("\n## Published global tests, nothing protected\n\n{}", kTightnessHead);
    for (const Order order : {Order::edf, Order::fp}) print_global_tests(order, sets);
    print_states(sets);
    print_search(std::max<std::uint64_t>(sets / 10, 1));
}

}  // namespace
}  // namespace pinstack::test

int main(int argc, char** argv) {
    pinstack::test::print_all(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 2'000);
    return EXIT_SUCCESS;
}
