// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/run_report.hpp"

#include <algorithm>

#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/chart/svg_report.hpp"
#include "analyzer/report/csv_report.hpp"
#include "analyzer/report/json/json_report.hpp"
#include "analyzer/report/junit_report.hpp"
#include "analyzer/report/page/html_page.hpp"
#include "analyzer/report/page/markdown_page.hpp"
#include "analyzer/report/page/run_page.hpp"
#include "analyzer/report/text/text_report.hpp"
#include "analyzer/run/drawing_window.hpp"

namespace pinstack {

namespace {

// What a reader can take in at once. The charts of a page together stay below a megabyte and a half.
constexpr std::size_t kTextBars = 1'500;
constexpr std::size_t kPageBars = 4'000;
constexpr std::size_t kChartBars = 1'500, kFewestChartBars = 150;

Picture picture_of(const RunReport& report, std::size_t max_bars) {
    return record_picture(report.system, report.runs.outcomes, report.window, max_bars);
}

/// A drawing for each variant, and one more for each that misses deadlines beyond the baseline: together they are as
/// large as the page can be.
std::size_t page_bars(const RunReport& report) {
    const std::optional<RunResult>& base = report.runs.base().result;
    std::size_t drawings = report.runs.outcomes.size();
    for (const Outcome& outcome : report.runs.outcomes) {
        if (!outcome.applicable()) continue;
        if (misses_beyond(*outcome.result, report.is_comparison && base ? &*base : nullptr) > 0) ++drawings;
    }
    return std::clamp(kPageBars / drawings, kFewestChartBars, kChartBars);
}

void write_page(Page& page, const RunReport& report, std::size_t max_bars) {
    const Picture picture = picture_of(report, max_bars);
    write_run_page(page, report, picture, record_first_misses(report.system, report.runs.outcomes, picture, max_bars));
}

void write_json(Sink& sink, const RunReport& report) {
    if (report.is_comparison) {
        return write_compare_json(sink, report.system, report.runs, report.request, report.analysis);
    }
    write_simulate_json(sink, report.system, report.single(), report.request);
}

void write_text(Sink& sink, const RunReport& report, const Style& style) {
    const Picture picture = picture_of(report, kTextBars);
    if (report.is_comparison) {
        return write_compare_text(sink, report.system, report.runs, picture, style, report.analysis);
    }
    write_simulate_text(sink, report.system, report.single(), report.request, picture, style);
}

}  // namespace

void write_run_report(Sink& sink, ReportFormat format, const RunReport& report, const Style& style) {
    switch (format) {
        case ReportFormat::text:
            return write_text(sink, report, style);
        case ReportFormat::json:
            return write_json(sink, report);
        case ReportFormat::csv:
            return write_csv(sink, report);
        case ReportFormat::junit:
            return write_junit(sink, report);
        case ReportFormat::svg:
            return write_svg(sink, report.system, report.runs.outcomes, picture_of(report, page_bars(report)));
        case ReportFormat::html: {
            HtmlPage page(sink);
            return write_page(page, report, page_bars(report));
        }
        case ReportFormat::md: {
            MarkdownPage page(sink);
            return write_page(page, report, kTextBars);
        }
    }
}

}  // namespace pinstack
