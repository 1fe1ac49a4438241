// SPDX-License-Identifier: Apache-2.0
//
// The analysis as a page, and as sections of the page of a run: first what is proved, then the bounds beside the
// simulated maxima, a table for each kind of variant, then what does not apply.
#include <fmt/format.h>

#include <numeric>

#include "analyzer/report/analysis/analysis_findings.hpp"
#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/analysis/analysis_tables.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/page/run_parts.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {
namespace {

constexpr std::size_t kTaskRows = 200;

using Tone = Page::Tone;
using Tasks = std::vector<std::uint32_t>;

void write_bounds(Page& page, const AnalysisReport& report, std::string_view heading, std::string_view note,
                  const UnitTable& table, const Tasks& tasks) {
    page.heading(fmt::format("{}, in {}", heading, table.unit));
    if (!note.empty()) page.paragraph(note, Tone::soft);
    page.table(table.table);
    if (tasks.size() < report.system.tasks.size()) {
        page.paragraph(fmt::format("{} not shown; --format csv has all.",
                                   counted(report.system.tasks.size() - tasks.size(), "more task")),
                       Tone::soft);
    }
}

void write_bound_section(Page& page, const AnalysisReport& report) {
    const bool has_own = !own_tests(report).empty();
    const bool has_pinned = !bounding_tests(report, TestFamily::pinned).empty();
    const bool has_placement = !bounding_tests(report, TestFamily::placement).empty();
    if (!has_own && !has_pinned && !has_placement) return;
    Tasks tasks(std::min(kTaskRows, report.system.tasks.size()));
    std::iota(tasks.begin(), tasks.end(), 0u);
    page.begin_section("Response bounds");
    page.paragraph(
        "No response, counted from the instant a job is due, is longer than a bound; - where none is proved. "
        "Red: beyond the deadline. A simulated maximum is of one run, the worst case lies between it and the bound.",
        Tone::soft);
    if (has_own) {
        write_bounds(page, report, "Under " + variant_text(report.system.kernel), "",
                     best_bound_table(report, tasks, kPageNameColumns), tasks);
    }
    if (have_bounds_to_compare(report)) {
        const UnitTable bounds = test_bound_table(report, tasks, kPageNameColumns);
        page.begin_details(fmt::format("The bounds of each test, in {}", bounds.unit), false);
        page.table(bounds.table);
        page.end_details();
    }
    if (has_pinned) {
        std::string note;
        for (const std::size_t test : bounding_tests(report, TestFamily::pinned)) {
            note += fmt::format("{}{}: {}", note.empty() ? "" : "; ", report.analysis.tests[test].test->id,
                                covered_text(report, test));
        }
        write_bounds(
            page, report, "Under pins",
            "Each under a protection and a balancer of its own; run is the longest response simulated under them. " +
                note + ".",
            family_bound_table(report, TestFamily::pinned, tasks, kPageNameColumns, true), tasks);
    }
    if (has_placement) {
        write_bounds(page, report, "Placements", "Where each test puts the tasks, and the bounds if they stay there.",
                     family_bound_table(report, TestFamily::placement, tasks, kPageNameColumns, true), tasks);
    }
    page.end_section();
}

}  // namespace

void write_analysis_part(Page& page, const AnalysisReport& report) {
    page.begin_section("Schedulability tests");
    page.list(analysis_findings(report));
    if (applies_at_all(report)) {
        page.table(verdict_table(report));
        page.begin_details("Where these tests were published", false);
        page.table(citation_table(report));
        page.end_details();
    }
    page.begin_details("Tests that do not apply, and why", !applies_at_all(report));
    page.table(reason_table(report));
    page.end_details();
    page.end_section();
    write_bound_section(page, report);
}

void write_analysis_page(Page& page, const AnalysisReport& report) {
    const System& system = report.system;
    page.begin(heading_text(system));
    if (!system.description.empty()) page.paragraph(system.description);
    page.paragraph(variant_text(system.kernel) + "; " + kernel_text(system, system.kernel) + ".", Tone::soft);
    write_analysis_part(page, report);
    write_system_part(page, system, system.kernel.order);
    page.end(fmt::format("Seed {}; pinstack {}.", system.seed, version()));
}

}  // namespace pinstack
