// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "analyzer/report/chart/series_chart.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/page/run_parts.hpp"

namespace pinstack {

void write_series_part(Page& page, const RunReport& report) {
    const auto& outcomes = report.runs.outcomes;
    if (std::none_of(outcomes.begin(), outcomes.end(),
                     [](const Outcome& outcome) { return outcome.series.has_value(); }))
        return;
    page.begin_section("Over the run");
    page.paragraph(
        "Depth: most unfinished jobs pinned to one CPU. CPUs lost: to stacking, affinity and balancing. Drawn is the "
        "most "
        "in each column.",
        Page::Tone::soft);
    const SeriesScale scale = series_scale(report.runs);
    for (const Outcome& outcome : outcomes) {
        if (!outcome.series) continue;
        if (report.is_comparison) page.heading(variant_text(outcome.variant));
        if (page.draws()) {
            page.drawing(series_chart(*outcome.series, scale));
        } else {
            page.preformatted(series_text(*outcome.series, Style{}));
        }
        if (page.draws() && outcome.series->cut) {
            page.paragraph("The series ends before the run: it has too many steps.", Page::Tone::soft);
        }
    }
    page.end_section();
}

}  // namespace pinstack
