// SPDX-License-Identifier: Apache-2.0
//
// One row for each task of each test that applies, one row for each other test. The first columns are those of the
// other csv tables, so that they can be joined (csv_report.hpp); docs/report-formats.md lists them all.
#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/analysis/analysis_tables.hpp"
#include "analyzer/report/csv_writer.hpp"

namespace pinstack {
namespace {

const std::vector<std::string> kColumns = {"file",
                                           "system",
                                           "cpus",
                                           "order",
                                           "variant",
                                           "test",
                                           "family",
                                           "applicable",
                                           "why_not",
                                           "covers",
                                           "schedulable",
                                           "task",
                                           "relative_deadline_ns",
                                           "response_bound_ns",
                                           "is_best",
                                           "cpu",
                                           "simulated_max_ns",
                                           "exceeded"};

CsvRow test_cells(const AnalysisReport& report, std::size_t test) {
    const TestOutcome& outcome = report.analysis.tests[test];
    const Variant& own = report.system.kernel;
    CsvRow row;
    row.text(report.file).text(report.system.name).integer(report.system.platform.cpus).text(name_of(own.order));
    row.text(to_text(own)).text(outcome.test->id).text(name_of(outcome.test->family)).boolean(outcome.applicable());
    if (!outcome.applicable()) return row.text(outcome.why_not);
    return row.empty().text(covered_text(report, test)).boolean(outcome.verdict.schedulable);
}

}  // namespace

void write_analysis_csv(Sink& sink, const AnalysisReport& report) {
    CsvWriter csv(sink, kColumns);
    for (std::size_t test = 0; test < report.analysis.tests.size(); ++test) {
        const TestOutcome& outcome = report.analysis.tests[test];
        const CsvRow begin = test_cells(report, test);
        if (!outcome.applicable()) csv.row(begin);
        for (std::size_t task = 0; task < outcome.verdict.bounds.size(); ++task) {
            const std::vector<CpuId>& placement = outcome.verdict.placement;
            CsvRow row = begin;
            row.text(report.system.tasks[task].name).integer(report.system.tasks[task].deadline.ns);
            row.integer(outcome.verdict.bounds[task]).boolean(report.check.best[task].test == outcome.test);
            row.integer(placement.empty() || placement[task] == kNoCpu ? std::nullopt
                                                                       : std::optional<std::int64_t>(placement[task]));
            csv.row(row.integer(report.check.longest(test, task)).boolean(report.check.is_exceeded(test, task)));
        }
    }
}

}  // namespace pinstack
