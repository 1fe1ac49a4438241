// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/csv_task_table.hpp"

#include <algorithm>

#include "analyzer/report/task_statistics.hpp"

namespace pinstack {

namespace {

std::optional<std::int64_t> period_of(const Task& task) {
    if (const auto* periodic = std::get_if<Periodic>(&task.releases)) return periodic->period.ns;
    if (const auto* sporadic = std::get_if<Sporadic>(&task.releases)) return sporadic->interarrival.min.ns;
    return std::nullopt;
}

void append_figures(CsvRow& row, const std::optional<DurationFigures>& figures) {
    if (!figures) {
        row.empty(6);
        return;
    }
    row.integer(figures->min).number(figures->mean).integer(figures->p50).integer(figures->p95);
    row.integer(figures->p99).integer(figures->max);
}

CsvRow task_cells(const Task& task, const TaskResult& result, const TaskFigures& figures) {
    CsvRow row;
    row.text(task.name);
    row.integer(task.priority ? std::optional<std::int64_t>(*task.priority) : std::nullopt);
    row.integer(period_of(task)).integer(task.deadline.ns).integer(worst_case_execution_time(task.body).ns);
    row.natural(result.jobs).natural(result.completed).natural(result.misses);
    row.natural(result.preemptions).natural(result.migrations);
    append_figures(row, figures.response);
    append_figures(row, figures.latency);
    for (const std::int64_t time : result.response_split) row.integer(time);
    return row;
}

CsvRow run_cells(const RunResult& result) {
    const CapacitySplit& capacity = result.capacity;
    CsvRow row;
    row.integer(capacity.useful).integer(capacity.inversion());
    row.integer(capacity.inversion_np).integer(capacity.inversion_pin).integer(capacity.overhead);
    row.integer(capacity.stacking_loss).integer(capacity.affinity_loss).integer(capacity.balancing_loss);
    row.integer(capacity.idle).integer(capacity.total).ratio(capacity.utilization_loss());
    row.natural(result.deadline_misses()).integer(result.stacking.max_depth);
    row.integer(result.stacking.max_simultaneous_loss).natural(result.stacking.episodes_total);
    return row;
}

/// Whether the verdict on the task depends on ties, then the figures of the whole check.
CsvRow tie_cells(const std::optional<TieCheck>& check, std::uint32_t task) {
    if (!check) return CsvRow().empty(5);
    const bool depends = std::binary_search(check->tasks.begin(), check->tasks.end(), task);
    CsvRow row;
    row.boolean(depends).natural(check->orders).boolean(check->exhaustive);
    row.natural(check->fewest_misses).natural(check->most_misses);
    return row;
}

}  // namespace

std::vector<std::string> csv_task_columns() {
    std::vector<std::string> names = {"task", "priority",  "period_ns", "relative_deadline_ns", "wcet_ns",
                                      "jobs", "completed", "misses",    "preemptions",          "migrations"};
    for (const char* measure : {"response", "latency"}) {
        for (const char* figure : {"min", "mean", "p50", "p95", "p99", "max"}) {
            names.push_back(std::string(measure) + "_" + figure + "_ns");
        }
    }
    for (std::size_t state = 0; state < kJobStates; ++state) {
        names.push_back("response_split_" + std::string(name_of(static_cast<JobState>(state))) + "_ns");
    }
    for (const char* part : {"useful", "inversion", "inversion_np", "inversion_pin", "overhead", "stacking_loss",
                             "affinity_loss", "balancing_loss", "idle", "total"}) {
        names.push_back("capacity_" + std::string(part) + "_ns");
    }
    for (const char* name :
         {"utilization_loss_ratio", "deadline_misses", "max_depth", "max_simultaneous_loss_cpus", "episodes_total",
          "verdict_depends_on_ties", "tie_orders_tried", "tie_orders_exhaustive", "fewest_misses", "most_misses"}) {
        names.emplace_back(name);
    }
    return names;
}

void write_csv_tasks(CsvWriter& csv, const CsvRow& begin, const RunReport& report, const Outcome& outcome) {
    const RunResult& result = *outcome.result;
    const std::vector<TaskFigures> figures = figures_of(result, report.request.jobs);
    const CsvRow run = run_cells(result);
    for (std::uint32_t i = 0; i < result.tasks.size(); ++i) {
        CsvRow row = begin;
        row.append(task_cells(report.system.tasks[i], result.tasks[i], figures[i])).append(run);
        csv.row(row.append(tie_cells(outcome.ties, i)));
    }
}

}  // namespace pinstack
