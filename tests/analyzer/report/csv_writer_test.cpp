// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/csv_writer.hpp"

#include <algorithm>
#include <limits>

#include "tests/analyzer/report/csv_table.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

std::string table(const std::vector<std::string>& columns, const std::vector<CsvRow>& rows) {
    StringSink sink;
    {
        CsvWriter csv(sink, columns);
        for (const CsvRow& row : rows) csv.row(row);
    }
    return sink.text;
}

std::string cell(std::string_view text) { return CsvRow().text(text).line(); }

}  // namespace

TEST_CASE("a table: header, rows, empty cells at the end") {
    CHECK(table({"a", "b_ns", "c"}, {CsvRow().text("x").integer(-1).boolean(true), CsvRow().natural(UINT64_MAX),
                                     CsvRow().empty(2).boolean(false), CsvRow()}) ==
          "a,b_ns,c\nx,-1,true\n18446744073709551615,,\n,,false\n,,\n");
    CHECK(table({"only"}, {CsvRow().text("")}) == "only\n\"\"\n");
    CHECK(table({"a", "b"}, {}) == "a,b\n");
}

TEST_CASE("quotes only where a reader needs them") {
    CHECK(cell("T0 under load") == "T0 under load");
    CHECK(cell("=1+1") == "=1+1");
    CHECK(cell("it's; 100 %\\") == "it's; 100 %\\");
    CHECK(cell("a,b") == "\"a,b\"");
    CHECK(cell("say \"no\"") == "\"say \"\"no\"\"\"");
    CHECK(cell("a\nb") == "\"a\nb\"");
    CHECK(cell("a\rb") == "\"a\rb\"");
    CHECK(cell(" a") == "\" a\"");
    CHECK(cell("a\t") == "\"a\t\"");
    CHECK(cell("") == "\"\"");
    CHECK(CsvRow().empty().text("").line() == ",\"\"");
}

TEST_CASE("numbers as in JSON") {
    CHECK(CsvRow().number(10).number(0.1).number(1e9).ratio(0).ratio(0.125).line() == "10,0.1,1000000000,0.0,0.125");
    CHECK(CsvRow().number(1.0 / 3).line() == "0.3333333333333333");
    CHECK(CsvRow().integer(std::numeric_limits<std::int64_t>::min()).line() == "-9223372036854775808");
    CHECK(CsvRow().integer(std::optional<std::int64_t>()).integer(std::optional<std::int64_t>(7)).line() == ",7");
}

TEST_CASE("any text comes back the same, bad bytes apart") {
    std::string all;
    for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
    const std::vector<std::string> texts{
        all, "\"", "\"\"", ",", "\r\n", "\n", "a\"b", ",\"", "\",\"a", "\xC3\xA4\xF0\x9F\x98\x80", "'", "\\"};
    CsvRow row;
    for (const std::string& text : texts) row.text(text);
    const auto lines = read_csv(table(std::vector<std::string>(texts.size(), "column"), {row, row}));
    REQUIRE(lines.size() == 3);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        CHECK(lines[1][i].text == texts[i]);
        CHECK(lines[2][i].text == texts[i]);
    }
    CHECK(cell("a\xFF,\xED\xA0\x80") == "\"a\xEF\xBF\xBD,\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST_CASE("rows are put together") {
    const CsvRow begin = CsvRow().text("a,b").integer(1);
    const CsvRow row = CsvRow(begin).append(CsvRow().integer(2)).append(CsvRow()).append(begin);
    CHECK(row.cells() == 5);
    CHECK(row.line() == "\"a,b\",1,2,\"a,b\",1");
    CHECK(CsvRow().append(begin).line() == begin.line());
}

TEST_CASE("names joined in one cell can be told apart") {
    CHECK(joined_cell({"T0", "T 1"}) == "T0;T 1");
    CHECK(joined_cell({"a;b", "c"}) == "a\\;b;c");
    CHECK(joined_cell({"a", "b;c"}) == "a;b\\;c");
    CHECK(joined_cell({"a\\", "b"}) == "a\\\\;b");
    CHECK(joined_cell({"a\\;b"}) == "a\\\\\\;b");
    CHECK(joined_cell({}) == "");
}

TEST_CASE("a long table reaches the sink in pieces") {
    struct CountingSink : Sink {
        void write(std::string_view text) override {
            ++pieces;
            longest = std::max(longest, text.size());
        }
        std::size_t pieces = 0, longest = 0;
    } sink;
    CsvWriter csv(sink, {"number", "text"});
    for (int i = 0; i < 100'000; ++i) csv.row(CsvRow().integer(i).text("abc"));
    CHECK(sink.pieces > 10);
    CHECK(sink.longest < 100'000);
}
