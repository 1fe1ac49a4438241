// SPDX-License-Identifier: Apache-2.0
//
// The parts of the page of a run, in its order. Each is a section, or nothing where it would be empty.
#pragma once

#include <vector>

#include "analyzer/report/page/page.hpp"
#include "analyzer/report/run_report.hpp"
#include "analyzer/run/drawing_window.hpp"

namespace pinstack {

/// What was lost, who missed, why.
void write_summary_part(Page& page, const RunReport& report);
/// The schedules of the picture, one below the other; then the first missed deadlines that are not in it.
void write_schedule_part(Page& page, const RunReport& report, const Picture& picture,
                         const std::vector<MissPicture>& misses);
void write_capacity_part(Page& page, const RunReport& report);
/// What the mechanisms besides scheduling did.
void write_mechanism_part(Page& page, const RunReport& report);
/// How the response times are distributed.
void write_response_part(Page& page, const RunReport& report);
/// Where the mean response times went.
void write_split_part(Page& page, const RunReport& report);
void write_episode_part(Page& page, const RunReport& report);
/// What became of the events.
void write_event_part(Page& page, const RunReport& report);
/// Depth and loss over the run, where they were asked for.
void write_series_part(Page& page, const RunReport& report);
void write_task_part(Page& page, const RunReport& report);
/// Single jobs, where they were asked for.
void write_job_part(Page& page, const RunReport& report);
/// What was simulated, or analyzed.
void write_system_part(Page& page, const System& system, Order order);

/// So many rows each, that the tables of all variants together stay readable: `most` of them for a single run.
std::size_t rows_for_each(const RunReport& report, std::size_t most);

}  // namespace pinstack
