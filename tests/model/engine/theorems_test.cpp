// SPDX-License-Identifier: Apache-2.0
//
// The theorems of docs/theory.md as properties of random systems. Theorem 1: with full affinities, all CPUs online,
// costs none and nothing non-preemptible, if at most m tasks use MD, migrate_disable/swap-on-entry runs the same jobs
// as ideal global scheduling at every instant. Theorem 2: for any number n_MD of them, its stacking loss at any instant
// is at most min(m-1, max(0, n_MD-m)). Both need a pin that swap-on-entry chooses: a section whose first operation is a
// suspension pins where the job stands.
#include "tests/model/engine/running_jobs.hpp"
#include "tests/model/engine/simulators.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

/// Within the theorems' conditions.
RandomSystemOptions conditions(int tasks_with_sections) {
    RandomSystemOptions options;
    options.masks = false;
    options.non_preemptible = false;
    options.explicit_sections = false;  // none/shift is ideal only without them
    options.sections_begin_with_suspend = false;
    options.tasks_with_sections = tasks_with_sections;
    return options;
}

std::vector<RunningInterval> running_in_engine(const System& system, const Variant& variant) {
    RunningObserver observer;
    simulate(system, variant, {}, &observer);
    return observer.result();
}

std::vector<RunningInterval> running_in_reference(const System& system, const Variant& variant) {
    std::vector<Slice> slices;
    reference_simulate(system, variant, {}, &slices);
    return running_jobs(slices);
}

bool has_section(const Body& body) {
    return std::any_of(body.begin(), body.end(), [](const Operation& operation) { return is_bracket(operation.kind); });
}

}  // namespace

TEST_CASE("Theorem 1: swap-on-entry is ideal while at most m tasks use MD", "[theorems]") {
    for (const Order order : {Order::fp, Order::edf}) {
        const Variant ideal = variant(Protection::none, "shift", order);
        const Variant swap = variant(Protection::migrate_disable, "swap-on-entry", order);
        for (std::uint64_t seed = 0; seed < rounds(3000); ++seed) {
            const System system = random_system(seed, conditions(0));
            INFO(describe(system, swap, {}));
            REQUIRE(running_in_engine(system, swap) == running_in_engine(system, ideal));
            if (seed % 4 == 0) REQUIRE(running_in_reference(system, swap) == running_in_reference(system, ideal));
            const RunResult result = simulate(system, swap);
            REQUIRE(result.capacity.lost() == 0);
            REQUIRE(result.capacity.inversion() == 0);
            REQUIRE(result.stacking.max_depth <= 1);
        }
    }
}

TEST_CASE("Theorem 1 needs sections that do not begin with a suspension", "[theorems]") {
    // Both sections pin to CPU 0, where their tasks stand; from 4 on CPU 1 idles.
    const System system = system_of("two sleepers", 2,
                                    {task("T0", 1, {0}, 99, 0, {run(1), section({suspend(3), run(2)})}),
                                     task("T1", 2, {1}, 99, 0, {run(1), section({suspend(1), run(5)})})});
    for (const Simulator& simulator : simulators()) {
        INFO(simulator.name);
        const RunResult ideal = simulator.run(system, variant(Protection::none, "shift"), {});
        const RunResult swap = simulator.run(system, variant(Protection::migrate_disable, "swap-on-entry"), {});
        CHECK(ideal.tasks[0].response.max().ns == 6);
        CHECK(swap.tasks[0].response.max().ns == 10);
        CHECK(swap.capacity.stacking_loss == 4);
        CHECK(swap.stacking.max_depth == 2);
    }
}

TEST_CASE("Theorem 2: the stacking loss of swap-on-entry at any instant", "[theorems]") {
    std::uint64_t met = 0;
    for (const Order order : {Order::fp, Order::edf}) {
        const Variant swap = variant(Protection::migrate_disable, "swap-on-entry", order);
        for (std::uint64_t seed = 0; seed < rounds(3000); ++seed) {
            const System system = random_system(seed, conditions(8));
            const int m = system.platform.cpus;
            int n_md = 0;
            for (const Task& task : system.tasks) n_md += has_section(task.body) ? 1 : 0;
            const int bound = std::min(m - 1, std::max(0, n_md - m));
            INFO(describe(system, swap, {}));
            const int loss = simulate(system, swap).stacking.max_simultaneous_loss;
            REQUIRE(loss <= bound);
            met += loss == bound && bound > 0 ? 1 : 0;
        }
    }
    CHECK(met > 0);  // the test bites
}

TEST_CASE("Theorem 3 and Lemma 6: whom stacking can delay under fixed priorities", "[theorems]") {
    RandomSystemOptions options = conditions(8);
    options.sections_may_suspend = false;
    std::uint64_t delayed_by_shift = 0, delayed_by_swap = 0;
    for (std::uint64_t seed = 0; seed < rounds(3000); ++seed) {
        System system = random_system(seed, options);
        const int n = static_cast<int>(system.tasks.size());
        for (int i = 0; i < n; ++i) system.tasks[static_cast<std::size_t>(i)].priority = n - i;
        const Variant shift = variant(Protection::migrate_disable, "shift");
        const Variant swap = variant(Protection::migrate_disable, "swap-on-entry");
        INFO(describe(system, swap, {}));
        const RunResult shifted = simulate(system, shift), swapped = simulate(system, swap);
        int above = 0, above_with_sections = 0;
        const auto pin_wait = [](const TaskResult& task) { return task.response_split[int(JobState::pin_wait)]; };
        for (std::size_t i = 0; i < system.tasks.size(); ++i) {
            delayed_by_shift += pin_wait(shifted.tasks[i]) > 0;
            delayed_by_swap += pin_wait(swapped.tasks[i]) > 0;
            if (above < system.platform.cpus) REQUIRE(pin_wait(shifted.tasks[i]) == 0);
            if (above_with_sections < system.platform.cpus) REQUIRE(pin_wait(swapped.tasks[i]) == 0);
            ++above;
            above_with_sections += has_section(system.tasks[i].body) ? 1 : 0;
        }
    }
    CHECK(delayed_by_shift > 0);  // the test bites
    CHECK(delayed_by_swap > 0);
}

TEST_CASE("Theorem 4: with m + 1 tasks swap-on-entry can lose", "[theorems]") {
    std::uint64_t different = 0;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const System system = random_system(seed, conditions(8));
        const Variant swap = variant(Protection::migrate_disable, "swap-on-entry");
        different += running_in_engine(system, swap) != running_in_engine(system, variant(Protection::none, "shift"));
    }
    CHECK(different > 0);
}

}  // namespace pinstack::test
