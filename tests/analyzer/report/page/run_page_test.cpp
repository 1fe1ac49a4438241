// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/page/run_page.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

#include "analyzer/report/chart/svg_report.hpp"
#include "analyzer/report/page/html_page.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Catch::Contains;

namespace {

struct Pages {
    std::string html, svg;
};

Pages pages_of(const System& system, std::size_t max_bars = 4000) {
    const Comparison comparison = compare(system, default_variants(system));
    const Picture picture = record_picture(system, comparison.outcomes, std::nullopt, max_bars);
    const RunRequest request;
    StringSink html, svg;
    HtmlPage page(html);
    write_run_page(page, {.file = "", .system = system, .runs = comparison, .request = request}, picture);
    write_svg(svg, system, comparison.outcomes, picture);
    return {html.text, svg.text};
}

std::size_t occurrences(const std::string& text, std::string_view what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++count;
    return count;
}

/// Every element that is opened is closed, in order.
bool is_balanced(const std::string& text) {
    const std::vector<std::string> empty{"meta", "!DOCTYPE"};
    std::vector<std::string> open;
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos; ++at) {
        const std::size_t end = text.find('>', at);
        if (end == std::string::npos) return false;
        const bool closes = text[at + 1] == '/';
        const std::size_t name_from = at + (closes ? 2 : 1);
        const std::string name = text.substr(name_from, text.find_first_of(" />", name_from) - name_from);
        if (closes) {
            if (open.empty() || open.back() != name) return false;
            open.pop_back();
        } else if (text[end - 1] != '/' && std::find(empty.begin(), empty.end(), name) == empty.end()) {
            open.push_back(name);
        }
    }
    return open.empty();
}

}  // namespace

TEST_CASE("page and picture are well-formed and need nothing from outside") {
    for (const System& system : {family_f1(4), family_f7(), family_f2(3)}) {
        const Pages pages = pages_of(system);
        for (const std::string& text : {pages.html, pages.svg}) {
            CHECK(is_balanced(text));
            CHECK_THAT(text, !Contains("<script") && !Contains("<link") && !Contains("@import") && !Contains("src="));
            CHECK_THAT(text, Contains("prefers-color-scheme: dark"));
            CHECK(occurrences(text, "http") == occurrences(text, "http://www.w3.org/2000/svg"));
            CHECK_THAT(text, !Contains("nan") && !Contains("inf\""));
        }
    }
}

TEST_CASE("a variant each, the same schedule drawn once") {
    const Pages pages = pages_of(family_f1(4));
    CHECK(occurrences(pages.html, "<section>") == 6);
    // none, NP, wake-previous, shift; the others are the same. And the legend, and the definitions.
    CHECK(occurrences(pages.html, "<svg ") == 4 + 2);
    CHECK_THAT(pages.html, Contains("In this interval the same schedule as migrate_disable/wake-previous."));
    CHECK_THAT(pages.html, Contains("T0 waits, pinned") && Contains("idle: lost to stacking") && Contains("T0 missed"));
    CHECK_THAT(pages_of(family_f7()).html, Contains("Not applicable: /tasks/0/body/0"));
}

TEST_CASE("user text is text, in titles, labels, tables and attributes") {
    System system = family_f1(2);
    system.name = "<img src=x onerror=alert(1)>";
    system.description = "</style><b>\"'&";
    system.tasks[0].name = "\"><svg/onload=alert(2)>";
    const Pages pages = pages_of(system);
    for (const std::string& text : {pages.html, pages.svg}) {
        CHECK(is_balanced(text));
        CHECK_THAT(text, !Contains("<img") && !Contains("<b>") && !Contains("<svg/"));
    }
}

TEST_CASE("a page is bounded: what does not fit is cut, and it says so") {
    std::vector<Task> tasks;
    for (int i = 0; i < 20; ++i) {
        tasks.push_back(
            periodic(numbered("T", i), 10 + i, {{100 + i}, {0}, {0}}, 100, i % 4, {run(3), section({run(9)})}));
    }
    System system = system_of("long", 4, std::move(tasks));
    system.horizon = Duration{200'000};
    const Pages pages = pages_of(system, 200);
    CHECK(pages.html.size() < 1'000'000);
    CHECK(is_balanced(pages.html));
}
