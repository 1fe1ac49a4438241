// SPDX-License-Identifier: Apache-2.0
//
// Where budgets bind nobody, SCHED_DEADLINE on one CPU is EDF: the run is that of the idealised engine. Deadlines are
// made so that no two jobs have the same one.
#include <random>

#include "tests/model/linux_dl/classes.hpp"
#include "tests/support/random_system.hpp"

namespace pinstack::test {
namespace {

/// `tasks` periodic tasks with deadline = period: those of task i are i modulo the number of tasks.
System random_periodic(std::mt19937_64& random, int cpus, std::int64_t tasks) {
    System system = system_of("", cpus, {});
    for (std::int64_t i = 0; i < tasks; ++i) {
        const std::int64_t period = tasks * pick(random, 2, 8);
        const std::int64_t most = std::max<std::int64_t>(1, period / tasks);
        system.tasks.push_back(
            periodic(numbered("T", i), std::nullopt, {{period}, {i}, {}}, period, 0, {run(pick(random, 1, most))}));
    }
    system.horizon = Duration{1000};
    return system;
}

}  // namespace

TEST_CASE("linux-dl on one CPU is EDF where no budget runs out", "[linux-dl]") {
    std::mt19937_64 random(7);
    for (int round = 0; round < 300; ++round) {
        const System system = random_periodic(random, 1, pick(random, 1, 6));
        CAPTURE(round);
        const RunResult edf = run_of(system, variant(Protection::none, "idle-first", Order::edf));
        const RunResult dl = run_of(system, variant(Protection::none, "linux-dl", Order::edf));
        REQUIRE(finishes(dl) == finishes(edf));
        REQUIRE(dl.capacity.useful == edf.capacity.useful);
    }
}

}  // namespace pinstack::test
