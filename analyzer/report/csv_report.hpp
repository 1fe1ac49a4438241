// SPDX-License-Identifier: Apache-2.0
//
// The report of `simulate` and `compare` as one table (RFC 4180): a header line with the unit of every column, then a
// row for each task of each applicable variant, with the variant's capacity beside it. What RunRequest asks for takes
// the table's place: jobs, steps of the series, or episodes; at most one of them.
#pragma once

#include "analyzer/report/run_report.hpp"

namespace pinstack {

/// REQUIRES: at most one of request.jobs, request.series, request.all_episodes.
void write_csv(Sink& sink, const RunReport& report);

}  // namespace pinstack
