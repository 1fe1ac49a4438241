// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/analysis/analysis_report.hpp"

namespace pinstack {

bool has_analysis_format(ReportFormat format) { return format == ReportFormat::json || format == ReportFormat::text; }

void write_analysis(Sink& sink, ReportFormat format, const AnalysisReport& report, const Style& style) {
    if (format == ReportFormat::json) return write_analysis_json(sink, report);
    write_analysis_text(sink, report, style);
}

}  // namespace pinstack
