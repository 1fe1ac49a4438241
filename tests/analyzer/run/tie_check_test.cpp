// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/tie_check.hpp"

#include "analyzer/run/outcome.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

TieCheck check(const System& system, Order order, std::uint64_t runs) {
    RunRequest request;
    request.tie_orders = runs;
    const Outcome outcome = run_variant(system, variant(Protection::none, "shift", order), request);
    REQUIRE(outcome.applicable());
    return outcome.ties.value();
}

/// n tasks of 2 ticks on one CPU, all released at 0 with the same priority, the deadline allows one to finish.
System one_slot(int n, std::int64_t deadline) {
    std::vector<Task> tasks;
    for (int i = 0; i < n; ++i) tasks.push_back(task(numbered("T", i), 10, {0}, deadline, 0, {run(2)}));
    return system_of("one-slot", 1, std::move(tasks));
}

}  // namespace

TEST_CASE("equal priorities, room for one: who misses depends on the tie, whatever the order there is one miss") {
    // Two jobs of 2 on one CPU, D = 3: the first ends at 2, the second at 4.
    const TieCheck result = check(one_slot(2, 3), Order::fp, 10);
    CHECK(result.depends);
    CHECK(result.exhaustive);
    CHECK(result.orders == 1);
    CHECK(result.tasks == std::vector<std::uint32_t>{0, 1});
    CHECK(result.fewest_misses == 1);
    CHECK(result.most_misses == 1);
}

TEST_CASE("a tie without consequences: the verdict stands, and all orders say so") {
    const TieCheck result = check(one_slot(3, 6), Order::fp, 100);
    CHECK_FALSE(result.depends);
    CHECK(result.exhaustive);
    CHECK(result.orders == 5);  // 3! - 1
    CHECK(result.tasks.empty());
}

TEST_CASE("too many orders are drawn at random, the same ones each time") {
    const System system = one_slot(9, 3);  // 9! orders
    const TieCheck result = check(system, Order::fp, 20);
    CHECK_FALSE(result.exhaustive);
    CHECK(result.orders == 20);
    CHECK(result.depends);
    CHECK(check(system, Order::fp, 20).tasks == result.tasks);
}

TEST_CASE("different priorities cannot tie, under EDF they can") {
    System system = one_slot(2, 3);
    system.tasks[1].priority = 11;
    CHECK(groups_of_ties(system, Order::fp).empty());
    const TieCheck fixed = check(system, Order::fp, 10);
    CHECK_FALSE(fixed.depends);
    CHECK(fixed.orders == 0);
    CHECK(groups_of_ties(system, Order::edf).size() == 1);
    CHECK(check(system, Order::edf, 10).depends);
}

TEST_CASE("Linux's own order of equal priorities is not permuted") {
    const System system = one_slot(2, 3);
    const Outcome outcome = run_variant(system, variant(Protection::none, "shift"));
    const TieCheck ties = check_ties(system, variant(Protection::none, "linux-rt-5.15"), *outcome.result, 10);
    CHECK(ties.orders == 0);
    CHECK_FALSE(ties.exhaustive);
    CHECK_FALSE(ties.depends);
    CHECK(ties.fewest_misses == 1);
    CHECK(ties.most_misses == 1);
}

TEST_CASE("without priorities equal relative deadlines tie") {
    std::vector<Task> tasks;
    for (const std::int64_t deadline : {5, 7, 5, 9, 7, 5}) {
        tasks.push_back(
            task(numbered("T", static_cast<std::int64_t>(tasks.size())), std::nullopt, {0}, deadline, 0, {run(1)}));
    }
    const auto groups = groups_of_ties(system_of("dm", 2, std::move(tasks)), Order::fp);
    CHECK(groups == std::vector<std::vector<std::uint32_t>>{{0, 2, 5}, {1, 4}});
}
