// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/condition.hpp"

#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

RunResult result_with(std::int64_t lost, std::int64_t total, int depth, std::uint64_t misses) {
    RunResult result;
    result.capacity.stacking_loss = lost;
    result.capacity.total = total;
    result.stacking.max_depth = depth;
    result.tasks.resize(1);
    result.tasks[0].misses = misses;
    return result;
}

bool holds(const char* text, const RunResult& result) {
    const auto condition = parse_condition(text);
    REQUIRE(condition.has_value());
    return !why_it_holds(*condition, summary_of(result)).empty();
}

}  // namespace

TEST_CASE("a condition holds strictly above its limit") {
    const RunResult result = result_with(5, 100, 2, 1);  // exactly 5 %
    CHECK(holds("miss", result));
    CHECK_FALSE(holds("loss>5%", result));
    CHECK(holds("loss>4.99%", result));
    CHECK(holds("loss>0%", result));
    CHECK_FALSE(holds("depth>2", result));
    CHECK(holds("depth>1", result));
}

TEST_CASE("nothing lost, nothing missed: no condition holds") {
    const RunResult result = result_with(0, 100, 0, 0);
    for (const char* text : {"miss", "loss>0%", "depth>0"}) CHECK_FALSE(holds(text, result));
    CHECK_FALSE(holds("loss>0%", result_with(0, 0, 0, 0)));
}

TEST_CASE("every percentage that doubles cannot hold is compared exactly at its boundary") {
    // loss = p / 1000 of the capacity is never above p / 10 %.
    for (int p = 0; p <= 1000; ++p) {
        const std::string text = "loss>" + std::to_string(p / 10) + "." + std::to_string(p % 10) + "%";
        CAPTURE(text);
        CHECK_FALSE(holds(text.c_str(), result_with(p, 1000, 0, 0)));
    }
}

TEST_CASE("what is no condition is refused with what is expected") {
    for (const char* text :
         {"", "misses", "miss ", "loss", "loss>", "loss>%", "loss>5", "loss>5%%", "loss>-1%", "loss>nan%", "loss>101%",
          "depth>", "depth>-1", "depth>1.5", "depth>99999999999", "unschedulable ", "schedulable"}) {
        CAPTURE(text);
        const auto condition = parse_condition(text);
        REQUIRE_FALSE(condition.has_value());
        CHECK(condition.error().front().expected == "miss, unschedulable, loss>PERCENT% or depth>N");
    }
}

TEST_CASE("unschedulable is of an analysis, the others are of runs") {
    CHECK(is_of_analysis(*parse_condition("unschedulable")));
    CHECK_FALSE(is_of_analysis(*parse_condition("miss")));
    CHECK_FALSE(is_of_analysis(*parse_condition("depth>0")));
}
