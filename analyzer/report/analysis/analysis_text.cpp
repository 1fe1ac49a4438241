// SPDX-License-Identifier: Apache-2.0
//
// For a terminal: what each test that applies says, and why the others do not apply.
#include <fmt/format.h>

#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/table.hpp"

namespace pinstack {
namespace {

Table test_table(const Analysis& analysis) {
    Table table({{"test", Table::Align::left}, {"family", Table::Align::left}, {"schedulable"}, {"tasks bounded"}});
    for (const TestOutcome& outcome : analysis.tests) {
        if (!outcome.applicable()) continue;
        std::size_t bounded = 0;
        for (const auto& bound : outcome.verdict.bounds) bounded += bound ? 1 : 0;
        table.add_row({std::string(outcome.test->id), std::string(name_of(outcome.test->family)),
                       outcome.verdict.schedulable ? "yes" : "not proved",
                       fmt::format("{} of {}", bounded, outcome.verdict.bounds.size())});
    }
    return table;
}

}  // namespace

void write_analysis_text(Sink& sink, const AnalysisReport& report, const Style& style) {
    const Variant& own = report.system.kernel;
    sink.write(style(Emphasis::strong, heading_text(report.system)) + "\n");
    sink.write(fmt::format("{} ({})\n\n", variant_text(own), kernel_text(report.system, own)));
    sink.write(test_table(report.analysis).text(style));
    sink.write("\n" + style(Emphasis::strong, "Not applicable") + "\n");
    for (const TestOutcome& outcome : report.analysis.tests) {
        if (outcome.applicable()) continue;
        sink.write(folded(fmt::format("{}: {}", outcome.test->id, printable(outcome.why_not)), kTextWidth, 2));
    }
}

}  // namespace pinstack
