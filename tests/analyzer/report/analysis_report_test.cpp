// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/analysis/analysis_report.hpp"

#include <algorithm>

#include "analyzer/report/analysis/analysis_findings.hpp"
#include "analyzer/report/display_text.hpp"
#include "tests/analyzer/report/csv_table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Catch::Contains;

namespace {

System sample(const char* balancer = "swap-on-entry") {
    System system = system_of("sample", 2,
                              {periodic("<A|B>", 30, {{10}, {}, {}}, 10, std::nullopt, {run(1), section({run(1)})}),
                               periodic("C", 10, {{40}, {}, {}}, 35, std::nullopt, {run(6)})});
    system.kernel = variant(Protection::migrate_disable, balancer);
    return system;
}

/// Owns what a report is about.
struct Analyzed {
    explicit Analyzed(System of) : system(std::move(of)), analysis(analyze(system)) { recheck(); }
    void recheck() { check = check_bounds(system, analysis); }
    AnalysisReport report() const { return {.file = "f.json", .system = system, .analysis = analysis, .check = check}; }
    std::string text(ReportFormat format) const {
        StringSink sink;
        write_analysis(sink, format, report());
        return sink.text;
    }

    System system;
    Analysis analysis;
    BoundCheck check;
};

constexpr ReportFormat kFormats[] = {ReportFormat::text, ReportFormat::md,   ReportFormat::html,
                                     ReportFormat::csv,  ReportFormat::json, ReportFormat::junit};

std::size_t count(const std::vector<JunitCase>& cases, JunitCase::Verdict verdict) {
    return static_cast<std::size_t>(
        std::count_if(cases.begin(), cases.end(), [&](const JunitCase& each) { return each.verdict == verdict; }));
}

}  // namespace

TEST_CASE("analysis: every format has a report, whatever applies") {
    for (const System& system : {sample(), sample("linux-rt-5.15"), family_f1(4), family_f7()}) {
        const Analyzed analyzed(system);
        for (const ReportFormat format : kFormats) {
            CAPTURE(system.name, name_of(format));
            CHECK(analyzed.text(format).size() > 200);
            CHECK(analyzed.text(format) == analyzed.text(format));
        }
    }
    CHECK_FALSE(has_analysis_format(ReportFormat::svg));
}

TEST_CASE("analysis: the text fits a terminal") {
    System system = sample();
    system.tasks[0].name = "a rather long name of a task, longer than any table has room for";
    const std::string text = Analyzed(system).text(ReportFormat::text);
    std::size_t from = 0;
    for (std::size_t end; (end = text.find('\n', from)) != std::string::npos; from = end + 1) {
        CAPTURE(text.substr(from, end - from));
        CHECK(display_width(text.substr(from, end - from)) <= kTextWidth);
    }
}

TEST_CASE("analysis: csv has a row for each task of each test that applies, and one for each other test") {
    const Analyzed analyzed(sample());
    const std::vector<CsvLine> rows = read_csv(analyzed.text(ReportFormat::csv));
    std::size_t wanted = 1;
    for (const TestOutcome& outcome : analyzed.analysis.tests) wanted += outcome.applicable() ? 2 : 1;
    REQUIRE(rows.size() == wanted);
    std::size_t best = 0;
    const auto column = [&](const char* name) {
        const auto found =
            std::find_if(rows[0].begin(), rows[0].end(), [&](const CsvCell& cell) { return cell.text == name; });
        REQUIRE(found != rows[0].end());
        return static_cast<std::size_t>(found - rows[0].begin());
    };
    for (const CsvLine& row : rows) {
        CHECK(row.size() == rows[0].size());
        if (row[column("is_best")].text != "true") continue;
        ++best;
        CHECK(row[column("covers")].text == "migrate_disable/swap-on-entry");
        CHECK(std::stoll(row[column("simulated_max_ns")].text) <= std::stoll(row[column("response_bound_ns")].text));
    }
    CHECK(best == 2);
}

TEST_CASE("analysis: a bound that the simulation exceeds is called a defect in every format") {
    Analyzed analyzed(sample());
    CHECK(defect_sentence(analyzed.report()).empty());
    for (TestOutcome& outcome : analyzed.analysis.tests) {
        if (outcome.test->id == "pinned-shift") outcome.verdict.bounds[1] = 5;
    }
    analyzed.recheck();
    CHECK(analysis_findings(analyzed.report()).front() ==
          "DEFECT: a bound is exceeded in the simulation, first that of C by pinned-shift (a response of 6ns, bound "
          "5ns). One of the two is wrong: please report it with the system file");
    for (const ReportFormat format : {ReportFormat::text, ReportFormat::md, ReportFormat::html, ReportFormat::junit}) {
        CHECK_THAT(analyzed.text(format), Contains("DEFECT"));
    }
    CHECK_THAT(analyzed.text(ReportFormat::csv), Contains(",true\n"));
    CHECK_THAT(analyzed.text(ReportFormat::json), Contains("\"exceeded\": true"));
    CHECK_THAT(analyzed.text(ReportFormat::md), Contains("**5\\!**"));
}

TEST_CASE("analysis: where no test applies to the own variant, what others prove is told") {
    const Analyzed analyzed(sample("linux-rt-5.15"));
    const auto lines = analysis_findings(analyzed.report());
    REQUIRE(lines.size() >= 2);
    CHECK(lines[0] == "no test applies to its own variant, migrate_disable/linux-rt-5.15");
    CHECK_THAT(lines[1], Contains("schedulable under other variants: none/shift (pinned-none)"));
}

TEST_CASE("analysis: junit has a case for each test and task; what is not proved is skipped or fails, as asked") {
    System system = sample();
    const JunitSuite good = analysis_suite(Analyzed(system).report(), JunitCase::Verdict::failed);
    CHECK(count(good.cases, JunitCase::Verdict::failed) == 0);
    CHECK(count(good.cases, JunitCase::Verdict::error) == 0);
    CHECK(good.cases.size() == Analyzed(system).analysis.tests.size() + 2);

    system.tasks[1].body = {run(50)};  // longer than its deadline
    const Analyzed late(system);
    CHECK(count(analysis_suite(late.report(), JunitCase::Verdict::failed).cases, JunitCase::Verdict::failed) == 1);
    CHECK(count(analysis_suite(late.report(), JunitCase::Verdict::skipped).cases, JunitCase::Verdict::failed) == 0);
}
