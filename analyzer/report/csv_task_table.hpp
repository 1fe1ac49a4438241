// SPDX-License-Identifier: Apache-2.0
//
// The columns of the csv table of tasks: what a task is and what was measured of it, then what was measured of the
// whole run, the same in each of its rows.
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/csv_writer.hpp"
#include "analyzer/report/run_report.hpp"

namespace pinstack {

std::vector<std::string> csv_task_columns();

/// A row for each task of the outcome, in file order, with `begin` before it. REQUIRES: outcome.applicable().
void write_csv_tasks(CsvWriter& csv, const CsvRow& begin, const RunReport& report, const Outcome& outcome);

}  // namespace pinstack
