// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/global_fp/global_fp.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/slow_carry_in.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

Verdict slow_rta_bc(const TaskSet& set) {
    Verdict verdict;
    verdict.reset(set.size());
    for (std::size_t k = 0; k < set.size(); ++k) {
        verdict.bounds[k] = slow_response(set.tasks[k], set.cpus, k, [&](std::size_t i, std::int64_t length) {
            return slow_workload(set.tasks[i], set.tasks[i].deadline, length);
        });
        if (!verdict.bounds[k]) return verdict;
    }
    verdict.schedulable = true;
    return verdict;
}

}  // namespace

TEST_CASE("rta-bc is its formula, instant by instant") {
    int passing = 0;
    for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
        const TaskSet set = random_task_set(seed);
        Verdict verdict;
        run_rta_bc(set, verdict);
        CAPTURE(describe(set));
        const Verdict slow = slow_rta_bc(set);
        REQUIRE(describe(verdict) == describe(slow));
        passing += verdict.schedulable;
    }
    CHECK(passing > 300);
    CHECK(passing < 2'700);
}

TEST_CASE("no response in a simulation exceeds rta-bc, under any balancer that follows the order") {
    int runs = 0;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const TaskSet set = random_task_set(seed, {.load_from = 30, .load_to = 90});
        Verdict verdict;
        run_rta_bc(set, verdict);
        for (const Arrivals arrivals : {Arrivals::synchronous, Arrivals::offsets, Arrivals::sporadic}) {
            const System system = system_of(set, arrivals, seed, 400);
            for (const char* balancer : {"shift", "wake-previous", "idle-first"}) {
                const auto responses = simulated_responses(system, variant(Protection::none, balancer));
                CHECK(bound_exceeded(set, verdict, responses) == "");
                ++runs;
            }
        }
    }
    CHECK(runs > 4'000);
}
