// SPDX-License-Identifier: Apache-2.0
#include "model/time/text.hpp"

#include <limits>
#include <utility>

#include "tests/support/catch.hpp"

using namespace pinstack;

TEST_CASE("a duration with a unit is read exactly") {
    const std::pair<const char*, std::int64_t> cases[] = {
        {"0ns", 0},
        {"40ns", 40},
        {"150us", 150'000},
        {"2ms", 2'000'000},
        {"1.5ms", 1'500'000},
        {"3s", 3'000'000'000},
        {"0.1us", 100},
        {"0.001us", 1},
        {"0.000000001s", 1},
        {"1.0ns", 1},
        {"1.50000000000000000000us", 1500},
        {"007us", 7'000},
        {"4611686018427387903ns", kTimeLimitNs - 1},
        {"4611686018.427387903s", kTimeLimitNs - 1},
    };
    for (const auto& [text, ns] : cases) {
        CAPTURE(text);
        const auto duration = parse_duration(text);
        REQUIRE(duration);
        CHECK(duration->ns == ns);
    }
}

TEST_CASE("what is no duration says why") {
    const std::pair<const char*, const char*> cases[] = {
        {"", "is empty"},
        {"5", "has no unit"},
        {"1.5", "has no unit"},
        {"0", "has no unit"},
        {"-5ms", "has a sign"},
        {"+5ms", "has a sign"},
        {"5 ms", "has white space in it"},
        {" 5ms", "has white space in it"},
        {"ms", "does not start with a digit"},
        {".5ms", "does not start with a digit"},
        {"0x10ns", "has a unit that is none of ns, us, ms, s"},
        {"5.ms", "has no digit after the point"},
        {"1e3ns", "has an exponent"},
        {"5h", "has a unit that is none of ns, us, ms, s"},
        {"5MS", "has a unit that is none of ns, us, ms, s"},
        {"5\u00b5s", "has a unit that is none of ns, us, ms, s"},
        {"1,5ms", "has a unit that is none of ns, us, ms, s"},
        {"1.5.2ms", "has a unit that is none of ns, us, ms, s"},
        {"0.1ns", "is no whole number of nanoseconds"},
        {"0.0001us", "is no whole number of nanoseconds"},
        {"0.0000000001s", "is no whole number of nanoseconds"},
        {"4611686018427387904ns", "is 2^62 ns (146 years) or more"},
        {"4611686018.427387904s", "is 2^62 ns (146 years) or more"},
        {"9223372036854775808ns", "is 2^62 ns (146 years) or more"},
        {"99999999999999999999999999999999s", "is 2^62 ns (146 years) or more"},
    };
    for (const auto& [text, phrase] : cases) {
        CAPTURE(text);
        const auto duration = parse_duration(text);
        REQUIRE_FALSE(duration);
        CHECK(duration.error() == phrase);
    }
}

TEST_CASE("a duration prints with the largest unit that needs at most three decimals") {
    const std::pair<std::int64_t, const char*> cases[] = {
        {0, "0"},
        {1, "1ns"},
        {40, "40ns"},
        {999, "999ns"},
        {1'000, "1us"},
        {1'500, "1.5us"},
        {1'001, "1.001us"},
        {1'500'000, "1.5ms"},
        {1'000'001, "1000.001us"},
        {1'234'567, "1234.567us"},
        {2'000'000'000, "2s"},
        {2'050'000'000, "2.05s"},
        {1'000'000'001, "1000000.001us"},
        {-1'500, "-1.5us"},
        {kTimeLimitNs, "4611686018427387.904us"},
        {std::numeric_limits<std::int64_t>::min(), "-9223372036854775.808us"},
    };
    for (const auto& [ns, text] : cases) CHECK(to_text(Duration{ns}) == text);
}

TEST_CASE("what is printed is read back") {
    // A multiplicative walk through all magnitudes.
    for (std::int64_t ns = 1; ns < kTimeLimitNs / 3; ns = ns * 3 + 7) {
        const auto again = parse_duration(to_text(Duration{ns}));
        REQUIRE(again);
        CHECK(again->ns == ns);
    }
}

TEST_CASE("units have names and sizes") {
    for (const TimeUnit unit : {TimeUnit::ns, TimeUnit::us, TimeUnit::ms, TimeUnit::s}) {
        CHECK(parse_time_unit(name_of(unit)) == unit);
    }
    CHECK(nanoseconds_per(TimeUnit::ns) == 1);
    CHECK(nanoseconds_per(TimeUnit::us) == 1'000);
    CHECK(nanoseconds_per(TimeUnit::ms) == 1'000'000);
    CHECK(nanoseconds_per(TimeUnit::s) == 1'000'000'000);
    CHECK_FALSE(parse_time_unit("min"));
    CHECK_FALSE(parse_time_unit(""));
}
