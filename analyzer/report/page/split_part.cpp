// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analyzer/report/chart/split_bars.hpp"
#include "analyzer/report/compared_tasks.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/job_state_text.hpp"
#include "analyzer/report/outcome_tables.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/page/run_parts.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kTasksOfComparison = 12, kTasksOfRun = 24;

/// In which a completed job of these tasks was, under some variant.
std::vector<JobState> states_that_occur(const Comparison& runs, const std::vector<std::uint32_t>& tasks) {
    std::vector<JobState> states;
    for (std::size_t i = 0; i < kJobStates; ++i) {
        const bool occurs = std::any_of(runs.outcomes.begin(), runs.outcomes.end(), [&](const Outcome& outcome) {
            return outcome.applicable() && std::any_of(tasks.begin(), tasks.end(), [&](std::uint32_t task) {
                       return outcome.result->tasks[task].response_split[i] > 0;
                   });
        });
        if (occurs) states.push_back(static_cast<JobState>(i));
    }
    return states;
}

/// What of a mean decides the unit: it is hardly ever exact in any.
std::int64_t four_digits(double ns) {
    const double step = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(1.0, ns))) - 3));
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::round(ns / step) * step));
}

UnitTable split_table(const System& system, const Outcome& outcome, const std::vector<std::uint32_t>& tasks) {
    const RunResult& result = *outcome.result;
    const auto mean = [&](std::uint32_t task, JobState state) {
        const TaskResult& row = result.tasks[task];
        return static_cast<double>(row.response_split[static_cast<std::size_t>(state)]) /
               static_cast<double>(row.completed);
    };
    std::vector<JobState> states;
    TimeScale scale;
    for (std::size_t i = 0; i < kJobStates; ++i) {
        bool occurs = false;
        for (const std::uint32_t task : tasks) {
            if (result.tasks[task].completed == 0 || result.tasks[task].response_split[i] == 0) continue;
            occurs = true;
            scale.fit_mean(mean(task, static_cast<JobState>(i)));
        }
        if (occurs) states.push_back(static_cast<JobState>(i));
    }
    for (const std::uint32_t task : tasks) {
        if (result.tasks[task].completed > 0) scale.fit(four_digits(result.tasks[task].response.mean_ns()));
    }
    std::vector<Table::Column> columns{{"task", Table::Align::left}, {"mean response"}};
    for (const JobState state : states) columns.push_back({std::string(name_of(state))});
    Table table(std::move(columns));
    for (const std::uint32_t task : tasks) {
        std::vector<Table::Cell> cells{{shortened_inside(system.tasks[task].name, kPageNameColumns)}};
        if (result.tasks[task].completed == 0) {
            cells.emplace_back("-");
        } else {
            cells.emplace_back(scale.text(result.tasks[task].response.mean_ns()));
            for (const JobState state : states) {
                const double part = mean(task, state);
                cells.emplace_back(part == 0 ? "0" : scale.text(part));
            }
        }
        table.add_row(std::move(cells));
    }
    return {std::move(table), std::string(scale.unit_name())};
}

}  // namespace

void write_split_part(Page& page, const RunReport& report) {
    const System& system = report.system;
    const std::vector<std::uint32_t> tasks = report.is_comparison
                                                 ? tasks_to_compare(system, report.runs, kTasksOfComparison)
                                                 : most_affected_tasks(*report.single().result, kTasksOfRun);
    const std::vector<JobState> states = states_that_occur(report.runs, tasks);
    if (states.empty()) return;
    page.begin_section("Where the response times went");
    std::string note = "The mean response of completed jobs, by what they did or waited for.";
    for (const JobState state : states) note += fmt::format(" {}: {}.", name_of(state), meaning_of(state));
    page.paragraph(note, Page::Tone::soft);
    const Outcome* worst = worst_outcome(report.runs.outcomes);
    for (const Outcome& outcome : report.runs.outcomes) {
        if (!outcome.applicable()) continue;
        const UnitTable table = split_table(system, outcome, tasks);
        const std::string in_unit = fmt::format("mean times in {}", table.unit);
        if (report.is_comparison) {
            page.begin_details(variant_text(outcome.variant) + ", " + in_unit, &outcome == worst);
        } else {
            page.paragraph("In the table: " + in_unit + ".", Page::Tone::soft);
        }
        page.drawing(split_bars(system, outcome, tasks));
        page.table(table.table);
        if (report.is_comparison) page.end_details();
    }
    if (tasks.size() < system.tasks.size()) {
        page.paragraph(counted(system.tasks.size() - tasks.size(), "more task") + " not shown.", Page::Tone::soft);
    }
    page.end_section();
}

}  // namespace pinstack
