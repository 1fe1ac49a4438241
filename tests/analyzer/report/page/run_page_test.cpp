// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/page/run_page.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

#include "analyzer/report/chart/svg_report.hpp"
#include "analyzer/report/page/html_page.hpp"
#include "analyzer/report/page/markdown_page.hpp"
#include "tests/analyzer/report/chart/markup.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Catch::Contains;

namespace {

struct Pages {
    std::string html, md, svg;
};

Pages pages_of(const System& system, const RunRequest& request = {}, std::size_t max_bars = 4000) {
    const Comparison comparison = compare(system, default_variants(system), request);
    const Picture picture = record_picture(system, comparison.outcomes, std::nullopt, max_bars);
    const RunReport report{.file = "", .system = system, .runs = comparison, .request = request};
    StringSink html, md, svg;
    HtmlPage page(html);
    write_run_page(page, report, picture);
    MarkdownPage markdown(md);
    write_run_page(markdown, report, picture);
    write_svg(svg, system, comparison.outcomes, picture);
    return {html.text, md.text, svg.text};
}

std::string single_page(const System& system, const RunRequest& request = {}) {
    const Comparison run = compare(system, {system.kernel}, request);
    StringSink html;
    write_run_report(html, ReportFormat::html,
                     {.file = "", .system = system, .runs = run, .is_comparison = false, .request = request});
    return html.text;
}

std::vector<std::string> headings(const std::string& html) {
    std::vector<std::string> out;
    for (std::size_t at = 0; (at = html.find("<h2>", at)) != std::string::npos; ++at) {
        out.push_back(html.substr(at + 4, html.find("</h2>", at) - at - 4));
    }
    return out;
}

/// Every row of every table has as many cells as its head; code is left out.
bool tables_are_regular(const std::string& markdown) {
    std::size_t cells = 0;
    bool in_code = false;
    std::istringstream lines(markdown);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("```")) in_code = !in_code;
        if (in_code || !line.starts_with("|")) {
            cells = 0;
            continue;
        }
        std::size_t here = 0;
        for (std::size_t i = 0; i < line.size(); ++i) here += line[i] == '|' && (i == 0 || line[i - 1] != '\\') ? 1 : 0;
        if (cells != 0 && here != cells) return false;
        cells = here;
    }
    return !in_code;
}

}  // namespace

TEST_CASE("page and picture are well-formed and need nothing from outside") {
    for (const System& system : {family_f1(4), family_f7(), family_f2(3)}) {
        const Pages pages = pages_of(system, {.jobs = true, .series = true});
        for (const std::string& text : {pages.html, pages.svg}) {
            CHECK(is_balanced(text));
            CHECK_THAT(text, !Contains("<script") && !Contains("<link") && !Contains("@import") && !Contains("src="));
            CHECK_THAT(text, Contains("prefers-color-scheme: dark"));
            CHECK(occurrences(text, "http") == occurrences(text, "http://www.w3.org/2000/svg"));
            CHECK_THAT(text, !Contains("nan") && !Contains("inf\""));
        }
    }
}

TEST_CASE("the parts of a page, in their order") {
    const RunRequest request{.jobs = true, .series = true};
    CHECK(headings(pages_of(family_f1(4), request).html) ==
          std::vector<std::string>{"Summary",
                                   "Schedule: the worst stacking episode under migrate_disable/wake-previous",
                                   "Capacity", "Response times", "Where the response times went", "Stacking episodes",
                                   "Over the run", "Tasks", "Jobs", "System"});
    System quiet = system_of("quiet", 1, {task("T", 5, {0}, 9, 0, {run(4)})});
    CHECK(headings(single_page(quiet)) == std::vector<std::string>{"Summary", "Schedule", "Capacity", "Response times",
                                                                   "Where the response times went", "Tasks", "System"});
    CHECK_THAT(single_page(quiet), Contains("no capacity is lost") && Contains("no deadline is missed (1 job)"));
    quiet.horizon = Duration{1};  // no job completes: there is no response time
    CHECK(headings(single_page(quiet)) ==
          std::vector<std::string>{"Summary", "Schedule", "Capacity", "Tasks", "System"});
}

