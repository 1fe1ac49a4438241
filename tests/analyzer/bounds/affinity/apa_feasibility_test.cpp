// SPDX-License-Identifier: Apache-2.0
//
// The linear program against a maximum flow in whole numbers, and against Hall's condition by trying all sets of CPUs.
#include <algorithm>
#include <numeric>

#include "analyzer/bounds/affinity/affinity.hpp"
#include "analyzer/bounds/affinity/cpu_classes.hpp"
#include "analyzer/bounds/affinity/share_program.hpp"
#include "analyzer/bounds/analysis.hpp"
#include "analyzer/bounds/arithmetic/rational.hpp"
#include "analyzer/bounds/bound_check.hpp"
#include "analyzer/bounds/registry.hpp"
#include "analyzer/feasibility/flow_network.hpp"
#include "model/engine/simulation.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

/// All flows are whole multiples of 1 / (common denominator).
bool can_flow(const std::vector<int>& sizes, const std::vector<ShareDemand>& demands) {
    std::int64_t common = 1, wanted = 0;
    for (const ShareDemand& demand : demands) common = std::lcm(common, demand.denominator);
    FlowNetwork network;
    std::vector<FlowNetwork::Node> groups;
    for (const int size : sizes) {
        groups.push_back(network.add_node());
        network.add_arc(groups.back(), FlowNetwork::kSink, size * common);
    }
    for (const ShareDemand& demand : demands) {
        const std::int64_t share = common / demand.denominator * demand.numerator;
        const FlowNetwork::Node node = network.add_node();
        network.add_arc(FlowNetwork::kSource, node, share);
        for (const std::uint32_t group : demand.groups) network.add_arc(node, groups[group], share);
        wanted += share;
    }
    return network.maximum_flow() == wanted;
}

/// No set of CPUs is the only one for more than it has.
bool fits_every_set(const System& system) {
    for (std::uint32_t bits = 0; bits < 1u << system.platform.cpus; ++bits) {
        Rational sum;
        for (const Task& task : system.tasks) {
            const CpuSet mask = mask_of(system, task);
            bool is_inside = true;
            for (CpuId cpu = mask.first(); cpu != kNoCpu; cpu = mask.next(cpu + 1)) {
                is_inside = is_inside && (bits >> cpu & 1u) != 0;
            }
            const std::int64_t period = std::get<Periodic>(task.releases).period.ns;
            if (is_inside) sum += Rational::ratio(worst_case_execution_time(task.body).ns, period);
        }
        if (Rational(std::popcount(bits)) < sum) return false;
    }
    return true;
}

/// Utilizations that add up to the CPUs, or to a bit more or less: where rounding would decide.
System random_tight_system(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const int cpus = static_cast<int>(pick(random, 1, 5));
    constexpr std::int64_t kPeriods[] = {7, 12, 30, 210, 100'003, 1'000'003};
    System system = system_of("s", cpus, {});
    // Of some parts of the CPUs, each filled by tasks that may use it.
    for (int part = 0; part < 3; ++part) {
        CpuSet mask(cpus);
        while (mask.empty()) {
            for (CpuId cpu = 0; cpu < cpus; ++cpu) mask.set(cpu, chance(random, 60));
        }
        const std::int64_t period = kPeriods[pick(random, 0, 5)];
        std::int64_t left = part == 0 ? mask.count() * period : pick(random, 0, period);
        left += chance(random, 30) ? pick(random, -1, 1) : 0;
        while (left > 0) {
            const std::int64_t cost = std::min(left, pick(random, 1, period));
            left -= cost;
            Task task = periodic(numbered("T", static_cast<std::int64_t>(system.tasks.size())), {}, {{period}, {}, {}},
                                 period, std::nullopt, {run(cost)});
            task.affinity = mask;
            system.tasks.push_back(std::move(task));
        }
    }
    return system;
}

TestOutcome analyzed(const System& system) {
    const SchedulabilityTest* const test = find_test("apa-feasibility");
    return analyze(system, std::span(&test, 1)).tests.front();
}

}  // namespace

