// SPDX-License-Identifier: Apache-2.0
//
// One row for each task, or for each stacking episode. docs/report-formats.md lists the columns.
#include "analyzer/report/csv_writer.hpp"
#include "analyzer/report/trace/trace_report.hpp"

namespace pinstack {

namespace {

const std::vector<std::string> kColumns = {"file",
                                           "task",
                                           "pid",
                                           "priority",
                                           "jobs",
                                           "wakeups",
                                           "preemptions",
                                           "migrations",
                                           "lost_from_sight",
                                           "running_ns",
                                           "waiting_ns",
                                           "pinned_wait_ns",
                                           "stacking_loss_ns",
                                           "unpinned_loss_ns",
                                           "unclear_loss_ns",
                                           "latency_min_ns",
                                           "latency_mean_ns",
                                           "latency_p99_ns",
                                           "latency_max_ns",
                                           "run_min_ns",
                                           "run_mean_ns",
                                           "run_p99_ns",
                                           "run_max_ns",
                                           "response_min_ns",
                                           "response_mean_ns",
                                           "response_p99_ns",
                                           "response_max_ns",
                                           "period_min_ns",
                                           "period_mean_ns",
                                           "period_p99_ns",
                                           "period_max_ns",
                                           "sections",
                                           "section_at_least_max_ns",
                                           "section_at_most_max_ns"};

void add(CsvRow& row, const DurationStatistics& from) {
    if (from.count() == 0) {
        row.empty(4);
        return;
    }
    row.integer(from.min().ns).number(from.mean_ns()).integer(from.percentile(99).ns).integer(from.max().ns);
}

std::optional<std::int64_t> longest(const DurationStatistics& from) {
    return from.count() == 0 ? std::nullopt : std::optional(from.max().ns);
}

void write_episodes(Sink& sink, const TraceRun& run) {
    CsvWriter csv(sink, {"file", "from_ns", "to_ns", "cpu", "depth", "lost_ns", "tasks"});
    std::vector<std::string_view> names;
    for (const Episode& episode : run.stacking.episodes) {
        names.clear();
        for (const std::uint32_t task : episode.tasks) names.emplace_back(run.tasks[task].name);
        CsvRow row;
        row.text(run.file).integer(episode.from.ns).integer(episode.to.ns).integer(episode.cpu).integer(episode.depth);
        csv.row(row.integer(episode.lost.ns).text(joined_cell(names)));
    }
}

}  // namespace

void write_trace_csv(Sink& sink, const TraceReport& report) {
    if (report.csv_of_episodes) return write_episodes(sink, report.run);
    CsvWriter csv(sink, kColumns);
    for (const TraceTask& task : report.run.tasks) {
        CsvRow row;
        row.text(report.run.file).text(task.name).integer(task.pid).integer(task.priority).natural(task.jobs_total);
        row.natural(task.wakeups).natural(task.preemptions).natural(task.migrations).natural(task.unknown);
        row.integer(task.running.ns).integer(task.waiting.ns).integer(task.waiting_pinned.ns);
        row.integer(task.stacking_loss.ns).integer(task.unpinned_loss.ns).integer(task.unclear_loss.ns);
        for (const DurationStatistics* each : {&task.latency, &task.run, &task.response, &task.period}) add(row, *each);
        row.natural(task.sections.at_least.count() + task.sections.unbounded);
        csv.row(row.integer(longest(task.sections.at_least)).integer(longest(task.sections.at_most)));
    }
}

}  // namespace pinstack
