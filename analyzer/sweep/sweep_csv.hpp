// SPDX-License-Identifier: Apache-2.0
//
// The results of a sweep as CSV, a row for each set and variant, ordered by cell, set and variant: the same bytes
// however the results came about.
#pragma once

#include "analyzer/report/sink.hpp"
#include "analyzer/sweep/result_store.hpp"

namespace pinstack {

/// Columns: the axes of the grid, `set`, `utilization` (that came out), `variant`, a column for each test (true, false;
/// empty where it does not apply), the figures.
DatabaseDone write_sweep_csv(Sink& sink, const ResultStore& store);

}  // namespace pinstack
