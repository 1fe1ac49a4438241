// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/table.hpp"

#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

Table sample() {
    Table table({{"name", Table::Align::left}, {"lost\nms"}});
    table.add_row({{"a<b"}, {"12", Emphasis::bad}});
    table.add_row({{"\xC3\xA4"}, {"3"}});
    table.add_row({{"blank"}});
    return table;
}

}  // namespace

TEST_CASE("columns line up, headings stand at the bottom, lines have no trailing blanks") {
    CHECK(sample().text(Style{}) ==
          "         lost\n"
          "  name     ms\n"
          "  a<b      12\n"
          "  \xC3\xA4         3\n"
          "  blank\n");
}

TEST_CASE("colour adds nothing but escape sequences") {
    std::string text = sample().text(Style{true});
    CHECK_THAT(text, Catch::Contains("\033[1;31m"));
    for (std::size_t at = 0; (at = text.find('\033')) != std::string::npos;)
        text.erase(at, text.find('m', at) - at + 1);
    CHECK_THAT(text, Catch::Contains("  a<b      12\n"));
}

TEST_CASE("the page shows the same cells, escaped") {
    const std::string html = sample().html();
    CHECK_THAT(html, Catch::Contains("<th class=\"left\">name</th><th>lost ms</th>"));
    CHECK_THAT(html, Catch::Contains("<tr><td class=\"left\">a&lt;b</td><td class=\"bad\">12</td></tr>"));
    CHECK_THAT(html, Catch::Contains("<td class=\"left\">blank</td><td></td>"));
}

TEST_CASE("a heading over several columns") {
    const auto right = Table::Align::right;
    Table table(
        {{"task", Table::Align::left}, {"min", right, "response time"}, {"max", right, "response time"}, {"jobs"}});
    table.add_row({{"T"}, {"100000"}, {"200000"}, {"7"}});
    CHECK(table.text(Style{}) ==
          "         response time\n"
          "  task     min     max  jobs\n"
          "  T     100000  200000     7\n");
    CHECK_THAT(table.html(), Catch::Contains("<th class=\"group\" colspan=\"2\">response time</th>"));
    CHECK_THAT(table.markdown(), Catch::Contains("| response time min | response time max |"));
}
