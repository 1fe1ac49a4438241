// SPDX-License-Identifier: Apache-2.0
#include "model/system/json_document.hpp"

#include <string>

#include "model/system/utf8.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

std::string where(const JsonDocument& document, const std::string& pointer) {
    const Place place = document.place_of(document.at(JsonDocument::kRoot, pointer));
    return std::to_string(place.line) + ":" + std::to_string(place.column) + " " + place.pointer;
}

}  // namespace

TEST_CASE("each value knows its line, column and pointer") {
    const std::string text =
        "{ \"a\": 1, // \"a\": 2,\n"
        "  /* { */ \"b\" : [ true,\n"
        "\t-1.5e3, \"x\\\"y\" ,{\"c/d~e\": null} ],\r\n"
        "  \"f\\u0067\": \"\\u00e9\"}";
    const auto document = JsonDocument::parse(text, "f");
    REQUIRE(document);
    const JsonDocument& d = *document;
    CHECK(where(d, "") == "1:1 ");
    CHECK(where(d, "/a") == "1:8 /a");
    CHECK(where(d, "/b") == "2:17 /b");
    CHECK(where(d, "/b/0") == "2:19 /b/0");
    CHECK(where(d, "/b/1") == "3:2 /b/1");
    CHECK(where(d, "/b/2") == "3:10 /b/2");
    CHECK(where(d, "/b/3/c~1d~0e") == "3:28 /b/3/c~1d~0e");
    CHECK(where(d, "/fg") == "4:14 /fg");
    // Where a pointer leads nowhere, the nearest value around it.
    CHECK(where(d, "/b/9/x") == "2:17 /b");
    CHECK(where(d, "/zz") == "1:1 ");

    CHECK(d[d.at(0, "/b/1")].kind == JsonKind::real);
    CHECK(d[d.at(0, "/b/1")].text == "-1.5e3");
    CHECK(d[d.at(0, "/b/2")].text == "x\"y");
    CHECK(d[d.at(0, "/b/3/c~1d~0e")].kind == JsonKind::null);
    CHECK(d[d.at(0, "/fg")].text == "\u00e9");
    CHECK(d[0].count == 3);
    CHECK(d.place_of_key(d.find(0, "b")).column == 11);
    CHECK(d.find(0, "c") == kNoJson);
}

TEST_CASE("large integers stay what they are") {
    const std::string text = "[9223372036854775807, 18446744073709551616, 99999999999999999999999999, -0, 1.0, 1e2]";
    const auto document = JsonDocument::parse(text, "f");
    REQUIRE(document);
    JsonId id = document->first(0);
    for (const char* expected : {"9223372036854775807", "18446744073709551616", "99999999999999999999999999", "-0"}) {
        CHECK((*document)[id].text == expected);
        CHECK((*document)[id].kind == JsonKind::integer);
        id = (*document)[id].next;
    }
    CHECK((*document)[id].kind == JsonKind::real);
    CHECK((*document)[(*document)[id].next].kind == JsonKind::real);
}

TEST_CASE("duplicate keys are found in small and in large objects") {
    std::string large = "{";
    for (int i = 0; i < 1000; ++i)
        large += "\"k" + std::to_string(i % 999) + "\": {\"x\": 1, \"y\": 2, \"\\u0078\": 3},";
    large.back() = '}';
    const auto document = JsonDocument::parse(large, "f");
    REQUIRE(document);
    const auto duplicates = document->duplicates();
    CHECK(duplicates.size() == 1001);
    CHECK((*document)[duplicates[0]].key == "k0");
    CHECK((*document)[duplicates[1]].key == "x");
}

TEST_CASE("a byte order mark is skipped") {
    const std::string text = "\xEF\xBB\xBF{\"a\": 1}";
    const auto document = JsonDocument::parse(text, "f");
    REQUIRE(document);
    CHECK((*document)[document->find(0, "a")].text == "1");
}

TEST_CASE("UTF-8 is checked to the letter of RFC 3629") {
    for (const std::string good : {"", "plain ASCII text, long enough", "\u00e9", "\u20ac", "\U0001F600", "\x7f",
                                   "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"}) {
        CHECK_FALSE(find_non_utf8(good));
        CHECK_FALSE(find_non_utf8("0123456" + good + "0123456789"));
    }
    // Lone continuation, overlong, surrogate, above U+10FFFF, cut off, NUL.
    for (const std::string& bad :
         {std::string("\x80"), std::string("\xc0\x80"), std::string("\xc1\xbf"), std::string("\xe0\x9f\xbf"),
          std::string("\xed\xa0\x80"), std::string("\xf0\x8f\xbf\xbf"), std::string("\xf4\x90\x80\x80"),
          std::string("\xf5\x80\x80\x80"), std::string("\xff"), std::string("\xc3"), std::string("\xe2\x82"),
          std::string("\xf0\x9f\x98"), std::string("\xc3("), std::string("\0", 1)}) {
        CHECK(find_non_utf8(bad) == 0u);
        CHECK(find_non_utf8("01234567890123" + bad) == 14u);
        CHECK(find_non_utf8("01234567890123" + bad + "0123456789") == 14u);
    }
}
