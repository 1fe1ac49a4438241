// SPDX-License-Identifier: Apache-2.0
//
// Accounting where a push stopper takes time: its task may have left before it begins, or be pulled away meanwhile.
// The stopper then serves nobody, and a job that waits in order is in Top although it does not run. And accounting of
// jobs whose wake-up is late, as interrupts are off: they are ready from their release, or the end of their sleep.
#include <iterator>
#include <random>

#include "model/engine/simulation.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

TEST_CASE("linux: CPUs are useful or inverted for as long as jobs run, whatever the stoppers do", "[linux]") {
    RandomSystemOptions shape;
    shape.finite = true;
    shape.sections_begin_with_suspend = false;  // the kernel's balancers refuse those
    const char* const balancers[] = {"linux-rt-5.11", "linux-rt-5.15", "linux-rt-chained"};
    int ran = 0;
    for (std::uint64_t seed = 0; seed < 1500; ++seed) {
        std::mt19937_64 random(seed);
        const System system = random_system(seed, shape);
        Variant kernel = variant(Protection::migrate_disable, balancers[seed % std::size(balancers)]);
        kernel.linux.stopper = {pick(random, 1, 12)};
        kernel.linux.resched = {pick(random, 0, 2)};
        kernel.linux.rt_push_ipi = chance(random, 30);
        const Result<Simulation> simulation = Simulation::create(system, kernel);
        if (!simulation) continue;
        ++ran;
        const RunResult result = simulation->run();
        std::int64_t running = 0;
        for (const TaskResult& task : result.tasks) {
            running += task.response_split[static_cast<std::size_t>(JobState::running)];
        }
        INFO("seed " << seed);
        REQUIRE(result.capacity.useful + result.capacity.inversion() == running);
    }
    CHECK(ran > 1000);
}

std::int64_t time_in(const TaskResult& task, JobState state) {
    return task.response_split[static_cast<std::size_t>(state)];
}

RunResult run_5_15(const System& system) {
    return Simulation::create(system, variant(Protection::migrate_disable, "linux-rt-5.15"))->run();
}

TEST_CASE("linux: who is released while interrupts are off waits from his release, and idle CPUs are lost", "[linux]") {
    // CPU 0 runs K until 10 with interrupts off, then J; CPU 1 idles.
    for (const auto& [priority, wait] : {std::pair{2, JobState::np_blocking}, {1, JobState::balancing_wait}}) {
        CAPTURE(priority);
        const RunResult result = run_5_15(system_of(
            "", 2, {task("K", 1, {0}, 100, 0, {irq_off({run(10)})}), task("J", priority, {3}, 100, 0, {run(4)})}));
        CHECK(time_in(result.tasks[1], wait) == 7);
        CHECK(time_in(result.tasks[1], JobState::running) == 4);
        CHECK(result.capacity.balancing_loss == 7);
        CHECK(result.capacity.useful == 14);
        CHECK(result.capacity.idle == 7);
    }
}

TEST_CASE("linux: who wakes up in his section while interrupts are off loses to stacking", "[linux]") {
    // On CPU 0 P sleeps from 2 to 5, K runs from 2 to 12 with interrupts off, then P; CPU 1 idles.
    const RunResult result =
        run_5_15(system_of("", 2,
                           {task("P", 2, {0}, 100, 0, {run(1), section({run(1), suspend(3), run(2)})}),
                            task("K", 1, {2}, 100, 0, {irq_off({run(10)})})}));
    CHECK(time_in(result.tasks[0], JobState::suspended) == 3);
    CHECK(time_in(result.tasks[0], JobState::np_blocking) == 7);
    CHECK(result.capacity.stacking_loss == 7);
    CHECK(result.capacity.idle == 28 - 14 - 7);
    REQUIRE(result.stacking.episodes.size() == 1);
    CHECK(result.stacking.episodes[0].from.ns == 5);
    CHECK(result.stacking.episodes[0].to.ns == 12);
}

TEST_CASE("linux: below a push stopper that serves nobody a job does not wait in order", "[linux]") {
    // H runs over L, which is pinned to CPU 0. At 20 CPU 1 becomes idle, and its pull has a stopper sent for H, which
    // is done at 21; the stopper then has the CPU until 26, and CPU 1 runs U.
    const System system =
        system_of("", 2,
                  {task("L", 1, {0}, 100, 0, {section({run(10)})}), task("H", 2, {1}, 100, 0, {run(20)}),
                   task("G", 3, {0}, 100, 1, {run(20)}), task("U", 4, {21}, 100, 1, {run(20)})});
    Variant kernel = variant(Protection::migrate_disable, "linux-rt-5.15");
    kernel.linux.stopper = {5};
    kernel.linux.resched = {2};
    kernel.linux.rt_push_ipi = false;
    const RunResult result = Simulation::create(system, kernel)->run();
    CHECK(time_in(result.tasks[0], JobState::interference) == 19);
    CHECK(time_in(result.tasks[0], JobState::pin_wait) == 6);
    CHECK(result.capacity.stacking_loss == 1);
    CHECK(result.capacity.overhead == 5);
}

}  // namespace
}  // namespace pinstack::test
