// SPDX-License-Identifier: Apache-2.0
#include "analyzer/batch/index_report.hpp"

#include "analyzer/batch/index_formats.hpp"

namespace pinstack {

void write_batch_index(Sink& sink, ReportFormat format, const BatchIndex& index, const Style& style) {
    switch (format) {
        case ReportFormat::text:
            return write_index_text(sink, index, style);
        case ReportFormat::md:
            return write_index_markdown(sink, index);
        case ReportFormat::html:
            return write_index_html(sink, index);
        case ReportFormat::csv:
            return write_index_csv(sink, index);
        case ReportFormat::json:
            return write_index_json(sink, index);
        case ReportFormat::junit:
            return write_index_junit(sink, index);
        case ReportFormat::svg:
            return;
    }
}

}  // namespace pinstack
