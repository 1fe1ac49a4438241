// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/trace/trace_report.hpp"

#include <fmt/format.h>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/outcome_tables.hpp"
#include "analyzer/report/page/html_page.hpp"
#include "analyzer/report/page/markdown_page.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kTextRows = 20, kPageRows = 200;

std::string heading_of(const TraceRun& run) {
    return fmt::format("{}: {} on {}, {} from {} on", printable(run.file), counted(run.tasks.size(), "task"),
                       counted(run.cpus.size(), "CPU"), time_text(run.window.length().ns),
                       instant_text(run.window.from.ns));
}

void write_text(Sink& sink, const TraceReport& report, const Style& style) {
    sink.write(style(Emphasis::strong, heading_of(report.run)) + "\n");
    bool is_summary = true;
    for (const TracePart& part : trace_parts(report, kTextNameColumns, kTextRows)) {
        sink.write("\n");
        if (!is_summary) sink.write(style(Emphasis::strong, part.heading) + "\n");
        is_summary = false;
        for (const std::string& sentence : part.sentences) sink.write(folded(sentence, kTextWidth, 2));
        for (std::size_t i = 0; i < part.tables.size(); ++i) {
            if (i > 0 || !part.sentences.empty()) sink.write("\n");
            sink.write(part.tables[i].text(style));
        }
    }
}

void write_page(Page& page, const TraceReport& report) {
    page.begin(heading_of(report.run));
    for (const TracePart& part : trace_parts(report, kPageNameColumns, kPageRows)) {
        page.begin_section(part.heading);
        if (!part.sentences.empty()) page.list(part.sentences);
        for (const Table& table : part.tables) page.table(table);
        page.end_section();
    }
    page.end(fmt::format("pinstack {}.", version()));
}

}  // namespace

bool has_trace_format(ReportFormat format) { return format != ReportFormat::svg; }

void write_trace(Sink& sink, ReportFormat format, const TraceReport& report, const Style& style) {
    switch (format) {
        case ReportFormat::text:
            return write_text(sink, report, style);
        case ReportFormat::json:
            return write_trace_json(sink, report);
        case ReportFormat::csv:
            return write_trace_csv(sink, report);
        case ReportFormat::junit:
            return write_junit(sink, {trace_suite(report)});
        case ReportFormat::html: {
            HtmlPage page(sink);
            return write_page(page, report);
        }
        case ReportFormat::md: {
            MarkdownPage page(sink);
            return write_page(page, report);
        }
        case ReportFormat::svg:
            return;
    }
}

}  // namespace pinstack
