// SPDX-License-Identifier: Apache-2.0
#include "analyzer/batch/index_report.hpp"

#include <algorithm>
#include <utility>

#include "analyzer/batch/index_formats.hpp"

namespace pinstack {

std::optional<ConditionMet> where_it_holds(const Condition& condition, const BatchEntry& entry) {
    if (!entry.problems.empty()) return std::nullopt;
    if (is_of_analysis(condition)) {
        std::string why = why_not_proved(entry.analysis);
        if (why.empty()) return std::nullopt;
        return {{entry.analysis.variant, std::move(why)}};
    }
    for (const BatchRow& row : entry.rows) {
        if (!row.summary) continue;
        if (std::string why = why_it_holds(condition, *row.summary); !why.empty()) return {{row.variant, why}};
    }
    return std::nullopt;
}

std::size_t files_where_it_holds(const Condition& condition, const std::vector<BatchEntry>& entries) {
    return static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), [&](const BatchEntry& entry) {
        return where_it_holds(condition, entry).has_value();
    }));
}

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
