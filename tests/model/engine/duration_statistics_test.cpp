// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <random>
#include <vector>

#include "model/engine/duration_statistics.hpp"
#include "tests/support/catch.hpp"

namespace pinstack {
namespace {

/// Nearest rank: the smallest value such that at least `percent` % of the values are at most it.
std::int64_t exact_percentile(const std::vector<std::int64_t>& sorted, int percent) {
    const std::size_t rank = (sorted.size() * static_cast<std::size_t>(percent) + 99) / 100;
    return sorted[rank - 1];
}

}  // namespace

TEST_CASE("duration statistics: exact below 256 ns", "[statistics]") {
    DurationStatistics statistics;
    for (std::int64_t value = 1; value <= 200; ++value) statistics.add({value});
    CHECK(statistics.count() == 200);
    CHECK(statistics.min() == Duration{1});
    CHECK(statistics.max() == Duration{200});
    CHECK(statistics.mean_ns() == 100.5);
    CHECK(statistics.percentile(50) == Duration{100});
    CHECK(statistics.percentile(95) == Duration{190});
    CHECK(statistics.percentile(99) == Duration{198});
    CHECK(statistics.percentile(100) == Duration{200});
}

TEST_CASE("duration statistics: one value is every percentile, whatever its bucket", "[statistics]") {
    const std::int64_t value =
        GENERATE(0, 1, 255, 256, 257, 511, 512, 999'999'937, (std::int64_t{1} << 61) + 12345, kTimeLimitNs - 1);
    DurationStatistics statistics;
    statistics.add({value});
    for (int percent : {1, 50, 99, 100}) CHECK(statistics.percentile(percent) == Duration{value});
    REQUIRE(statistics.histogram().size() == 1);
    CHECK(statistics.histogram()[0].from.ns <= value);
    CHECK(statistics.histogram()[0].to.ns >= value);
}

TEST_CASE("duration statistics: percentiles are never too small, too large by at most 1/128", "[statistics]") {
    std::mt19937_64 random(GENERATE(1u, 2u, 3u));
    DurationStatistics statistics;
    std::vector<std::int64_t> values;
    __int128 sum = 0;
    for (int i = 0; i < 3000; ++i) {
        const auto value = static_cast<std::int64_t>(random() >> (2 + random() % 60));  // every octave
        values.push_back(value);
        statistics.add({value});
        sum += value;
    }
    std::sort(values.begin(), values.end());
    CHECK(statistics.min().ns == values.front());
    CHECK(statistics.max().ns == values.back());
    CHECK((statistics.sum() == sum));
    for (int percent = 1; percent <= 100; ++percent) {
        const std::int64_t exact = exact_percentile(values, percent);
        const std::int64_t found = statistics.percentile(percent).ns;
        REQUIRE(found >= exact);
        REQUIRE(found - exact <= exact / 128);
    }
    std::uint64_t counted = 0;
    for (const DurationStatistics::Bucket& bucket : statistics.histogram()) {
        const auto in_bucket = std::count_if(values.begin(), values.end(), [&](std::int64_t value) {
            return bucket.from.ns <= value && value <= bucket.to.ns;
        });
        REQUIRE(bucket.count == static_cast<std::uint64_t>(in_bucket));
        counted += bucket.count;
    }
    CHECK(counted == values.size());
}

}  // namespace pinstack
