// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/concrete_jobs.hpp"

#include <algorithm>
#include <tuple>

#include "model/engine/simulation.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

class ReleaseWatcher : public Observer {
public:
    void released(Instant at, JobId job, Instant deadline) override { jobs.push_back({job, at, deadline}); }
    std::vector<ConcreteJob> jobs;
};

}  // namespace

TEST_CASE("the jobs without a run are those of the run") {
    std::size_t compared = 0;
    for (std::uint64_t seed = 1; seed <= rounds(300); ++seed) {
        CAPTURE(seed);
        RandomSystemOptions options;
        options.finite = seed % 3 == 0;
        const System system = random_system(seed, options);
        const auto simulation = Simulation::create(system, system.kernel);
        const auto jobs = concrete_jobs(system, system.kernel, 100'000);
        REQUIRE(jobs.has_value() == simulation.has_value());
        if (!simulation) continue;
        ReleaseWatcher watcher;
        simulation->run(&watcher);
        std::sort(watcher.jobs.begin(), watcher.jobs.end(), [](const ConcreteJob& a, const ConcreteJob& b) {
            return std::tie(a.release, a.id.task, a.id.number) < std::tie(b.release, b.id.task, b.id.number);
        });
        CHECK(*jobs == watcher.jobs);
        compared += jobs->size();
    }
    CHECK(compared > 1000);
}

TEST_CASE("more jobs than asked for are told, not kept") {
    System system = system_of("many", 1, {periodic("T", 10, {{10}, {}, {}}, 10, 0, {run(1)})});
    system.horizon = Duration{1000};
    CHECK(concrete_jobs(system, system.kernel, 100)->size() == 100);
    CHECK(concrete_jobs(system, system.kernel, 99)->size() == 100);
    CHECK(concrete_jobs(system, system.kernel, 5)->size() == 6);
}
