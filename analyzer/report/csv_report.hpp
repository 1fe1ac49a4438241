// SPDX-License-Identifier: Apache-2.0
//
// The report of `simulate` and `compare` as one table of comma-separated values (csv_writer.hpp says which dialect): a
// header line, then a row for each task under each applicable variant, the figures of the whole run beside it. What
// RunRequest asks for takes the place of the tasks: jobs, steps of the series, or episodes.
//
// Each table begins with the same ten columns (file to why_not), so that tables of several runs can be put one below
// the other and joined. A variant that is impossible for the system is one row that ends there. A value that does not
// exist is an empty cell. Figures are those of the JSON report, digit by digit; docs/report-formats.md lists them.
#pragma once

#include "analyzer/report/run_report.hpp"

namespace pinstack {

/// Takes memory for one row, not for the table. REQUIRES: at most one of request.jobs, request.series,
/// request.all_episodes.
void write_csv(Sink& sink, const RunReport& report);

}  // namespace pinstack
