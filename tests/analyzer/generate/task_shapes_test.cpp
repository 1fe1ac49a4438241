// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/task_shapes.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>

#include <nlohmann/json.hpp>

#include "analyzer/generate/automotive.hpp"
#include "analyzer/generate/word_reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/chi_square.hpp"

namespace pinstack {

using namespace test;

namespace {

std::vector<std::int64_t> periods(const char* text, int count, std::int64_t unit = 1000) {
    const PeriodSource source(read_periods(text).value(), unit);
    Draws draws(1, 0, Aspect::period);
    std::vector<std::int64_t> out;
    for (int i = 0; i < count; ++i) out.push_back(source.draw(draws).ns);
    return out;
}

/// Where each value stands in a distribution, by its distribution function.
template <class F>
std::vector<double> mapped(const std::vector<std::int64_t>& values, F function) {
    std::vector<double> out;
    for (const std::int64_t value : values) out.push_back(function(static_cast<double>(value)));
    return out;
}

std::vector<GeneratedSection> sections_of(const SectionSource& source, std::uint64_t set, std::int64_t wcet) {
    Draws draws(1, set, Aspect::section);
    std::vector<GeneratedSection> out;
    source.draw(draws, wcet, out);
    return out;
}

SectionSpec section_spec(const char* count, const char* length) {
    SectionSpec spec;
    std::tie(spec.fewest, spec.most) = read_count(count).value();
    return read_section_length(length, spec).value();
}

}  // namespace

TEST_CASE("periods: log-uniform and uniform ones have their distributions, and reject each other's") {
    constexpr double kLow = 1e7, kHigh = 1e9;
    const auto by_log = [&](double x) { return std::log(x / kLow) / std::log(kHigh / kLow); };
    const auto by_value = [&](double x) { return (x - kLow) / (kHigh - kLow); };
    const auto logs = periods("log-uniform:10ms:1s", 50'000), flat = periods("uniform:10ms:1s", 50'000);
    for (const auto& values : {logs, flat}) {
        CHECK(*std::min_element(values.begin(), values.end()) >= 10'000'000);
        CHECK(*std::max_element(values.begin(), values.end()) <= 1'000'000'000);
        CHECK(std::all_of(values.begin(), values.end(), [](std::int64_t value) { return value % 1000 == 0; }));
    }
    CHECK(p_value_uniform(mapped(logs, by_log)) > kSignificance);
    CHECK(p_value_uniform(mapped(flat, by_value)) > kSignificance);
    CHECK(p_value_uniform(mapped(logs, by_value)) < kBites);
    CHECK(p_value_uniform(mapped(flat, by_log)) < kBites);
}

TEST_CASE("periods: the granularity is kept, and every multiple has its share") {
    // floor(exp(uniform(ln 1, ln 5))) of {1, 2, 3, 4}: P(k) = ln((k + 1) / k) / ln 5.
    const auto values = periods("log-uniform:10ms:40ms:10ms", 40'000);
    const auto flat = periods("uniform:10ms:40ms:10ms", 40'000);
    std::vector<double> counts(4, 0.0), flat_counts(4, 0.0), expected;
    for (const std::int64_t value : values) ++counts.at(static_cast<std::size_t>(value / 10'000'000 - 1));
    for (const std::int64_t value : flat) ++flat_counts.at(static_cast<std::size_t>(value / 10'000'000 - 1));
    for (int k = 1; k <= 4; ++k) expected.push_back(40'000 * std::log((k + 1.0) / k) / std::log(5.0));
    CHECK(p_value(counts, expected) > kSignificance);
    CHECK(p_value(flat_counts, std::vector<double>(4, 10'000.0)) > kSignificance);
    CHECK(p_value(flat_counts, expected) < kBites);
    CHECK(std::all_of(values.begin(), values.end(), [](std::int64_t value) { return value % 10'000'000 == 0; }));
}

TEST_CASE("periods: a table is drawn by weight") {
    const auto values = periods("table:1ms=3,2ms,5ms=6", 30'000);
    std::vector<double> counts(3, 0.0);
    for (const std::int64_t value : values) ++counts[value == 1'000'000 ? 0u : value == 2'000'000 ? 1u : 2u];
    CHECK(p_value(counts, {9'000, 3'000, 18'000}) > kSignificance);
    CHECK(p_value(counts, {10'000, 10'000, 10'000}) < kBites);
}

TEST_CASE("periods: the automotive table is the one under data/, and is drawn by its shares") {
    std::ifstream in(PINSTACK_SOURCE_DIR "/data/workloads/automotive.json");
    const auto rows = nlohmann::json::parse(in)["rows"];
    REQUIRE(rows.size() == kAutomotivePeriods.size() + 1);  // angle-synchronous is left out
    const auto hundredths = [](const nlohmann::json& factor) { return std::llround(factor.get<double>() * 100); };
    int shares = 0;
    for (std::size_t i = 0; i < kAutomotivePeriods.size(); ++i) {
        const AutomotivePeriod& period = kAutomotivePeriods[i];
        CHECK(rows[i]["period"] == std::to_string(period.period_ns / 1'000'000) + "ms");
        CHECK(rows[i]["share_percent"] == period.share_percent);
        CHECK(hundredths(rows[i]["bcet_factor"][0]) == period.best_from);
        CHECK(hundredths(rows[i]["bcet_factor"][1]) == period.best_to);
        CHECK(hundredths(rows[i]["wcet_factor"][0]) == period.worst_from);
        CHECK(hundredths(rows[i]["wcet_factor"][1]) == period.worst_to);
        shares += period.share_percent;
    }
    CHECK(shares == 85);
    CHECK(rows.back()["period"] == "angle");

    constexpr int kDraws = 85'000;
    const auto values = periods("automotive", kDraws);
    std::vector<double> counts, expected;
    for (const AutomotivePeriod& period : kAutomotivePeriods) {
        counts.push_back(static_cast<double>(std::count(values.begin(), values.end(), period.period_ns)));
        expected.push_back(1000.0 * period.share_percent);
    }
    CHECK(p_value(counts, expected) > kSignificance);
    CHECK(p_value(counts, std::vector<double>(9, kDraws / 9.0)) < kBites);
}

TEST_CASE("sections: they lie in the body, in order, with a unit between two") {
    for (const char* length : {"uniform:0.1:0.9", "1", "0.000001", "log-uniform:1us:1ms", "5us", "1s"}) {
        const SectionSource source(section_spec("1..5", length), 1000);
        for (const std::int64_t wcet : {1, 2, 3, 4, 5, 8, 9, 10, 100, 100'000}) {
            for (std::uint64_t set = 0; set < 100; ++set) {
                CAPTURE(length, wcet, set);
                const auto sections = sections_of(source, set, wcet);
                REQUIRE(!sections.empty());
                REQUIRE(static_cast<std::int64_t>(sections.size()) <= std::min<std::int64_t>(5, (wcet + 1) / 2));
                std::int64_t free_from = 0;
                for (const GeneratedSection& section : sections) {
                    REQUIRE(section.from >= free_from);
                    REQUIRE(section.length >= 1);
                    free_from = section.from + section.length + 1;
                }
                REQUIRE(free_from - 1 <= wcet);
            }
        }
    }
}

TEST_CASE("sections: their number, summed length and lengths are as asked for") {
    constexpr std::int64_t kWcet = 1'000'000;
    std::vector<double> counts(4, 0.0), fractions, lengths;
    const SectionSource by_fraction(section_spec("1..4", "uniform:0.2:0.6"), 1);
    const SectionSource by_length(section_spec("3", "log-uniform:10us:1ms"), 1000);
    for (std::uint64_t set = 0; set < 20'000; ++set) {
        const auto sections = sections_of(by_fraction, set, kWcet);
        ++counts[sections.size() - 1];
        std::int64_t sum = 0;
        for (const GeneratedSection& section : sections) sum += section.length;
        fractions.push_back((static_cast<double>(sum) / kWcet - 0.2) / 0.4);
        for (const GeneratedSection& section : sections_of(by_length, set, kWcet))
            lengths.push_back(std::log((static_cast<double>(section.length) + 0.5) / 10) / std::log(100.0));
    }
    CHECK(p_value_uniform(fractions) > kSignificance);
    CHECK(p_value(counts, std::vector<double>(4, 5'000.0)) > kSignificance);
    // Whole us from 10 on are too coarse for 25 cells: 5 have at least 15 values each.
    CHECK(lengths.size() == 60'000);
    CHECK(p_value_uniform(lengths, 5) > kSignificance);
    for (double& length : lengths) length = (10 * std::pow(100.0, length) - 10) / 990;  // as if they were uniform
    CHECK(p_value_uniform(lengths, 5) < kBites);
}

TEST_CASE("sections: a single one stands anywhere in the body with equal chance") {
    const SectionSource source(section_spec("1", "0.25"), 1);
    std::vector<double> places;
    for (std::uint64_t set = 0; set < 20'000; ++set)
        places.push_back((static_cast<double>(sections_of(source, set, 4'000'000)[0].from) + 0.5) / 3'000'001);
    CHECK(p_value_uniform(places) > kSignificance);
}

TEST_CASE("sections: the rest of the run time is split uniformly: each gap as one of a flat Dirichlet") {
    const SectionSource source(section_spec("3", "0.4"), 1);
    std::vector<double> first, middle, last;
    for (std::uint64_t set = 0; set < 20'000; ++set) {
        const auto sections = sections_of(source, set, 10'000'000);
        const auto place = [](std::int64_t gap) {  // P(gap <= x) = 1 - (1 - x)^3 among four gaps
            return 1 - std::pow(1 - static_cast<double>(gap) / 5'999'998, 3);
        };
        first.push_back(place(sections[0].from));
        middle.push_back(place(sections[1].from - sections[0].from - sections[0].length - 1));
        last.push_back(place(10'000'000 - sections[2].from - sections[2].length));
    }
    for (const auto& gaps : {first, middle, last}) CHECK(p_value_uniform(gaps) > kSignificance);
}

}  // namespace pinstack
