// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/csv_report.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/report/csv_task_table.hpp"
#include "analyzer/report/csv_writer.hpp"
#include "analyzer/report/mechanism/mechanism_figures.hpp"

namespace pinstack {

namespace {

using Columns = std::vector<std::string>;

/// The first columns of every table: which run this is.
Columns run_columns() {
    return {"file", "system",  "cpus",       "order",  "variant", "hybrid_below_ns",
            "seed", "span_ns", "applicable", "why_not"};
}

CsvRow run_cells(const RunReport& report, const Outcome& outcome) {
    const Variant& variant = outcome.variant;
    const bool hybrid = variant.hybrid_below && variant.sections == Protection::migrate_disable;
    CsvRow row;
    row.text(report.file).text(report.system.name).integer(report.system.platform.cpus);
    row.text(name_of(variant.order)).text(to_text(variant));
    row.integer(hybrid ? std::optional(variant.hybrid_below->ns) : std::nullopt).natural(report.system.seed);
    row.integer(outcome.applicable() ? std::optional(outcome.result->span.ns) : std::nullopt);
    row.boolean(outcome.applicable());
    return outcome.applicable() ? row.empty() : row.text(why_not_text(outcome.why_not));
}

std::optional<std::int64_t> ns_of(const std::optional<Instant>& instant) {
    return instant ? std::optional(instant->ns) : std::nullopt;
}

void write_jobs(CsvWriter& csv, const CsvRow& begin, const RunReport& report, const Outcome& outcome) {
    CsvRow begin_of_task;
    const JobRecord* previous = nullptr;
    for (const JobRecord& job : outcome.result->jobs) {
        if (previous == nullptr || previous->task != job.task) {
            begin_of_task = CsvRow(begin).text(report.system.tasks[job.task].name);
        }
        previous = &job;
        CsvRow row = begin_of_task;
        row.natural(job.number).integer(job.release.ns).integer(ns_of(job.start)).integer(ns_of(job.finish));
        csv.row(row.integer(job.deadline.ns).boolean(job.missed));
    }
}

void write_steps(CsvWriter& csv, const CsvRow& begin, const RunReport&, const Outcome& outcome) {
    const std::vector<SeriesStep>& steps = outcome.series->steps;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const SeriesStep& step = steps[i];
        const Instant to = i + 1 < steps.size() ? steps[i + 1].at : outcome.series->end;
        CsvRow row = begin;
        row.integer(step.at.ns).integer(to.ns).integer(step.max_depth).integer(step.stacking_loss);
        csv.row(row.integer(step.affinity_loss).integer(step.balancing_loss).integer(step.idle));
    }
}

void write_episodes(CsvWriter& csv, const CsvRow& begin, const RunReport& report, const Outcome& outcome) {
    std::vector<std::string_view> names;
    for (const Episode& episode : outcome.result->stacking.episodes) {
        names.clear();
        for (const std::uint32_t task : episode.tasks) names.emplace_back(report.system.tasks[task].name);
        CsvRow row = begin;
        row.integer(episode.from.ns).integer(episode.to.ns).integer(episode.cpu).integer(episode.depth);
        csv.row(row.integer(episode.lost.ns).text(joined_cell(names)));
    }
}

struct TableKind {
    Columns columns;  // after those of the run
    void (*write)(CsvWriter&, const CsvRow& begin, const RunReport&, const Outcome&);
};

TableKind table_asked_for(const RunRequest& request) {
    if (request.jobs) {
        return {{"task", "job", "release_ns", "start_ns", "finish_ns", "deadline_ns", "missed"}, write_jobs};
    }
    if (request.series) {
        return {{"from_ns", "to_ns", "max_depth", "stacking_loss_cpus", "affinity_loss_cpus", "balancing_loss_cpus",
                 "idle_cpus"},
                write_steps};
    }
    if (request.all_episodes) return {{"from_ns", "to_ns", "cpu", "depth", "lost_ns", "tasks"}, write_episodes};
    return {csv_task_columns(), write_csv_tasks};
}

/// "kmap.maps": a column for each figure of each mechanism that a run used.
struct MechanismColumns {
    std::vector<MechanismFigures> mechanisms;

    explicit MechanismColumns(const Comparison& runs) {
        for (const Outcome& outcome : runs.outcomes) {
            if (!outcome.applicable()) continue;
            for (MechanismFigures& each : mechanism_figures(*outcome.result)) {
                if (find(mechanisms, each.name) == nullptr) mechanisms.push_back(std::move(each));
            }
        }
    }
    static const MechanismFigures* find(const std::vector<MechanismFigures>& all, std::string_view name) {
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
        return found == all.end() ? nullptr : &*found;
    }
    void append_names(Columns& columns) const {
        for (const MechanismFigures& mechanism : mechanisms) {
            for (const MechanismFigure& figure : mechanism.figures) {
                columns.push_back(fmt::format("{}.{}", mechanism.name, figure.key));
            }
        }
    }
    void append_cells(CsvRow& row, const Outcome& outcome) const {
        const auto of_run =
            outcome.applicable() ? mechanism_figures(*outcome.result) : std::vector<MechanismFigures>{};
        for (const MechanismFigures& mechanism : mechanisms) {
            const MechanismFigures* figures = find(of_run, mechanism.name);
            if (figures == nullptr) {
                row.empty(mechanism.figures.size());
                continue;
            }
            for (const MechanismFigure& figure : figures->figures) row.integer(figure.value);
        }
    }
};

}  // namespace

void write_csv(Sink& sink, const RunReport& report) {
    const TableKind table = table_asked_for(report.request);
    Columns columns = run_columns();
    const MechanismColumns mechanisms(report.runs);
    mechanisms.append_names(columns);
    columns.insert(columns.end(), table.columns.begin(), table.columns.end());
    CsvWriter csv(sink, columns);
    for (const Outcome& outcome : report.runs.outcomes) {
        CsvRow begin = run_cells(report, outcome);
        mechanisms.append_cells(begin, outcome);
        if (outcome.applicable()) {
            table.write(csv, begin, report, outcome);
        } else {
            csv.row(begin);
        }
    }
}

}  // namespace pinstack
