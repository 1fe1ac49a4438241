// SPDX-License-Identifier: Apache-2.0
//
// rta-lc, da-lc, c-rta, opa: the tests in which at most m - 1 tasks carry in a job.
#include <algorithm>
#include <numeric>

#include "analyzer/bounds/global_fp/global_fp.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

/// Released at 0 and as often as can be, each job running at once.
std::int64_t slow_synchronous(const SporadicTask& task, std::int64_t length) {
    std::int64_t done = 0;
    for (std::int64_t t = 0; t < length; ++t) done += t % task.period < task.wcet;
    return done;
}

/// The last job runs in the last C of the interval, those before it run at once, but the one released before the
/// interval as late as it may, and one instant of it is over before.
std::int64_t slow_carried_in(const SporadicTask& task, std::int64_t response, std::int64_t length) {
    if (length <= task.wcet) return task.wcet;
    std::int64_t done = 0;
    std::int64_t release = length - task.wcet;
    for (; release >= 0; release -= task.period) done += task.wcet;
    std::int64_t carried = 0;
    for (std::int64_t t = release + response - task.wcet; t < release + response; ++t) carried += t >= 0;
    return done + std::min(carried, task.wcet - 1);
}

struct MoreUrgent {
    SporadicTask task;
    std::int64_t response;
};

/// The most that they do in `length`, clipped, over every choice of at most m - 1 that carry in.
std::int64_t slow_interference(const std::vector<MoreUrgent>& others, int cpus, std::int64_t length,
                               std::int64_t clip) {
    std::int64_t most = 0;
    for (unsigned carriers = 0; carriers < 1u << others.size(); ++carriers) {
        if (__builtin_popcount(carriers) > cpus - 1) continue;
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < others.size(); ++i) {
            const auto& [task, response] = others[i];
            const bool carries = (carriers >> i & 1) != 0;
            sum += std::min(clip, carries ? slow_carried_in(task, response, length) : slow_synchronous(task, length));
        }
        most = std::max(most, sum);
    }
    return most;
}

/// The least R; the deadline + 1 where there is none up to it.
std::int64_t slow_bound(const std::vector<MoreUrgent>& others, int cpus, const SporadicTask& task) {
    for (std::int64_t r = task.wcet; r <= task.deadline; ++r) {
        if (task.wcet + slow_interference(others, cpus, r, r - task.wcet + 1) / cpus <= r) return r;
    }
    return task.deadline + 1;
}

enum class Kind { rta_lc, c_rta, da_lc };

Verdict slow_verdict(const TaskSet& set, Kind kind) {
    Verdict verdict;
    verdict.reset(set.size());
    std::vector<MoreUrgent> others;
    for (std::size_t k = 0; k < set.size(); ++k) {
        const SporadicTask& task = set.tasks[k];
        std::int64_t bound = slow_bound(others, set.cpus, task);
        if (kind == Kind::da_lc) {
            const std::int64_t d = task.deadline;
            const std::int64_t sum = slow_interference(others, set.cpus, d, d - task.wcet + 1);
            bound = task.wcet + sum / set.cpus <= d ? d : d + 1;
        }
        if (bound > task.deadline) return verdict;
        verdict.bounds[k] = bound;
        others.push_back({task, kind == Kind::rta_lc ? bound : task.deadline});
    }
    verdict.schedulable = true;
    return verdict;
}

Verdict run(void (*test)(const TaskSet&, Verdict&), const TaskSet& set) {
    Verdict verdict;
    test(set, verdict);
    return verdict;
}

TaskSet permuted(const TaskSet& set, const std::vector<std::size_t>& order) {
    TaskSet out;
    out.cpus = set.cpus;
    for (const std::size_t place : order) out.add(set.tasks[place]);
    return out;
}

}  // namespace

TEST_CASE("rta-lc, c-rta and da-lc are their formulas, instant by instant, over every choice of carriers") {
    int lc = 0, c = 0, da = 0, bc = 0;
    for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
        const TaskSet set = random_task_set(seed, {.longest_period = 20, .load_from = 30, .load_to = 90});
        CAPTURE(describe(set));
        REQUIRE(describe(run(run_rta_lc, set)) == describe(slow_verdict(set, Kind::rta_lc)));
        REQUIRE(describe(run(run_c_rta, set)) == describe(slow_verdict(set, Kind::c_rta)));
        REQUIRE(describe(run(run_da_lc, set)) == describe(slow_verdict(set, Kind::da_lc)));
        lc += run(run_rta_lc, set).schedulable;
        c += run(run_c_rta, set).schedulable;
        da += run(run_da_lc, set).schedulable;
        bc += run(run_rta_bc_slack, set).schedulable;
        if (run(run_da_lc, set).schedulable) CHECK(run(run_c_rta, set).schedulable);
    }
    CHECK(da > 300);
    CHECK(c >= da);
    CHECK(lc > c);
    CHECK(lc > bc);
    CHECK(lc < 1'400);
}

TEST_CASE("opa finds priorities that pass c-rta wherever some order of the tasks does") {
    int found = 0, own = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const TaskSet set =
            random_task_set(seed, {.cpus_from = 2, .tasks_from = 3, .tasks_to = 6, .load_from = 50, .load_to = 90});
        std::vector<std::size_t> order(set.size());
        std::iota(order.begin(), order.end(), 0u);
        bool exists = false;
        do exists = run(run_c_rta, permuted(set, order)).schedulable;
        while (!exists && std::next_permutation(order.begin(), order.end()));
        const Verdict verdict = run(run_opa, set);
        CAPTURE(describe(set));
        REQUIRE(verdict.schedulable == exists);
        for (std::size_t i = 0; i < set.size(); ++i) {
            REQUIRE(verdict.bounds[i].has_value() == exists);
            if (exists) CHECK(*verdict.bounds[i] <= set.tasks[i].deadline);
        }
        found += exists;
        own += run(run_c_rta, set).schedulable;
    }
    CHECK(found > own);
    CHECK(own > 20);
    CHECK(found < 390);
}

TEST_CASE("rta_lc_by_hand: C = 1, 1, 4, T = 4, 4, 12 on two CPUs") {
    // R_3 = 4 + floor(sum / 2). R = 4, X = 1: 1 + 1: 5. R = 5, X = 2: without carry-in 1 + 1 = 2 and min(2, 2) - ..:
    // dbf' (5) = 2 each, clipped 2 + 2: 6. R = 6, X = 3: 2 + 2: 6.
    TaskSet set;
    set.cpus = 2;
    for (const SporadicTask& task : {SporadicTask{1, 4, 4}, SporadicTask{1, 4, 4}, SporadicTask{4, 12, 12}})
        set.add(task);
    CHECK(describe(run(run_rta_lc, set)) == "schedulable: 1 1 6");
}
