// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/svg_markup.hpp"

#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

std::string text_of(double value) {
    std::string out;
    put(out, value);
    return out;
}

}  // namespace

TEST_CASE("coordinates are rounded to a hundredth and as short as they can be") {
    CHECK(text_of(0) == "0");
    CHECK(text_of(12) == "12");
    CHECK(text_of(12.5) == "12.5");
    CHECK(text_of(0.05) == "0.05");
    CHECK(text_of(943.126) == "943.13");
    CHECK(text_of(1.999) == "2");
    CHECK(text_of(-0.004) == "0");
    CHECK(text_of(-3.25) == "-3.25");
    CHECK(text_of(-0.5) == "-0.5");
    CHECK(text_of(123456.7) == "123456.7");
}

TEST_CASE("pieces of markup stand one after the other") {
    std::string out = "<";
    put(out, "path class=\"c", 7, "\" d=\"M", 1.5, " ", std::string("2"), "\"/>");
    CHECK(out == "<path class=\"c7\" d=\"M1.5 2\"/>");
}
