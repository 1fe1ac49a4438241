// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/page/run_page.hpp"

#include <algorithm>

#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/page/run_parts.hpp"
#include "analyzer/report/system_tables.hpp"
#include "analyzer/report/tie_rule.hpp"

namespace pinstack {

std::size_t rows_for_each(const RunReport& report, std::size_t most) {
    constexpr std::size_t kVariantsOfOne = 3;  // the tables of all variants are as long as those of three runs
    const std::size_t variants = std::max<std::size_t>(1, report.runs.outcomes.size());
    return std::max<std::size_t>(10, most * std::min(variants, kVariantsOfOne) / variants);
}

void write_run_page(Page& page, const RunReport& report, const Picture& picture,
                    const std::vector<MissPicture>& misses) {
    const System& system = report.system;
    page.begin(heading_text(system));
    if (!system.description.empty()) page.paragraph(system.description);
    const std::string what = report.is_comparison ? comparison_text(system, report.runs)
                                                  : variant_text(report.single().variant) + "; " +
                                                        kernel_text(system, report.single().variant);
    page.paragraph(what + "; " + span_text(report.runs) + ".", Page::Tone::soft);
    write_summary_part(page, report);
    write_schedule_part(page, report, picture, misses);
    write_capacity_part(page, report);
    write_mechanism_part(page, report);
    write_response_part(page, report);
    write_split_part(page, report);
    write_episode_part(page, report);
    write_event_part(page, report);
    write_series_part(page, report);
    write_task_part(page, report);
    write_job_part(page, report);
    if (report.analysis != nullptr) write_analysis_part(page, *report.analysis);
    write_system_part(page, system, report.single().variant.order);
    page.end(reproduction_text(system, report.runs.outcomes));
}

}  // namespace pinstack
