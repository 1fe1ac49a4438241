// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/time_scale.hpp"

#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

TimeScale scale_of(std::initializer_list<std::int64_t> values) {
    TimeScale scale;
    for (const std::int64_t value : values) scale.fit(value);
    return scale;
}

}  // namespace

TEST_CASE("one unit that suits all values") {
    CHECK(scale_of({5'000'000, 20'000'000, 0}).unit() == TimeUnit::ms);
    CHECK(scale_of({1'500'000, 20'000'000}).unit() == TimeUnit::ms);
    CHECK(scale_of({30'000'000, 1'000'000'000}).unit() == TimeUnit::ms);  // not 0.03 s
    CHECK(scale_of({5, 17}).unit() == TimeUnit::ns);
    CHECK(scale_of({2'000'000'000}).unit() == TimeUnit::s);
    CHECK(scale_of({150'000, 1'234'567}).unit() == TimeUnit::us);
    CHECK(scale_of({3'576'131, 12'421'479}).unit() == TimeUnit::ms);  // 12.421, not 12421.479 us
    // Exact would be 123456789000.001 us; nobody reads that.
    CHECK(scale_of({1, 123'456'789'000'001}).unit() == TimeUnit::s);
}

TEST_CASE("values line up: all with the decimals of the most exact one, at most three") {
    const TimeScale scale = scale_of({1'500'000, 20'000'000});
    CHECK(scale.text(std::int64_t{1'500'000}) == "1.5");
    CHECK(scale.text(std::int64_t{20'000'000}) == "20.0");
    CHECK(scale.text(std::int64_t{0}) == "0.0");
    CHECK(scale_of({5'000'000}).text(std::int64_t{5'000'000}) == "5");
}

TEST_CASE("means have the decimals of the most exact one, at most three") {
    TimeScale scale = scale_of({5'000'000, 20'000'000});
    scale.fit_mean(15'500'000);
    CHECK(scale.text(15'500'000.0) == "15.5");
    CHECK(scale.text(20'000'000.0) == "20.0");
    scale.fit_mean(4'250'000);
    CHECK(scale.text(20'000'000.0) == "20.00");
    scale.fit_mean(10'000'000.0 / 3);
    CHECK(scale.text(10'000'000.0 / 3) == "3.333");
    CHECK(scale.text(20'000'000.0) == "20.000");
}

TEST_CASE("rounded times in sentences") {
    CHECK(rounded_time_text(0) == "0");
    CHECK(rounded_time_text(15'000'000) == "15ms");
    CHECK(rounded_time_text(1'902'220) == "1.902ms");
    CHECK(rounded_time_text(999'999.7) == "1ms");
    CHECK(rounded_time_text(10'000'000.0 / 3) == "3.333ms");
    CHECK(rounded_time_text(0.25) == "0.25ns");
}

TEST_CASE("instants in sentences are exact however late") {
    CHECK(instant_text(0) == "0");
    CHECK(instant_text(999) == "999ns");
    CHECK(instant_text(1'234'567) == "1.234567ms");
    CHECK(instant_text(1'999'123'456'789) == "1999.123456789s");
    CHECK(instant_text(2'000'000'000'000) == "2000s");
    CHECK(instant_text(1'000'000'001) == "1.000000001s");
}

TEST_CASE("decimals are those of the most exact value, rounded half up where there is no room for all") {
    TimeScale scale;
    scale.fit(1'500'000);
    scale.fit(20'000'000);
    CHECK(scale.text(std::int64_t{1'500'000}) == "1.5");
    CHECK(scale.text(std::int64_t{0}) == "0.0");
    CHECK(scale.text(std::int64_t{50'000}) == "0.1");
    CHECK(scale.text(std::int64_t{-20'000'000}) == "-20.0");
    CHECK(scale.text(std::int64_t{1'949'999}) == "1.9");
}

TEST_CASE("a sum is told in the unit of the values") {
    TimeScale scale;
    scale.fit(15'000'000);
    CHECK(scale.sum_text(37'501'200'000) == "37501.2");
    CHECK(scale.sum_text(24'000'000) == "24");
    CHECK(scale.sum_text(400) == "<0.001");
    CHECK(scale.sum_text(0) == "0");
}

TEST_CASE("times in sentences are exact where that is short") {
    CHECK(time_text(0) == "0");
    CHECK(time_text(1'500'000) == "1.5ms");
    CHECK(time_text(261'289) == "261.289us");
    CHECK(time_text(13'258'147) == "13.258ms");
    CHECK(time_text(19'639'397'885'000) == "19639.398s");
}

TEST_CASE("shares: a little is not nothing") {
    CHECK(percent_text(180, 648) == "27.78 %");
    CHECK(percent_text(0, 648) == "0.00 %");
    CHECK(percent_text(0, 0) == "0.00 %");
    CHECK(percent_text(1, 1'000'000) == "<0.01 %");
    CHECK(counted(1, "CPU") == "1 CPU");
    CHECK(counted(2, "CPU") == "2 CPUs");
}
