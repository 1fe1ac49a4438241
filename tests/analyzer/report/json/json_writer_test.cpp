// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/json/json_writer.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"

using namespace pinstack;
using Json = nlohmann::json;

namespace {

std::string written(auto write) {
    StringSink sink;
    JsonWriter json(sink);
    write(json);
    json.finish();
    return sink.text;
}

std::string escaped(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

}  // namespace

TEST_CASE("spread and inlined levels nest") {
    const std::string text = written([](JsonWriter& json) {
        json.begin_object();
        json.key("a");
        json.integer(-1);
        json.key("b");
        json.begin_object(JsonWriter::Layout::inlined);
        json.key("c");
        json.begin_array();
        json.boolean(true);
        json.null();
        json.end_array();
        json.end_object();
        json.key("d");
        json.begin_array();
        json.end_array();
        json.end_object();
    });
    CHECK(text == "{\n  \"a\": -1,\n  \"b\": {\"c\": [true, null]},\n  \"d\": []\n}\n");
}

TEST_CASE("numbers: whole ones without a fraction, others in the shortest form that reads back equal") {
    const auto number = [](double value) { return written([&](JsonWriter& json) { json.number(value); }); };
    CHECK(number(0) == "0\n");
    CHECK(number(1e9) == "1000000000\n");
    CHECK(number(0.1) == "0.1\n");
    CHECK(number(12.5) == "12.5\n");
    CHECK(number(std::numeric_limits<double>::quiet_NaN()) == "null\n");
    CHECK(number(std::numeric_limits<double>::infinity()) == "null\n");
    for (const double value : {1.0 / 3, 1e300, 123456789.123456789, 9007199254740993.0}) {
        CHECK(Json::parse(number(value)).get<double>() == value);
    }
    CHECK(written([](JsonWriter& json) { json.ratio(0); }) == "0.0\n");
    CHECK(written([](JsonWriter& json) { json.ratio(0.125); }) == "0.125\n");
    CHECK(written([](JsonWriter& json) { json.natural(UINT64_MAX); }) == "18446744073709551615\n");
    CHECK(written([](JsonWriter& json) { json.integer(INT64_MIN); }) == "-9223372036854775808\n");
}

TEST_CASE("every code point survives, escaped where JSON asks for it") {
    std::string all;
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        if (c < 0x80) {
            all += static_cast<char>(c);
        } else if (c < 0x800) {
            all += {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3F))};
        } else if (c < 0x10000) {
            all += {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
                    static_cast<char>(0x80 | (c & 0x3F))};
        } else {
            all += {static_cast<char>(0xF0 | (c >> 18)), static_cast<char>(0x80 | ((c >> 12) & 0x3F)),
                    static_cast<char>(0x80 | ((c >> 6) & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
        }
    }
    CHECK(Json::parse(escaped(all)).get<std::string>() == all);
    CHECK(escaped("a\"b\\c\n\t\x01\x7F") == "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f\"");
}

TEST_CASE("bytes that are not UTF-8 become the replacement character, and the document stays JSON") {
    for (const char* bad :
         {"\x80", "\xC0\x80", "\xC3", "\xE2\x82", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF\xFE", "a\xF0\x9F\x98"}) {
        const std::string text = Json::parse(escaped(bad)).get<std::string>();
        CHECK_THAT(text, Catch::Contains("\xEF\xBF\xBD"));
    }
}

TEST_CASE("a long document reaches the sink in pieces") {
    struct CountingSink : Sink {
        void write(std::string_view text) override {
            ++pieces;
            longest = std::max(longest, text.size());
        }
        std::size_t pieces = 0, longest = 0;
    } sink;
    JsonWriter json(sink);
    json.begin_array();
    for (int i = 0; i < 100'000; ++i) {
        json.begin_object(JsonWriter::Layout::inlined);
        json.key("number");
        json.integer(i);
        json.end_object();
    }
    json.end_array();
    json.finish();
    CHECK(sink.pieces > 10);
    CHECK(sink.longest < 100'000);
}
