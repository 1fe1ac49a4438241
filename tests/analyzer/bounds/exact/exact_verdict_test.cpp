// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <span>
#include <vector>

#include "analyzer/bounds/analysis.hpp"
#include "analyzer/bounds/registry.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

TEST_CASE("exact-fp and exact-edf: who responds after its deadline has no bound, and after an overrun nobody has one") {
    const auto verdict_on = [](Order order, std::int64_t first, std::int64_t second) {
        System system = system_of("s", 1,
                                  {periodic("A", 2, {{10}, {}, {}}, 4, 0, {run(first)}),
                                   periodic("B", 1, {{10}, {}, {}}, 5, 0, {run(second)})});
        system.kernel = variant(Protection::none, "shift", order);
        const SchedulabilityTest* const test = find_test(order == Order::fp ? "exact-fp" : "exact-edf");
        const Analysis analysis = analyze(system, std::span(&test, 1));
        REQUIRE(analysis.tests.front().why_not == "");
        return analysis.tests.front().verdict;
    };
    using Bounds = std::vector<std::optional<std::int64_t>>;
    for (const Order order : {Order::fp, Order::edf}) {
        CHECK(verdict_on(order, 3, 2).schedulable);
        CHECK(verdict_on(order, 3, 2).bounds.back() == 5);
        CHECK_FALSE(verdict_on(order, 3, 3).schedulable);
        CHECK_FALSE(verdict_on(order, 6, 6).schedulable);
        CHECK(verdict_on(order, 6, 6).bounds == Bounds{{}, {}});
    }
    CHECK(verdict_on(Order::fp, 3, 3).bounds == Bounds{3, {}});
}
