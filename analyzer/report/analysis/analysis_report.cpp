// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/analysis/analysis_report.hpp"

#include "analyzer/report/page/html_page.hpp"
#include "analyzer/report/page/markdown_page.hpp"

namespace pinstack {

bool has_analysis_format(ReportFormat format) { return format != ReportFormat::svg; }

void write_analysis(Sink& sink, ReportFormat format, const AnalysisReport& report, const Style& style) {
    switch (format) {
        case ReportFormat::text:
            return write_analysis_text(sink, report, style);
        case ReportFormat::json:
            return write_analysis_json(sink, report);
        case ReportFormat::csv:
            return write_analysis_csv(sink, report);
        case ReportFormat::junit:
            return write_junit(sink, {analysis_suite(report, JunitCase::Verdict::failed)});
        case ReportFormat::html: {
            HtmlPage page(sink);
            return write_analysis_page(page, report);
        }
        case ReportFormat::md: {
            MarkdownPage page(sink);
            return write_analysis_page(page, report);
        }
        case ReportFormat::svg:
            return;
    }
}

}  // namespace pinstack
