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

/// With all columns where there is room.
template <class MakeTable>
UnitTable fitting(MakeTable&& make_table) {
    UnitTable wide = make_table(BoundColumns{kTextNameColumns, true});
    if (wide.table.width() <= kTextWidth) return wide;
    return make_table(BoundColumns{kTextNameColumns, false});
}

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
              fitting([&](const BoundColumns& columns) { return own_bound_table(report, tasks, columns); }));
    }
    if (!bounding_tests(report, TestFamily::pinned).empty()) {
        write("Bounds under pins, each under its own variant", fitting([&](const BoundColumns& columns) {
                  return family_bound_table(report, TestFamily::pinned, tasks, columns);
              }));
    }
    if (!bounding_tests(report, TestFamily::placement).empty()) {
        write("Bounds of placements", fitting([&](const BoundColumns& columns) {
                  return family_bound_table(report, TestFamily::placement, tasks, columns);
              }));
    }
}

}  // namespace

void write_analysis_text_part(Sink& sink, const AnalysisReport& report, const Style& style) {
    for (const std::string& line : analysis_findings(report)) sink.write(folded(printable(line), kTextWidth, 2));
    if (applies_at_all(report)) sink.write("\n" + verdict_table(report, false).text(style));
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
