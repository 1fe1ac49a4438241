// SPDX-License-Identifier: Apache-2.0
//
// What sag finds out about single jobs, as a csv table: the earliest and latest completion of each job that was
// explored. Of tasks that release jobs for ever: up to where everything repeats, at least a hyperperiod.
#pragma once

#include <span>

#include "analyzer/bounds/job_sets/sag.hpp"
#include "analyzer/report/sink.hpp"

namespace pinstack {

/// A row for each job, tasks in file order. docs/report-formats.md lists the columns.
void write_sag_jobs(Sink& sink, const System& system, std::span<const SagPart> parts);

}  // namespace pinstack
