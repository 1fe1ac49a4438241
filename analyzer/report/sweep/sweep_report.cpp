// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/sweep/sweep_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analyzer/report/csv_writer.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/page/html_page.hpp"
#include "analyzer/report/page/markdown_page.hpp"
#include "analyzer/report/sweep/sweep_chart.hpp"
#include "analyzer/report/table.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {
namespace {

using Align = Table::Align;

std::string title_of(const SweepSpec& spec) { return "Sweep " + printable(spec.name); }

constexpr std::string_view kIntervals = "Behind each value: its interval of confidence, 95 %.";

/// What the values of a table are multiplied by, and what they are then in.
struct TableUnit {
    double factor = 1;
    std::string name;
};

TableUnit unit_of(const SweepPlot& plot) {
    if (plot.unit == PlotUnit::share) return {100, "%"};
    if (plot.unit == PlotUnit::ratio) return {1, ""};
    double most = 0;
    for (const PlotPanel& panel : plot.panels) {
        for (const PlotCurve& curve : panel.curves) {
            for (const auto& point : curve.points) most = std::max(most, point ? point->value : 0);
        }
    }
    return most >= 1e7 ? TableUnit{1e-6, "ms"} : most >= 1e4 ? TableUnit{1e-3, "us"} : TableUnit{1, "ns"};
}

/// "58.8 (54.8\u201362.7)": two digits of the interval's half width say how many of the value mean something.
std::string point_text(const PlotPoint& point, double factor) {
    const double half = factor * (point.high - point.low) / 2;
    if (half <= 0) return fmt::format("{:.4g}", factor * point.value);
    const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(half))), 0, 6);
    return fmt::format("{:.{}f} ({:.{}f}\u2013{:.{}f})", factor * point.value, decimals, factor * point.low, decimals,
                       factor * point.high, decimals);
}

/// A row for each place on the axis, a column for each curve.
Table table_of(const SweepPlot& plot, const PlotPanel& panel, const TableUnit& unit) {
    std::vector<Table::Column> columns = {{axis_text(plot.axis.key), Align::left}};
    for (const PlotCurve& curve : panel.curves) {
        std::string heading = printable(curve.name);
        std::replace_if(
            heading.begin(), heading.end(), [](char c) { return c == '/' || c == ' '; }, '\n');
        columns.push_back({std::move(heading)});
    }
    Table table(columns);
    for (std::size_t x = 0; x < plot.axis.words.size(); ++x) {
        std::vector<Table::Cell> row = {printable(plot.axis.words[x])};
        for (const PlotCurve& curve : panel.curves) {
            const auto& point = curve.points[x];
            row.emplace_back(point ? point_text(*point, unit.factor) : "");
        }
        table.add_row(std::move(row));
    }
    return table;
}

std::string about(const SweepPlot& plot, const TableUnit& unit) {
    return unit.name.empty() ? plot.about : fmt::format("{} In {}.", plot.about, unit.name);
}

void write_page(Page& page, const SweepReport& report) {
    page.begin(title_of(report.spec));
    page.paragraph(sweep_summary(report.spec, report.sums));
    for (const SweepPlot& plot : report.plots) {
        const TableUnit unit = unit_of(plot);
        page.begin_section(plot.title);
        page.paragraph(page.draws() ? plot.about : about(plot, unit), Page::Tone::soft);
        if (page.draws()) {
            page.drawing(sweep_legend(plot));
            page.drawings(sweep_charts(plot));
            page.begin_details(unit.name.empty() ? "The values" : "The values, in " + unit.name, false);
        }
        page.paragraph(kIntervals, Page::Tone::soft);
        for (const PlotPanel& panel : plot.panels) {
            if (!panel.name.empty()) page.heading(panel.name);
            page.table(table_of(plot, panel, unit));
        }
        if (page.draws()) page.end_details();
        page.end_section();
    }
    page.end(fmt::format("pinstack {}", version()));
}

void write_text(Sink& sink, const SweepReport& report, const Style& style) {
    sink.write(fmt::format("{}\n  {}\n  {}\n", style(Emphasis::strong, title_of(report.spec)),
                           sweep_summary(report.spec, report.sums), kIntervals));
    for (const SweepPlot& plot : report.plots) {
        const TableUnit unit = unit_of(plot);
        sink.write(fmt::format("\n{}\n  {}\n", style(Emphasis::strong, plot.title), about(plot, unit)));
        for (const PlotPanel& panel : plot.panels) {
            sink.write(panel.name.empty() ? "\n" : fmt::format("\n  {}\n", printable(panel.name)));
            sink.write(table_of(plot, panel, unit).text(style));
        }
    }
}

void write_csv(Sink& sink, const SweepReport& report) {
    CsvWriter csv(sink, {"figure", "panel", "axis", "at", "curve", "sets", "value", "low", "high"});
    for (const SweepPlot& plot : report.plots) {
        for (const PlotPanel& panel : plot.panels) {
            for (const PlotCurve& curve : panel.curves) {
                for (std::size_t x = 0; x < plot.axis.words.size(); ++x) {
                    const auto& point = curve.points[x];
                    if (!point) continue;
                    CsvRow row;
                    row.text(plot.id).text(panel.name).text(plot.axis.key).text(plot.axis.words[x]).text(curve.name);
                    csv.row(row.natural(point->sets).number(point->value).number(point->low).number(point->high));
                }
            }
        }
    }
}

}  // namespace

std::string sweep_summary(const SweepSpec& spec, const SweepSums& sums) {
    std::string text =
        fmt::format("{} of {} task sets, in {}", sums.sets(), spec.sets(), counted(spec.cells(), "cell"));
    if (spec.simulate || !spec.tests.empty()) text += ", under " + counted(spec.variants.size(), "variant");
    std::uint64_t failed = 0;
    for (std::uint64_t cell = 0; cell < spec.cells(); ++cell) failed += sums.failed(cell);
    if (failed > 0) text += fmt::format("; {} could not be made and are left out", counted(failed, "set"));
    return text + ".";
}

bool has_sweep_format(ReportFormat format) { return format != ReportFormat::json && format != ReportFormat::junit; }

void write_sweep(Sink& sink, ReportFormat format, const SweepReport& report, const Style& style) {
    if (format == ReportFormat::html) {
        HtmlPage page(sink);
        write_page(page, report);
    } else if (format == ReportFormat::md) {
        MarkdownPage page(sink);
        write_page(page, report);
    } else if (format == ReportFormat::csv) {
        write_csv(sink, report);
    } else if (format == ReportFormat::svg) {
        sink.write(sweep_svg(report.spec, report.plots));
    } else {
        write_text(sink, report, style);
    }
}

}  // namespace pinstack