TEST_CASE("the same schedule is drawn once; an impossible variant is named with the reason") {
    const Pages pages = pages_of(family_f1(4));
    const std::size_t schedules = occurrences(pages.html, "aria-label=\"Schedule under");
    CHECK(schedules == 4);  // none, NP, wake-previous, shift; the others are the same
    CHECK_THAT(pages.html, Contains("In this interval the same schedule as migrate_disable/wake-previous."));
    CHECK_THAT(pages.html, Contains("T0 waits, pinned") && Contains("idle: lost to stacking") && Contains("T0 missed"));
    const Pages f7 = pages_of(family_f7());
    for (const std::string& text : {f7.html, f7.md}) {
        CHECK_THAT(text, Contains("is not applicable: /tasks/0/body/0"));
    }
}

TEST_CASE("the summary says where nothing is lost and why tasks are late") {
    const Pages pages = pages_of(family_f1(4));
    CHECK_THAT(pages.html,
               Contains("No capacity is lost and no deadline is missed under none/shift, "
                        "preempt_disable/idle-first, migrate_disable/shift, migrate_disable/swap-on-entry."));
    CHECK_THAT(pages.html,
               Contains("<h3>Worst: migrate_disable/wake-previous, migrate_disable/wake-previous-push</h3>") &&
                   Contains("is pin_wait"));
    const System calm = system_of("calm", 2, {task("T", 5, {0}, 9, 0, {run(4)})});
    CHECK_THAT(
        pages_of(calm).html,
        Contains("No capacity is lost and no deadline is missed under any of the variants") && !Contains("Worst:"));
    const System hopeless = system_of("hopeless", 2, {task("T", 5, {0}, 3, 0, {run(4)})});
    CHECK_THAT(pages_of(hopeless).html,
               Contains("The same capacity lost, the same deadlines missed under all variants") &&
                   Contains("its worst response of 4ns is all running") && !Contains("Worst:"));
}

TEST_CASE("every variant that misses is explained and drawn, beside the one that stacks most") {
    const System system =
        system_of("two evils", 2,
                  {task("T0", 10, {0}, 100, 0, {run(1), section({run(10)})}), task("T1", 11, {2}, 100, 0, {run(5)}),
                   task("L0", 5, {1000}, 100, 0, {section({run(10)})}),
                   task("L1", 6, {1000}, 100, 1, {section({run(10)})}), task("U", 20, {1002}, 6, 0, {run(5)})});
    const Comparison runs = compare(system, default_variants(system));
    const RunRequest request;
    const RunReport report{.file = "", .system = system, .runs = runs, .request = request};
    StringSink html, md;
    write_run_report(html, ReportFormat::html, report);
    write_run_report(md, ReportFormat::md, report);
    CHECK(is_balanced(html.text));
    CHECK_THAT(html.text,
               Contains("<h3>Worst: preempt_disable/idle-first</h3>") && Contains("U misses 1 of 1 deadline: of its") &&
                   Contains("<h3>Most lost to stacking: migrate_disable/wake-previous</h3>") &&
                   Contains("<h2>Schedule: the worst stacking episode under migrate_disable/wake-previous</h2>") &&
                   Contains("<h3>preempt_disable/idle-first: U job 0, deadline at 1.008us</h3>"));
    CHECK_THAT(md.text, Contains("### preempt\\_disable/idle-first: U job 0, deadline at 1.008us"));
}

TEST_CASE("what is said of tasks that are not shown is true of them") {
    // 30 tasks alone on a CPU each: nothing differs. A last one never completes and misses.
    std::vector<Task> tasks;
    for (int i = 0; i < 30; ++i) tasks.push_back(task(numbered("T", i), 10 + i, {0}, 9, i, {run(4)}));
    System system = system_of("alike", 31, std::move(tasks));
    CHECK_THAT(pages_of(system).html, Contains("their worst responses and misses are the same under all variants") &&
                                          !Contains("differ most"));
    CHECK_THAT(single_page(system), Contains("6 more tasks not shown: those above missed most deadlines or have the "
                                             "longest worst response."));
    system.tasks.push_back(task("endless", 50, {0}, 9, 30, {run(4000)}));
    system.tasks.resize(31);
    system.tasks.erase(system.tasks.begin(), system.tasks.begin() + 10);
    system.horizon = Duration{100};
    CHECK_THAT(single_page(system),
               Contains("1 more task not shown: none of its jobs completed.") && !Contains("those above missed most"));
}

