// SPDX-License-Identifier: Apache-2.0
#include "analyzer/batch/index_formats.hpp"
#include "analyzer/batch/index_tables.hpp"
#include "analyzer/report/csv_writer.hpp"

namespace pinstack {

namespace {

const std::vector<std::string> kColumns = {"file",
                                           "system",
                                           "cpus",
                                           "tasks",
                                           "order",
                                           "variant",
                                           "applicable",
                                           "span_ns",
                                           "jobs",
                                           "deadline_misses",
                                           "tasks_missing",
                                           "utilization_loss_ratio",
                                           "capacity_useful_ns",
                                           "capacity_inversion_np_ns",
                                           "capacity_inversion_pin_ns",
                                           "capacity_overhead_ns",
                                           "capacity_stacking_loss_ns",
                                           "capacity_affinity_loss_ns",
                                           "capacity_balancing_loss_ns",
                                           "capacity_idle_ns",
                                           "capacity_total_ns",
                                           "max_depth",
                                           "max_simultaneous_loss_cpus",
                                           "episodes_total",
                                           "why_not",
                                           "own_variant",
                                           "own_tests_applicable",
                                           "own_proved",
                                           "own_proved_by",
                                           "own_cut_short",
                                           "bounds_exceeded"};

void append_run(CsvRow& row, const RunSummary& run) {
    const CapacitySplit& capacity = run.capacity;
    row.integer(run.span_ns).natural(run.jobs).natural(run.deadline_misses).natural(run.tasks_missing);
    row.ratio(capacity.utilization_loss());
    for (const std::int64_t part :
         {capacity.useful, capacity.inversion_np, capacity.inversion_pin, capacity.overhead, capacity.stacking_loss,
          capacity.affinity_loss, capacity.balancing_loss, capacity.idle, capacity.total}) {
        row.integer(part);
    }
    row.integer(run.max_depth).integer(run.max_simultaneous_loss).natural(run.episodes);
}

std::string joined(const std::vector<std::string>& ids) {
    return joined_cell(std::vector<std::string_view>(ids.begin(), ids.end()));
}

/// The same in each row of a file.
void append_analysis(CsvRow& row, const AnalysisSummary& analysis) {
    row.text(analysis.variant).natural(analysis.applicable).boolean(analysis.is_proved());
    row.text(joined(analysis.proved_by)).text(joined(analysis.cut_short)).natural(analysis.exceeded);
}

}  // namespace

void write_index_csv(Sink& sink, const BatchIndex& index) {
    CsvWriter csv(sink, kColumns);
    constexpr std::size_t kOfRun = 17, kOfFile = 4;  // columns
    for (const BatchEntry& entry : index.entries) {
        if (!entry.problems.empty()) {
            CsvRow row;
            row.text(entry.file).empty(kOfFile).empty().boolean(false).empty(kOfRun);
            csv.row(row.text(problem_text(entry, entry.problems.front())));
            continue;
        }
        for (const BatchRow& each : entry.rows) {
            CsvRow row;
            row.text(entry.file).text(entry.system).natural(entry.cpus).natural(entry.tasks).text(entry.order);
            row.text(each.variant).boolean(each.summary.has_value());
            if (each.summary) {
                append_run(row, *each.summary);
                row.empty();
            } else {
                row.empty(kOfRun).text(each.why_not);
            }
            append_analysis(row, entry.analysis);
            csv.row(row);
        }
    }
}

}  // namespace pinstack
