// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/duration_axis.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

struct Sample {
    std::vector<std::int64_t> values;
    DurationStatistics statistics;
};

Sample sample_of(std::vector<std::int64_t> values) {
    Sample sample{std::move(values), {}};
    for (const std::int64_t value : sample.values) sample.statistics.add({value});
    return sample;
}

Sample random_sample(std::mt19937_64& random, std::int64_t most, std::size_t count) {
    std::vector<std::int64_t> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most)));
    return sample_of(std::move(values));
}

std::uint64_t values_up_to(const Sample& sample, const DurationAxis& axis, double x) {
    return static_cast<std::uint64_t>(std::count_if(sample.values.begin(), sample.values.end(),
                                                    [&](std::int64_t value) { return axis.x_of(value) <= x; }));
}

}  // namespace

TEST_CASE("a CDF is a count of the values, exact where buckets are, and ends at all of them") {
    std::mt19937_64 random(1);
    for (int round = 0; round < 50; ++round) {
        const Sample sample = random_sample(random, 255, 40);
        const DurationAxis axis = DurationAxis::linear(300, 97 + round);
        const std::vector<CdfStep> steps = cdf_steps(sample.statistics, axis);
        for (const CdfStep& step : steps) CHECK(step.at_most == values_up_to(sample, axis, step.column + 1e-9));
        CHECK(steps.back().at_most == sample.values.size());
        CHECK(std::is_sorted(steps.begin(), steps.end(),
                             [](const CdfStep& a, const CdfStep& b) { return a.column < b.column; }));
        CHECK(steps.back().column <= axis.width());
    }
}

TEST_CASE("long values are never drawn too early, and at most 1/128 and a column too late") {
    std::mt19937_64 random(2);
    for (const bool logarithmic : {false, true}) {
        const Sample sample = random_sample(random, 5'000'000'000, 3000);
        const std::int64_t least = sample.statistics.min().ns, end = sample.statistics.max().ns;
        const DurationAxis axis =
            logarithmic ? DurationAxis::logarithmic(least, end, 290) : DurationAxis::linear(end, 290);
        for (const CdfStep& step : cdf_steps(sample.statistics, axis)) {
            CHECK(step.at_most <= values_up_to(sample, axis, step.column + 1e-9));
            const auto certain = std::count_if(sample.values.begin(), sample.values.end(), [&](std::int64_t value) {
                return axis.x_of(value + value / 128 + 1) <= step.column;
            });
            CHECK(step.at_most >= static_cast<std::uint64_t>(certain));
        }
    }
}

TEST_CASE("bins hold every value once") {
    std::mt19937_64 random(3);
    for (const std::int64_t most : {1LL, 3LL, 200LL, 100'000LL, 4'000'000'000'000LL}) {
        for (const std::size_t count : {1u, 7u, 5000u}) {
            const Sample sample = random_sample(random, most, count);
            for (const int bins : {1, 10, 96}) {
                const auto counts =
                    binned(sample.statistics, DurationAxis::linear(sample.statistics.max().ns, 290), bins);
                CHECK(counts.size() == static_cast<std::size_t>(bins));
                CHECK(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}) == count);
            }
        }
    }
}

TEST_CASE("a bin has the values that lie in it") {
    const Sample sample = sample_of({5, 15, 15, 25, 95, 100});
    CHECK(binned(sample.statistics, DurationAxis::linear(100, 290), 10) ==
          std::vector<std::uint64_t>{1, 2, 1, 0, 0, 0, 0, 0, 0, 2});
    // Equal values are one bar, however wide their bucket.
    std::vector<std::int64_t> equal(1000, 5'000'001);
    const auto counts = binned(sample_of(equal).statistics, DurationAxis::linear(20'000'000, 290), 96);
    CHECK(std::count(counts.begin(), counts.end(), 0u) == 95);
    CHECK(counts[24] == 1000);
}

TEST_CASE("evenly spread values fill the bins evenly: buckets leave no pattern") {
    std::vector<std::int64_t> values;
    for (std::int64_t i = 0; i < 200'000; ++i) values.push_back(100'000 + i * 5);
    const Sample sample = sample_of(std::move(values));
    const auto counts = binned(sample.statistics, DurationAxis::linear(1'100'000, 290), 96);
    for (std::size_t bin = 10; bin < 95; ++bin) CHECK(std::abs(static_cast<double>(counts[bin]) - 2292) < 60);
}

TEST_CASE("an axis from 0, and one in the logarithm") {
    const DurationAxis linear = DurationAxis::linear(1000, 100);
    CHECK(linear.x_of(0) == 0);
    CHECK(linear.x_of(250) == Approx(25));
    CHECK(linear.x_of(5000) == 100);
    CHECK(linear.ticks(4) == std::vector<std::int64_t>{0, 500, 1000});

    const DurationAxis logarithmic = DurationAxis::logarithmic(250, 100'000, 300);
    CHECK(logarithmic.x_of(100) == 0);
    CHECK(logarithmic.x_of(1000) == Approx(100));
    CHECK(logarithmic.x_of(100'000) == Approx(300));
    CHECK(logarithmic.ticks(5) == std::vector<std::int64_t>{100, 1000, 10'000, 100'000});
    CHECK(DurationAxis::logarithmic(1, 4'000'000'000'000'000'000, 300).ticks(5).size() <= 6);
}
