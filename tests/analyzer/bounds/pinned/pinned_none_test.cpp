// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/pinned/pinned.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/slow_carry_in.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

Verdict slow_fp(const TaskSet& set) {
    Verdict verdict;
    verdict.reset(set.size());
    for (std::size_t k = 0; k < set.size(); ++k) {
        verdict.bounds[k] = slow_response(set.tasks[k], set.cpus, k, [&](std::size_t i, std::int64_t length) {
            return slow_workload(set.tasks[i], *verdict.bounds[i], length);
        });
        if (!verdict.bounds[k]) return verdict;
    }
    verdict.schedulable = true;
    return verdict;
}

Verdict slow_edf(const TaskSet& set) {
    std::vector<std::int64_t> bounds;
    for (const SporadicTask& task : set.tasks) bounds.push_back(task.deadline);
    std::vector<bool> passes(set.size());
    for (bool again = true; again;) {
        again = false;
        for (std::size_t k = 0; k < set.size(); ++k) {
            const auto response = slow_response(
                set.tasks[k], set.cpus, set.size(), [&](std::size_t i, std::int64_t length) -> std::int64_t {
                    if (i == k) return 0;
                    return std::min(slow_workload(set.tasks[i], bounds[i], length),
                                    slow_edf_workload(set.tasks[i], bounds[i], set.tasks[k].deadline));
                });
            passes[k] = response.has_value();
            if (!response || *response == bounds[k]) continue;
            bounds[k] = *response;
            again = true;
        }
    }
    Verdict verdict;
    verdict.reset(set.size());
    verdict.schedulable = std::all_of(passes.begin(), passes.end(), [](bool passed) { return passed; });
    if (verdict.schedulable) verdict.bounds.assign(bounds.begin(), bounds.end());
    return verdict;
}

}  // namespace

TEST_CASE("pinned-none is its formula, instant by instant") {
    for (const Order order : {Order::fp, Order::edf}) {
        int passing = 0;
        for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
            const TaskSet set = random_task_set(seed, {.order = order, .load_from = 20, .load_to = 90});
            Verdict verdict;
            run_pinned_none(set, verdict);
            CAPTURE(describe(set));
            const Verdict slow = order == Order::fp ? slow_fp(set) : slow_edf(set);
            REQUIRE(describe(verdict) == describe(slow));
            passing += verdict.schedulable;
        }
        CHECK(passing > 200);
        CHECK(passing < 1'800);
    }
}

TEST_CASE("no response of none/shift exceeds pinned-none") {
    int bounded = 0;
    for (std::uint64_t seed = 0; seed < 1'200; ++seed) {
        const Order order = seed % 2 == 0 ? Order::fp : Order::edf;
        const TaskSet set =
            random_task_set(seed, {.order = order, .load_from = 30, .load_to = 80, .section_share = 50});
        Verdict verdict;
        run_pinned_none(set, verdict);
        for (const Arrivals arrivals : {Arrivals::synchronous, Arrivals::offsets, Arrivals::sporadic}) {
            const System system = system_of(set, arrivals, seed, 400);
            const auto responses = simulated_responses(system, variant(Protection::none, "shift", order));
            CHECK(bound_exceeded(set, verdict, responses) == "");
        }
        for (const auto& bound : verdict.bounds) bounded += bound.has_value();
    }
    CHECK(bounded > 2'000);
}
