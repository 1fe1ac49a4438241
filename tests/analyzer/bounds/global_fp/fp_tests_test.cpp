// SPDX-License-Identifier: Apache-2.0
//
// dm-density, bcl-fp, rta-bc-slack.
#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>

#include "analyzer/bounds/global_fp/global_fp.hpp"
#include "analyzer/bounds/pinned/pinned.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/slow_carry_in.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Fraction = boost::multiprecision::cpp_rational;

namespace {

Verdict run(void (*test)(const TaskSet&, Verdict&), const TaskSet& set) {
    Verdict verdict;
    test(set, verdict);
    return verdict;
}

bool slow_dm_density(const TaskSet& set) {
    Fraction sum = 0, largest = 0;
    for (const SporadicTask& task : set.tasks) {
        const Fraction density = Fraction(task.wcet) / task.deadline;
        sum += density;
        largest = std::max(largest, density);
    }
    return sum <= Fraction(set.cpus) / 2 * (1 - largest) + largest && largest <= 1;
}

Verdict slow_bcl_fp(const TaskSet& set) {
    Verdict verdict;
    verdict.reset(set.size());
    for (std::size_t k = 0; k < set.size(); ++k) {
        const SporadicTask& task = set.tasks[k];
        // Could each of m CPUs be busy for D - C + 1 instants with others?
        const std::int64_t x = task.deadline - task.wcet + 1;
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < k; ++i) {
            sum += std::min(x, slow_workload(set.tasks[i], set.tasks[i].deadline, task.deadline));
        }
        if (x <= 0 || sum >= set.cpus * x) return verdict;
        verdict.bounds[k] = task.deadline;
    }
    verdict.schedulable = true;
    return verdict;
}

}  // namespace

TEST_CASE("dm-density and bcl-fp are their formulas") {
    int dense = 0, bcl = 0, bc = 0;
    for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
        const TaskSet set = random_task_set(seed, {.load_from = 10, .load_to = 90});
        CAPTURE(describe(set));
        REQUIRE(run(run_dm_density, set).schedulable == slow_dm_density(set));
        REQUIRE(describe(run(run_bcl_fp, set)) == describe(slow_bcl_fp(set)));
        dense += run(run_dm_density, set).schedulable;
        bcl += run(run_bcl_fp, set).schedulable;
        bc += run(run_rta_bc, set).schedulable;
        // The condition at one instant of those that rta-bc tries.
        if (run(run_bcl_fp, set).schedulable) CHECK(run(run_rta_bc, set).schedulable);
    }
    CHECK(dense > 200);
    CHECK(bcl > 500);
    CHECK(bc > bcl);
    CHECK(bc < 2'900);
}

TEST_CASE("dm-density at the bound: m = 2, densities 1/2, 1/4, 1/4: 1 = 2 / 2 (1 - 1/2) + 1/2") {
    TaskSet set;
    set.cpus = 2;
    for (const SporadicTask& task : {SporadicTask{1, 4, 4}, SporadicTask{1, 4, 4}, SporadicTask{2, 4, 4}})
        set.add(task);
    CHECK(run(run_dm_density, set).schedulable);
    set.tasks[0] = {1'000'001, 4'000'000, 4'000'000};
    CHECK_FALSE(run(run_dm_density, set).schedulable);
}

TEST_CASE("rta-bc-slack is the ideal of pinned-none") {
    for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
        const TaskSet set = random_task_set(seed);
        CHECK(describe(run(run_rta_bc_slack, set)) == describe(run(run_pinned_none, set)));
    }
}
