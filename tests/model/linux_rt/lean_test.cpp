// SPDX-License-Identifier: Apache-2.0
//
// The engine that is compiled for lean plans (Plan::is_lean()) against the one that leaves nothing out, which runs
// where somebody observes: every field of every result, on random systems under every flavour and feature.
#include <iterator>
#include <random>

#include "model/engine/plan.hpp"
#include "model/engine/simulation.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/print_difference.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

TEST_CASE("linux: a lean run is as any other", "[linux]") {
    const char* const balancers[] = {"linux-rt-nopush", "linux-rt-5.11", "linux-rt-5.15", "linux-rt-chained"};
    std::uint64_t lean = 0;
    for (std::uint64_t seed = 0; seed < rounds(4000); ++seed) {
        std::mt19937_64 random(seed);
        RandomSystemOptions shape;
        shape.masks = chance(random, 40);
        shape.non_preemptible = chance(random, 40);
        shape.suspensions = chance(random, 60);
        shape.sections_begin_with_suspend = false;  // the kernel's balancers refuse those
        const System system = random_system(seed, shape);
        Variant kernel = variant(Protection::migrate_disable, balancers[seed % std::size(balancers)]);
        if (chance(random, 40)) kernel.linux.stopper = {pick(random, 0, 8)};
        if (chance(random, 40)) kernel.linux.resched = {pick(random, 0, 2)};
        kernel.linux.rt_push_ipi = chance(random, 30);
        for (const LinuxChange& change : kLinuxChanges) kernel.linux.*change.in_force = chance(random, 20);
        RunOptions options;
        options.keep_jobs = true;
        const Result<Simulation> simulation = Simulation::create(system, kernel, options);
        if (!simulation) continue;
        lean += make_plan(system, kernel, options)->is_lean();
        Observer nobody;
        INFO("seed " << seed);
        const auto unlike = difference(simulation->run(&nobody), simulation->run());
        if (unlike) FAIL(*unlike);
    }
    CHECK(lean > rounds(4000) / 2);
}

}  // namespace
}  // namespace pinstack::test
