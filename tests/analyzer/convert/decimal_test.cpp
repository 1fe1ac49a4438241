// SPDX-License-Identifier: Apache-2.0
#include "analyzer/convert/decimal.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace pinstack;

TEST_CASE("decimal numbers, exactly") {
    const auto ns = [](std::string_view text) {
        const auto it = parse_decimal_in(text, 1'000'000);
        REQUIRE(it);
        return std::to_string(it->value) + (it->exact ? "" : " rounded");
    };
    CHECK(ns("1") == "1000000");
    CHECK(ns(" 2.5 ") == "2500000");
    CHECK(ns("-3.25") == "-3250000");
    CHECK(ns("1e-05") == "10");
    CHECK(ns("1.5E+3") == "1500000000");
    CHECK(ns("0.0000001") == "0 rounded");
    CHECK(ns("0.0000005") == "1 rounded");
    CHECK(ns("0.00000149999999999999999999999") == "1 rounded");
    CHECK(ns("0.1000000000000000055511151231257827") == "100000 rounded");
    CHECK(ns("0e999999999") == "0");
    CHECK(ns("1e-999999999") == "0 rounded");
    CHECK(ns(".5") == "500000");
    CHECK(ns("5.") == "5000000");
    for (const char* bad : {"", " ", ".", "-", "nan", "inf", "0x10", "1e", "1e+", "1 2", "1,5", "1e20", "9999999999999999999", "--1", "1.2.3"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_decimal_in(bad, 1'000'000));
    }
    CHECK(parse_whole("3.0") == 3);
    CHECK(parse_whole("4611686018427387903") == 4611686018427387903);
    CHECK_FALSE(parse_whole("4611686018427387904"));
    CHECK_FALSE(parse_whole("3.5"));
}
