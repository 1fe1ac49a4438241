// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/outcome_tables.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/page/run_parts.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kJobRows = 1000;

using Align = Table::Align;
using Cell = Table::Cell;
using Jobs = std::vector<const JobRecord*>;

/// The earliest released; at one instant in file order.
Jobs first_jobs(const RunResult& result) {
    Jobs jobs;
    jobs.reserve(result.jobs.size());
    for (const JobRecord& job : result.jobs) jobs.push_back(&job);
    const std::size_t count = std::min(kJobRows, jobs.size());
    std::partial_sort(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(count), jobs.end(),
                      [](const JobRecord* a, const JobRecord* b) {
                          return std::tuple(a->release, a->task, a->number) <
                                 std::tuple(b->release, b->task, b->number);
                      });
    jobs.resize(count);
    return jobs;
}

/// The same job in another run; nullptr where that ended before its release.
const JobRecord* same_job(const RunResult& result, const JobRecord& job) {
    const auto key = [](const JobRecord& each) { return std::tuple(each.task, each.number); };
    const auto at = std::lower_bound(result.jobs.begin(), result.jobs.end(), job,
                                     [&](const JobRecord& a, const JobRecord& b) { return key(a) < key(b); });
    return at != result.jobs.end() && key(*at) == key(job) ? &*at : nullptr;
}

std::string instant_cell(const TimeScale& scale, const std::optional<Instant>& at) {
    return at ? scale.text(at->ns) : std::string("-");
}

UnitTable run_table(const System& system, const Jobs& jobs) {
    TimeScale scale;
    for (const JobRecord* job : jobs) {
        for (const Instant at :
             {job->release, job->deadline, job->start.value_or(Instant{}), job->finish.value_or(Instant{})})
            scale.fit(at.ns);
    }
    Table table(
        {{"task", Align::left}, {"job"}, {"release"}, {"start"}, {"finish"}, {"deadline"}, {"response"}, {"missed"}});
    for (const JobRecord* job : jobs) {
        const Emphasis emphasis = job->missed ? Emphasis::bad : Emphasis::none;
        table.add_row({{shortened_inside(system.tasks[job->task].name, kPageNameColumns)},
                       {std::to_string(job->number)},
                       {scale.text(job->release.ns)},
                       {instant_cell(scale, job->start)},
                       {instant_cell(scale, job->finish)},
                       {scale.text(job->deadline.ns)},
                       {job->finish ? scale.text((*job->finish - job->release).ns) : std::string("-"), emphasis},
                       {job->missed ? "missed" : "", emphasis}});
    }
    return {std::move(table), std::string(scale.unit_name())};
}

/// One row for each job, its response under each variant.
UnitTable comparison_of_jobs(const RunReport& report, const Jobs& jobs) {
    TimeScale scale;
    std::vector<Table::Column> columns{{"task", Align::left}, {"job"}, {"release"}, {"deadline"}};
    for (const Outcome& outcome : report.runs.outcomes) {
        if (!outcome.applicable()) continue;
        columns.push_back({short_text(outcome.variant), Align::right, "response"});
        for (const JobRecord* job : jobs) {
            const JobRecord* same = same_job(*outcome.result, *job);
            if (same != nullptr && same->finish) scale.fit((*same->finish - same->release).ns);
        }
    }
    for (const JobRecord* job : jobs) {
        scale.fit(job->release.ns);
        scale.fit(job->deadline.ns);
    }
    Table table(std::move(columns));
    for (const JobRecord* job : jobs) {
        std::vector<Cell> cells{{shortened_inside(report.system.tasks[job->task].name, kTextNameColumns)},
                                {std::to_string(job->number)},
                                {scale.text(job->release.ns)},
                                {scale.text(job->deadline.ns)}};
        for (const Outcome& outcome : report.runs.outcomes) {
            if (!outcome.applicable()) continue;
            const JobRecord* same = same_job(*outcome.result, *job);
            const bool missed = same != nullptr && same->missed;
            std::string text = same != nullptr && same->finish ? scale.text((*same->finish - same->release).ns) : "-";
            if (missed) text += '!';
            cells.push_back({std::move(text), missed ? Emphasis::bad : Emphasis::none});
        }
        table.add_row(std::move(cells));
    }
    return {std::move(table), std::string(scale.unit_name())};
}

}  // namespace

void write_job_part(Page& page, const RunReport& report) {
    if (!report.request.jobs) return;
    const auto& outcomes = report.runs.outcomes;
    const auto first =
        std::find_if(outcomes.begin(), outcomes.end(), [](const Outcome& each) { return each.applicable(); });
    const RunResult& result = *first->result;
    const Jobs jobs = first_jobs(result);
    const UnitTable table = report.is_comparison ? comparison_of_jobs(report, jobs) : run_table(report.system, jobs);
    page.begin_section("Jobs");
    const std::string which = jobs.size() < result.jobs.size()
                                  ? fmt::format("The first {} of {}", jobs.size(), result.jobs.size())
                                  : fmt::format("All {}", result.jobs.size());
    page.begin_details(fmt::format("{}, by release, times in {}{}", which, table.unit,
                                   report.is_comparison ? ", ! where the deadline is missed" : ""),
                       false);
    page.table(table.table);
    page.end_details();
    if (jobs.size() < result.jobs.size()) page.paragraph("--format csv has all jobs.", Page::Tone::soft);
    page.end_section();
}

}  // namespace pinstack
