// SPDX-License-Identifier: Apache-2.0
//
// The report of `trace` in any format but svg. Same input, same bytes. Sizes are bounded but in csv and json, which
// have every task and episode that was kept.
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/junit_writer.hpp"
#include "analyzer/report/page/page.hpp"
#include "analyzer/report/report_format.hpp"
#include "analyzer/report/sink.hpp"
#include "analyzer/report/style.hpp"
#include "analyzer/report/table.hpp"
#include "analyzer/trace/against.hpp"
#include "analyzer/trace/trace_run.hpp"

namespace pinstack {

/// What a report is about. All of it must outlive the writing.
struct TraceReport {
    const TraceRun& run;
    const TraceComparison* against = nullptr;  ///< where one was asked for
    bool csv_of_episodes = false;              ///< its rows are stacking episodes, not tasks
};

bool has_trace_format(ReportFormat format);

void write_trace(Sink& sink, ReportFormat format, const TraceReport& report, const Style& style = {});

// The formats, a file each:
void write_trace_json(Sink& sink, const TraceReport& report);
void write_trace_csv(Sink& sink, const TraceReport& report);
JunitSuite trace_suite(const TraceReport& report);

/// A part of the report that people read: text and pages show the same ones.
struct TracePart {
    std::string heading;  ///< with the unit of the table, if any
    std::vector<std::string> sentences;
    std::vector<Table> tables;
};
/// `name_columns`: room for the name of a task.
std::vector<TracePart> trace_parts(const TraceReport& report, std::size_t name_columns, std::size_t rows);

/// What was read, what was lost, what is not known.
std::vector<std::string> trace_findings(const TraceReport& report);
/// The same of a comparison.
std::vector<std::string> against_findings(const TraceComparison& against);

}  // namespace pinstack
