// SPDX-License-Identifier: Apache-2.0
//
// The report of `analyze`: every schedulability test, what it proves, or why it does not apply; the best bound of each
// task, and the simulated maximum beside every bound. Same input, same bytes.
#pragma once

#include <string>
#include <vector>

#include "analyzer/bounds/bound_check.hpp"
#include "analyzer/report/junit_writer.hpp"
#include "analyzer/report/page/page.hpp"
#include "analyzer/report/report_format.hpp"
#include "analyzer/report/sink.hpp"
#include "analyzer/report/style.hpp"

namespace pinstack {

class JsonWriter;

/// What the report is about. All of it must outlive the writing.
struct AnalysisReport {
    std::string file;  ///< the system file as the user named it
    const System& system;
    const Analysis& analysis;
    const BoundCheck& check;  ///< check_bounds(system, analysis)
};

/// Can the report be written in this format? There is nothing to draw: all but svg.
bool has_analysis_format(ReportFormat format);

/// `style` counts for text only. REQUIRES: has_analysis_format(format).
void write_analysis(Sink& sink, ReportFormat format, const AnalysisReport& report, const Style& style = {});

// The parts of it that the report of a batch has too.

/// Without a heading: the report of `analyze` begins with one.
void write_analysis_text_part(Sink& sink, const AnalysisReport& report, const Style& style);
/// Sections with their headings.
void write_analysis_part(Page& page, const AnalysisReport& report);
/// The members of an object.
void write_analysis_members(JsonWriter& json, const AnalysisReport& report);
/// One suite: a case for each test, and one for each task. A test that proves nothing is skipped. `unproved`: the
/// verdict of a task of which some tests apply and none proves its deadline.
JunitSuite analysis_suite(const AnalysisReport& report, JunitCase::Verdict unproved);

// The formats, in files of their own.
void write_analysis_csv(Sink& sink, const AnalysisReport& report);
void write_analysis_json(Sink& sink, const AnalysisReport& report);
void write_analysis_page(Page& page, const AnalysisReport& report);
void write_analysis_text(Sink& sink, const AnalysisReport& report, const Style& style);

}  // namespace pinstack
