// SPDX-License-Identifier: Apache-2.0
//
// For a terminal: what each test that applies says, the best bounds, and why the others do not apply.
#include <fmt/format.h>

#include <numeric>

#include "analyzer/report/analysis/analysis_findings.hpp"
#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/analysis/analysis_tables.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/system_tables.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {
namespace {

constexpr std::size_t kTasksShown = 40;

void write_bounds(Sink& sink, const AnalysisReport& report, const Style& style) {
    std::vector<std::uint32_t> tasks(std::min(kTasksShown, report.system.tasks.size()));
    std::iota(tasks.begin(), tasks.end(), 0u);
    const auto write = [&](std::string_view heading, const UnitTable& table) {
        sink.write("\n" + style(Emphasis::strong, fmt::format("{} (times in {})", heading, table.unit)) + "\n");
        sink.write(table.table.text(style));
        if (tasks.size() < report.system.tasks.size()) {
            sink.write(fmt::format("  {} not shown; --format csv has all.\n",
                                   counted(report.system.tasks.size() - tasks.size(), "more task")));
        }
    };
    if (!own_tests(report).empty()) {
        write("Response bounds under " + variant_text(report.system.kernel),
              best_bound_table(report, tasks, kTextNameColumns));
    }
    if (have_bounds_to_compare(report)) {
        const UnitTable bounds = test_bound_table(report, tasks, kTextNameColumns);
        if (bounds.table.width() <= kTextWidth) write("Bounds of each test", bounds);
    }
    const auto write_family = [&](std::string_view heading, TestFamily family) {
        if (bounding_tests(report, family).empty()) return;
        const UnitTable wide = family_bound_table(report, family, tasks, kTextNameColumns, true);
        const bool has_room = wide.table.width() <= kTextWidth;
        write(heading, has_room ? wide : family_bound_table(report, family, tasks, kTextNameColumns, false));
    };
    write_family("Bounds under pins, each under its own variant", TestFamily::pinned);
    write_family("Bounds of placements", TestFamily::placement);
}

}  // namespace

void write_analysis_text_part(Sink& sink, const AnalysisReport& report, const Style& style) {
    for (const std::string& line : analysis_findings(report)) sink.write(folded(printable(line), kTextWidth, 2));
    if (applies_at_all(report)) sink.write("\n" + verdict_table(report).text(style));
    write_bounds(sink, report, style);
    sink.write("\n" + style(Emphasis::strong, "Not applicable") + "\n");
    for (const auto& [tests, reason] : reasons_against(report)) {
        sink.write(folded(fmt::format("{}: {}", test_list(report, tests), printable(reason)), kTextWidth, 2));
    }
}

void write_analysis_text(Sink& sink, const AnalysisReport& report, const Style& style) {
    const Variant& own = report.system.kernel;
    sink.write(style(Emphasis::strong, heading_text(report.system)) + "\n");
    sink.write(fmt::format("{} ({})\n\n", variant_text(own), kernel_text(report.system, own)));
    write_analysis_text_part(sink, report, style);
    sink.write(fmt::format("\nSeed {}; pinstack {}.\n", report.system.seed, version()));
}

}  // namespace pinstack