TEST_CASE("on paper nothing is folded or cut off: details are open, long columns wrap") {
    const std::string html = single_page(family_f1(4));
    CHECK_THAT(html, Contains("@media print { details::details-content { content-visibility:visible; }"));
    CHECK_THAT(html, Contains("<th class=\"left wraps\">body</th>") && Contains("<td class=\"left wraps\">run 1ns, "));
}

TEST_CASE("a control character in a name looks the same everywhere") {
    System system = family_f1(2);
    system.tasks[0].name = "a\nb";
    const Pages pages = pages_of(system);
    for (const std::string& text : {pages.html, pages.svg}) CHECK_THAT(text, Contains("a?b") && !Contains("a\nb"));
}

TEST_CASE("single jobs: the first thousand, side by side in a comparison") {
    const RunRequest request{.jobs = true};
    std::vector<std::int64_t> releases;
    for (int i = 0; i < 1500; ++i) releases.push_back(i * 10);
    const System system = system_of("jobs", 2, {task("T", 5, releases, 9, 0, {run(4)})});
    const Pages pages = pages_of(system, request);
    CHECK_THAT(pages.html, Contains("The first 1000 of 1500, by release"));
    CHECK_THAT(pages.html, Contains("<td class=\"left\">T</td><td>999</td><td>9990</td><td>9999</td>"));
    CHECK_THAT(pages.html, !Contains("<td class=\"left\">T</td><td>1000</td>"));
    CHECK_THAT(pages.html, Contains(">NP/idle-first</th>"));
    CHECK_THAT(single_page(system, request), Contains("The first 1000 of 1500, by release, times in ns"));
    CHECK_THAT(single_page(system), !Contains("<h2>Jobs"));
}

TEST_CASE("the system file is on the page while it is short") {
    System system = family_f2(3);
    CHECK_THAT(single_page(system), Contains("The system as a file") && Contains("&quot;pinstack&quot;: 1"));
    system.description = std::string(70'000, 'x');
    CHECK_THAT(single_page(system), !Contains("The system as a file"));
}

TEST_CASE("a page is the same bytes each time") {
    const RunRequest request{.jobs = true, .series = true};
    const Pages first = pages_of(family_f3(4), request), second = pages_of(family_f3(4), request);
    CHECK(first.html == second.html);
    CHECK(first.md == second.md);
}

TEST_CASE("Markdown: tables are regular, drawings are characters, user text is text") {
    System system = family_f1(3);
    system.name = "a | b `c` <d> *e* \n# f";
    system.description = "# no heading\n\n1. no list";
    system.tasks[0].name = "x|y";
    system.tasks[1].name = "``` not code";
    const std::string md = pages_of(system, {.jobs = true, .series = true}).md;
    CHECK(tables_are_regular(md));
    CHECK(md.find("<svg") == std::string::npos);
    CHECK_THAT(md, Contains("x\\|y") && Contains("\\`c\\`") && Contains("\\<d\\>"));
    CHECK_THAT(md, Contains("\n\\# no heading") && !Contains("\n# no") && !Contains("\n1. no"));
    CHECK_THAT(md, Contains("time in ns"));
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
    for (int i = 0; i < 300; ++i) {
        tasks.push_back(periodic(numbered("a long name of a task with a number at its end ", i), 10 + i % 80,
                                 {{1000 + i}, {0}, {0}}, 1000, i % 40, {run(3), section({run(90)})}));
    }
    System system = system_of("long", 40, std::move(tasks));
    system.horizon = Duration{30'000};
    const RunRequest request{.jobs = true, .series = true};
    const Comparison runs = compare(system, default_variants(system), request);
    const RunReport report{.file = "", .system = system, .runs = runs, .request = request};
    StringSink html, md;
    write_run_report(html, ReportFormat::html, report);
    write_run_report(md, ReportFormat::md, report);
    CHECK(html.text.size() < 1'500'000);
    CHECK(md.text.size() < 600'000);
    CHECK(is_balanced(html.text));
    CHECK_THAT(html.text, Contains("100 more tasks not shown.") && Contains("more CPUs not drawn"));
}
