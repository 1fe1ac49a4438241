// SPDX-License-Identifier: Apache-2.0
//
// The report of `simulate`, `compare` and of each file of `batch`, in any format. Same input, same bytes.
//
// Sizes are bounded: what a page or a text has no room for (tasks, episodes, bars of a chart) is counted in it, never
// silently dropped. Only jobs, episodes and steps of a series that were asked for (RunRequest) grow with the run.
#pragma once

#include <optional>
#include <string>

#include "analyzer/report/report_format.hpp"
#include "analyzer/report/sink.hpp"
#include "analyzer/report/style.hpp"
#include "analyzer/run/comparison.hpp"
#include "analyzer/run/outcome.hpp"
#include "analyzer/run/timeline.hpp"

namespace pinstack {

struct AnalysisReport;

/// What a report is about. All of it must outlive the writing.
struct RunReport {
    std::string file;  ///< the system file as the user named it
    const System& system;
    const Comparison& runs;          ///< one outcome in a report of `simulate`. REQUIRES: one is applicable
    bool is_comparison = true;       ///< false: `simulate`
    const RunRequest& request;       ///< they were run with it
    std::optional<Window> window{};  ///< to draw, in place of the worst interval; it begins before the end of the runs
    const AnalysisReport* analysis = nullptr;  ///< of the system, as a part of the report; csv has no room for it

    const Outcome& single() const { return runs.outcomes.front(); }
};

/// `style` counts for text only. Formats with a drawing run the variants again up to the end of what they draw.
void write_run_report(Sink& sink, ReportFormat format, const RunReport& report, const Style& style = {});

}  // namespace pinstack