TEST_CASE("shares are found where they are, to the last bit") {
    CHECK(*can_share({1}, {{1, 2, {0}}, {1, 2, {0}}}));
    CHECK_FALSE(*can_share({1}, {{1, 2, {0}}, {1, 2, {0}}, {1, 1'000'000'007, {0}}}));
    CHECK(*can_share({1, 1}, {{1, 1, {0}}, {2, 3, {0, 1}}, {1, 3, {1}}}));
    CHECK_FALSE(*can_share({1, 1}, {{1, 1, {0}}, {2, 3, {0, 1}}, {1, 3, {1}}, {1, 1'000'000'007, {0, 1}}}));
    CHECK(*can_share({2}, {{1, 3, {0}}, {1, 3, {0}}, {1, 3, {0}}, {999'999'999'999, 1'000'000'000'000, {0}}}));
    // Beyond what doubles can tell: 1/3 + 1/3 + 1/3 and one in 2^52 more.
    const std::int64_t fine = (std::int64_t{1} << 52) - 1;
    CHECK_FALSE(*can_share({1}, {{1, 3, {0}}, {1, 3, {0}}, {fine / 3 + 1, fine, {0}}}));
    CHECK(*can_share({1}, {{1, 3, {0}}, {1, 3, {0}}, {fine / 3, fine, {0}}}));
    CHECK(*can_share({}, {}));
    CHECK(can_share({1}, {{1, std::int64_t{1} << 60, {0}}}).error() ==
          "the fractions are too fine for the linear program");
}

TEST_CASE("the program, the flow and the condition of all sets agree") {
    std::uint64_t feasible = 0;
    for (std::uint64_t seed = 0; seed < rounds(1500); ++seed) {
        const System system = random_tight_system(seed);
        if (system.tasks.empty()) continue;
        const std::vector<CpuClass> classes = cpu_classes(system);
        std::vector<int> sizes;
        for (const CpuClass& each : classes) sizes.push_back(each.count);
        std::vector<ShareDemand> demands;
        for (const Task& task : system.tasks) {
            demands.push_back({worst_case_execution_time(task.body).ns, task.deadline.ns,
                               classes_in(classes, mask_of(system, task))});
        }
        const bool flows = can_flow(sizes, demands);
        CAPTURE(seed, system.tasks.size());
        REQUIRE(can_share(sizes, demands) == flows);
        REQUIRE(fits_every_set(system) == flows);
        const TestOutcome outcome = analyzed(system);
        REQUIRE(outcome.applicable());
        REQUIRE(outcome.verdict.schedulable == flows);
        feasible += flows ? 1 : 0;
    }
    CHECK(feasible > rounds(1500) / 5);
    CHECK(feasible < rounds(1500) * 4 / 5);
}

TEST_CASE("what is infeasible misses a deadline under every balancer, whatever its sections are") {
    std::uint64_t checked = 0;
    for (std::uint64_t seed = 0; seed < rounds(60); ++seed) {
        System system = random_tight_system(seed);
        // Enough time for a lack of a thousandth to show.
        const bool is_coarse = std::all_of(system.tasks.begin(), system.tasks.end(),
                                           [](const Task& task) { return task.deadline.ns <= 210; });
        if (system.tasks.empty() || !is_coarse || analyzed(system).verdict.schedulable) continue;
        ++checked;
        system.horizon = Duration{210 * 420};
        for (const char* balancer : {"idle-first", "wake-previous-push", "shift"}) {
            system.kernel = variant(Protection::none, balancer, seed % 2 == 0 ? Order::fp : Order::edf);
            CAPTURE(seed, balancer);
            const RunResult result = Simulation::create(system, system.kernel, RunOptions{}).value().run();
            CHECK(std::any_of(result.tasks.begin(), result.tasks.end(),
                              [](const TaskResult& task) { return task.misses > 0; }));
        }
    }
    CHECK(checked > rounds(60) / 20);
}

TEST_CASE("no task runs on two CPUs at once: one longer than its period is infeasible on any number") {
    const auto feasible = [](std::int64_t wcet) {
        return analyzed(system_of("s", 2, {periodic("A", 1, {{10}, {}, {}}, 10, 0, {run(wcet)})})).verdict.schedulable;
    };
    CHECK(feasible(10));
    CHECK_FALSE(feasible(11));
}

TEST_CASE("a verdict on the tasks covers no variant") {
    System system = system_of("s", 2,
                              {periodic("A", 2, {{10}, {}, {}}, 10, 0, {section({run(10)})}),
                               periodic("B", 1, {{10}, {}, {}}, 10, 0, {run(10)})});
    const SchedulabilityTest* const test = find_test("apa-feasibility");
    const Analysis analysis = analyze(system, std::span(&test, 1));
    REQUIRE(analysis.tests.front().verdict.schedulable);
    const BoundCheck check = check_bounds(system, analysis);
    CHECK(check.proved_by.empty());
    CHECK(check.runs.empty());
    CHECK_FALSE(check.best[0].bound);
}
