// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/report/compared_tasks.hpp"
#include "analyzer/report/job_state_text.hpp"
#include "analyzer/report/outcome_tables.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/page/run_parts.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/why_text.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kTasksCompared = 12;
constexpr std::size_t kHeadingColumns = 16, kPageColumns = 120;  // what a wide window has room for
constexpr std::size_t kTasksExplained = 5;

using Tone = Page::Tone;

bool is_clean(const Outcome& outcome) {
    return outcome.result->capacity.lost() == 0 && outcome.result->deadline_misses() == 0;
}

void write_comparison(Page& page, const RunReport& report) {
    const System& system = report.system;
    std::vector<std::uint32_t> tasks = tasks_to_compare(system, report.runs, kTasksCompared);
    UnitTable variants = comparison_table(system, report.runs, tasks, kHeadingColumns);
    while (variants.table.width() > kPageColumns && tasks.size() > 1) {
        tasks = tasks_to_compare(system, report.runs, tasks.size() - 1);
        variants = comparison_table(system, report.runs, tasks, kHeadingColumns);
    }
    page.table(variants.table);
    std::string note = fmt::format(
        "* baseline. Task columns: worst response in {}, ! where the task misses a deadline.", variants.unit);
    if (tasks.size() < system.tasks.size()) {
        note += fmt::format(" {} not shown: those above differ most between the variants.",
                            counted(system.tasks.size() - tasks.size(), "more task"));
    }
    page.paragraph(note, Tone::soft);
    for (const Outcome& outcome : report.runs.outcomes) {
        if (outcome.applicable()) continue;
        page.paragraph(variant_text(outcome.variant) + " is not applicable: " + why_not_text(outcome.why_not));
    }
}

/// "no loss and no miss under none/shift, migrate_disable/swap-on-entry".
void write_clean_variants(Page& page, const RunReport& report) {
    std::string clean;
    std::size_t count = 0, applicable = 0;
    bool any_inversion = false;
    for (const Outcome& outcome : report.runs.outcomes) {
        if (!outcome.applicable()) continue;
        ++applicable;
        if (!is_clean(outcome)) continue;
        clean += (count++ == 0 ? "" : ", ") + to_text(outcome.variant);
        const CapacitySplit& capacity = outcome.result->capacity;
        any_inversion = any_inversion || capacity.inversion() > 0;
        if (capacity.inversion() > 0)
            clean += fmt::format(" (but {} in priority inversion)", percent_text(capacity.inversion(), capacity.total));
    }
    if (count == 0) {
        page.paragraph("Every variant loses capacity or misses a deadline.");
    } else if (count == applicable && !any_inversion) {
        page.paragraph("No capacity is lost and no deadline is missed under any of the variants.");
    } else {
        page.paragraph("No capacity is lost and no deadline is missed under " + clean + ".");
    }
}

void write_reasons(Page& page, const RunReport& report, const Outcome& outcome) {
    const Outcome& base = report.runs.base();
    const bool has_base = report.is_comparison && base.applicable() && &base != &outcome;
    const Reasons reasons = reasons_of(report.system, outcome, has_base ? &base : nullptr, kTasksExplained);
    if (reasons.sentences.empty()) return;
    page.heading("Why");
    page.list(reasons.sentences);
    if (reasons.tasks_left_out > 0) {
        page.paragraph(fmt::format("{} {}.", counted(reasons.tasks_left_out, "more task"),
                                   outcome.result->deadline_misses() > 0 ? "with missed deadlines" : "kept waiting"),
                       Tone::soft);
    }
    std::string states;
    for (const JobState state : reasons.states) {
        states += fmt::format("{}{}: {}", states.empty() ? "" : ". ", name_of(state), meaning_of(state));
    }
    if (!states.empty()) page.paragraph(states + ".", Tone::soft);
}

}  // namespace

void write_summary_part(Page& page, const RunReport& report) {
    const Outcome& worst = *worst_outcome(report.runs.outcomes);
    page.begin_section("Summary");
    if (report.is_comparison) {
        write_comparison(page, report);
        write_clean_variants(page, report);
        const bool all_clean =
            std::all_of(report.runs.outcomes.begin(), report.runs.outcomes.end(),
                        [](const Outcome& outcome) { return !outcome.applicable() || is_clean(outcome); });
        if (!all_clean) page.heading("Worst: " + variant_text(worst.variant));
        if (!all_clean) page.list(findings(report.system, worst));
    } else {
        page.list(findings(report.system, worst));
    }
    write_reasons(page, report, worst);
    page.end_section();
}

}  // namespace pinstack
