// SPDX-License-Identifier: Apache-2.0
//
// Accounting where a push stopper takes time: its task may have left before it begins, or be pulled away meanwhile.
// The stopper then serves nobody, and a job that waits in order is in Top although it does not run.
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

}  // namespace
}  // namespace pinstack::test
