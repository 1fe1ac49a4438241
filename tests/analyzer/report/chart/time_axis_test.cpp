// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/time_axis.hpp"

#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

Timeline bars(std::initializer_list<std::pair<std::int64_t, std::int64_t>> intervals) {
    Timeline timeline;
    for (const auto& [from, to] : intervals) {
        JobInterval interval;
        interval.from = {from};
        interval.to = {to};
        timeline.intervals.push_back(interval);
    }
    return timeline;
}

}  // namespace

TEST_CASE("steps are 1, 2, 5 times a power of ten") {
    CHECK(round_step(1) == 1);
    CHECK(round_step(3) == 5);
    CHECK(round_step(6) == 10);
    CHECK(round_step(11) == 20);
    CHECK(round_step(kTimeLimitNs) == 5'000'000'000'000'000'000);
}

TEST_CASE("ticks are round instants inside the window") {
    const std::vector<Instant> ticks = ticks_in({{130}, {470}}, 5);
    REQUIRE(ticks.size() == 3);
    CHECK(ticks[0].ns == 200);
    CHECK(ticks[2].ns == 400);
}

TEST_CASE("a common raster makes the drawing exact") {
    // Boundaries at multiples of 5 in a window of 100: 20 steps, 4 columns each in a width of 84.
    const Window window{{0}, {100}};
    const ColumnRaster raster(window, {bars({{0, 15}, {15, 40}})}, 84);
    CHECK(raster.exact());
    CHECK(raster.columns() == 80);
    CHECK(raster.text() == "4 columns are 5ns");
    CHECK(raster.start_of(12).ns == 15);
    CHECK(raster.column_of({15}) == 12);
    CHECK(raster.start_of(80).ns == 100);
    CHECK(raster.column_of({100}) == 79);
}

TEST_CASE("without one a column is a round step, and the last one is cut") {
    const Window window{{0}, {1003}};
    const ColumnRaster raster(window, {bars({{0, 7}, {7, 1003}})}, 84);
    CHECK_FALSE(raster.exact());
    CHECK(raster.text() == "one column is 20ns");
    CHECK(raster.columns() == 51);
    CHECK(raster.start_of(51).ns == 1003);
}

TEST_CASE("columns cover the window without gaps, up to the largest instants") {
    const Window window{{kTimeLimitNs - 1000}, {kTimeLimitNs}};
    const ColumnRaster raster(window, {bars({{kTimeLimitNs - 1000, kTimeLimitNs - 3}})}, 84);
    CHECK(raster.start_of(0) == window.from);
    CHECK(raster.start_of(raster.columns()) == window.to);
    for (int column = 0; column < raster.columns(); ++column) {
        CHECK(raster.start_of(column) < raster.start_of(column + 1));
        CHECK(raster.column_of(raster.start_of(column)) == column);
    }
}

TEST_CASE("ticks late in a long run are told apart") {
    const Window window{{1'677'905'096'381}, {1'677'908'106'793}};
    const TickLabels labels = label_ticks(ticks_in(window, 10));
    CHECK(labels.unit == "us");
    CHECK(labels.texts == std::vector<std::string>{"1677.9055s", "+500", "+1000", "+1500", "+2000", "+2500"});
    const TickLabels early = label_ticks(ticks_in({{0}, {40'000'000}}, 4));
    CHECK(early.unit == "ms");
    CHECK(early.texts == std::vector<std::string>{"0", "10", "20", "30", "40"});
}
