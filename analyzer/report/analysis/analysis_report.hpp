// SPDX-License-Identifier: Apache-2.0
//
// The report of `analyze`: every schedulability test, what it proves, or why it does not apply. Same input, same bytes.
#pragma once

#include <string>

#include "analyzer/bounds/analysis.hpp"
#include "analyzer/report/report_format.hpp"
#include "analyzer/report/sink.hpp"
#include "analyzer/report/style.hpp"

namespace pinstack {

/// What the report is about. All of it must outlive the writing.
struct AnalysisReport {
    std::string file;  ///< the system file as the user named it
    const System& system;
    const Analysis& analysis;
};

/// Can the report be written in this format?
bool has_analysis_format(ReportFormat format);

/// `style` counts for text only. REQUIRES: has_analysis_format(format).
void write_analysis(Sink& sink, ReportFormat format, const AnalysisReport& report, const Style& style = {});

// The formats, in files of their own.
void write_analysis_json(Sink& sink, const AnalysisReport& report);
void write_analysis_text(Sink& sink, const AnalysisReport& report, const Style& style);

}  // namespace pinstack
