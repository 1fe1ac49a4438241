// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/report/chart/response_chart.hpp"
#include "analyzer/report/compared_tasks.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/outcome_tables.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/page/run_parts.hpp"
#include "analyzer/report/response_groups.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kTasksOfComparison = 12, kTasksOfRun = 24;

using Align = Table::Align;
using Cell = Table::Cell;
using Emphasis = pinstack::Emphasis;

bool completes(const RunReport& report, std::uint32_t task) {
    return std::any_of(report.runs.outcomes.begin(), report.runs.outcomes.end(), [&](const Outcome& outcome) {
        return outcome.applicable() && outcome.result->tasks[task].completed > 0;
    });
}

/// Those of which a job completed under some variant.
std::vector<std::uint32_t> tasks_drawn(const RunReport& report) {
    std::vector<std::uint32_t> tasks = report.is_comparison
                                           ? tasks_to_compare(report.system, report.runs, kTasksOfComparison)
                                           : most_affected_tasks(*report.single().result, kTasksOfRun);
    std::erase_if(tasks, [&](std::uint32_t task) { return !completes(report, task); });
    return tasks;
}

/// The tasks that are not drawn, by the reason for it.
void write_left_out(Page& page, const RunReport& report, const std::vector<std::uint32_t>& drawn) {
    std::size_t without = 0;
    for (std::uint32_t task = 0; task < report.system.tasks.size(); ++task) without += completes(report, task) ? 0 : 1;
    const std::size_t others = report.system.tasks.size() - without - drawn.size();
    if (without > 0) {
        page.paragraph(fmt::format("{} not shown: {} completed.", counted(without, "more task"),
                                   without == 1 ? "none of its jobs" : "none of their jobs"),
                       Page::Tone::soft);
    }
    if (others > 0) {
        page.paragraph(
            fmt::format("{} not shown: {}.", counted(others, "more task"),
                        report.is_comparison ? why_not_shown(report.system, report.runs, drawn)
                                             : "those above missed most deadlines or have the longest worst response"),
            Page::Tone::soft);
    }
}

UnitTable figures_table(const RunReport& report, const ResponseFigures& figures,
                        const std::vector<std::uint32_t>& tasks) {
    TimeScale scale;
    for (const std::uint32_t task : tasks) {
        for (const ResponseGroup& group : figures.groups_of(task)) {
            for (const std::int64_t ns :
                 {group.response.min, group.response.p50, group.response.p95, group.response.p99, group.response.max})
                scale.fit(ns);
            scale.fit_mean(group.response.mean);
        }
    }
    std::vector<Table::Column> columns{{"task", Align::left}};
    if (report.is_comparison) columns.push_back({"variant", Align::left});
    for (const char* heading : {"completed jobs", "missed", "min", "p50", "mean", "p95", "p99", "max"}) {
        columns.push_back({heading});
    }
    Table table(std::move(columns));
    for (const std::uint32_t task : tasks) {
        for (const ResponseGroup& group : figures.groups_of(task)) {
            const Emphasis emphasis = group.task->misses > 0 ? Emphasis::bad : Emphasis::none;
            std::string variants;
            for (const std::size_t i : group.outcomes) {
                variants += (variants.empty() ? "" : ", ") + short_text(report.runs.outcomes[i].variant);
            }
            std::vector<Cell> cells{{shortened_inside(report.system.tasks[task].name, kPageNameColumns)}};
            if (report.is_comparison) cells.push_back({variants});
            const DurationFigures& response = group.response;
            cells.insert(cells.end(), {Cell{std::to_string(group.task->completed)},
                                       Cell{std::to_string(group.task->misses), emphasis},
                                       Cell{scale.text(response.min)}, Cell{scale.text(response.p50)},
                                       Cell{scale.text(response.mean)}, Cell{scale.text(response.p95)},
                                       Cell{scale.text(response.p99)}, Cell{scale.text(response.max), emphasis}});
            table.add_row(std::move(cells));
        }
    }
    return {std::move(table), std::string(scale.unit_name())};
}

}  // namespace

void write_response_part(Page& page, const RunReport& report) {
    const std::vector<std::uint32_t> tasks = tasks_drawn(report);
    if (tasks.empty()) return;
    const ResponseFigures figures(report.runs, report.request.jobs);
    page.begin_section("Response times");
    std::string note = "Release to completion, of completed jobs.";
    if (page.draws())
        note +=
            " The red line is the deadline. Red figures are longer than it; max is red too where a job misses it by "
            "release jitter or is not complete. Each histogram has a height of its own.";
    if (report.is_comparison) note += " MD/ is migrate_disable/, NP/ is preempt_disable/.";
    note += report.request.jobs ? " Percentiles are exact (nearest rank)."
                                : " Percentiles are nearest rank, at most 1/128 too large; --jobs makes them exact.";
    page.paragraph(note, Page::Tone::soft);
    if (page.draws()) {
        std::vector<SvgPiece> charts;
        for (const std::uint32_t task : tasks) charts.push_back(response_chart(report.system, figures, task));
        page.drawings(charts);
    }
    write_left_out(page, report, tasks);
    const UnitTable table = figures_table(report, figures, tasks);
    const std::string heading = fmt::format("Response times in {}", table.unit);
    if (page.draws()) {
        page.begin_details(heading, false);
        page.table(table.table);
        page.end_details();
    } else {
        page.paragraph(heading + ":");
        page.table(table.table);
    }
    page.end_section();
}

}  // namespace pinstack
