// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/series_chart.hpp"

#include <algorithm>
#include <random>

#include "tests/analyzer/report/chart/markup.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;
using namespace pinstack::test;

TEST_CASE("a column of the series has the most of its time") {
    std::mt19937_64 random(7);
    for (int round = 0; round < 40; ++round) {
        Series series;
        std::int64_t at = 0;
        std::vector<int> depth, lost;  // by nanosecond
        for (int i = 0; i < 30; ++i) {
            const SeriesStep step{{at}, static_cast<int>(random() % 5), static_cast<int>(random() % 3), 1, 0, 0};
            series.steps.push_back(step);
            const auto length = static_cast<std::int64_t>(1 + random() % 20);
            for (std::int64_t n = 0; n < length; ++n) {
                depth.push_back(step.max_depth);
                lost.push_back(step.stacking_loss + 1);
            }
            at += length;
        }
        series.end = {at};
        const Instant end{at + static_cast<std::int64_t>(random() % 50)};
        depth.resize(static_cast<std::size_t>(end.ns), 0);
        lost.resize(static_cast<std::size_t>(end.ns), 0);
        const std::size_t count = 1 + random() % 200;
        const std::vector<SeriesColumn> columns = series_columns(series, end, count);
        REQUIRE(columns.size() == count);
        // A nanosecond may touch several columns, a column several nanoseconds.
        std::vector<SeriesColumn> expected(count);
        for (std::size_t ns = 0; ns < depth.size(); ++ns) {
            if (ns >= static_cast<std::size_t>(series.end.ns)) break;
            expected[ns * count / depth.size()].depth = std::max(expected[ns * count / depth.size()].depth, depth[ns]);
            expected[ns * count / depth.size()].lost = std::max(expected[ns * count / depth.size()].lost, lost[ns]);
        }
        if (count > depth.size()) continue;  // narrower than a nanosecond: bounds only
        for (std::size_t i = 0; i < count; ++i) {
            CHECK(columns[i].depth == expected[i].depth);
            CHECK(columns[i].lost == expected[i].lost);
        }
    }
}

TEST_CASE("a series of a million steps is a small drawing") {
    Series series;
    for (int i = 0; i < 1'000'000; ++i) series.steps.push_back({{i * 1000LL}, i % 7, i % 3, 0, 0, 0});
    series.end = {1'000'000'000};
    const SvgPiece piece = series_chart(series, {.end = series.end, .depth = 6, .lost = 2});
    CHECK(piece.markup.size() < 40'000);
    CHECK(is_balanced(piece.markup));
    CHECK(piece.markup.find("nan") == std::string::npos);
}
