// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

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
constexpr std::size_t kTasksOfVariant = 3, kTasksOfRun = 5;      // that are explained

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
        note += fmt::format(" {} not shown: {}.", counted(system.tasks.size() - tasks.size(), "more task"),
                            why_not_shown(system, report.runs, tasks));
    }
    page.paragraph(note, Tone::soft);
    for (const Outcome& outcome : report.runs.outcomes) {
        if (outcome.applicable()) continue;
        page.paragraph(variant_text(outcome.variant) + " is not applicable: " + why_not_text(outcome.why_not));
    }
}

void write_warnings(Page& page, const System& system) {
    if (const std::vector<std::string> warnings = warning_sentences(system); !warnings.empty()) page.list(warnings);
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

const RunResult* base_for(const RunReport& report, const Outcome& outcome) {
    const Outcome& base = report.runs.base();
    return report.is_comparison && base.applicable() && &base != &outcome ? &*base.result : nullptr;
}

Reasons reasons_for(const RunReport& report, const Outcome& outcome) {
    return reasons_of(report.system, outcome, base_for(report, outcome) == nullptr ? nullptr : &report.runs.base(),
                      report.is_comparison ? kTasksOfVariant : kTasksOfRun);
}

void write_reasons(Page& page, const Outcome& outcome, const Reasons& reasons, std::set<JobState>& named) {
    page.list(reasons.sentences);
    if (reasons.tasks_left_out > 0) {
        page.paragraph(fmt::format("{} {}.", counted(reasons.tasks_left_out, "more task"),
                                   outcome.result->deadline_misses() > 0 ? "with missed deadlines" : "kept waiting"),
                       Tone::soft);
    }
    named.insert(reasons.states.begin(), reasons.states.end());
}

void write_meanings(Page& page, const std::set<JobState>& named) {
    std::string states;
    for (const JobState state : named) {
        states += fmt::format("{}{}: {}", states.empty() ? "" : ". ", name_of(state), meaning_of(state));
    }
    if (!states.empty()) page.paragraph(states + ".", Tone::soft);
}

/// What is explained under one heading: outcomes that give the same reasons.
struct Explained {
    std::string heading;
    const Outcome* outcome;
    Reasons reasons;
    std::vector<std::string> variants;
};

/// The worst first, then what else misses deadlines beyond the baseline, then what stacks most.
std::vector<Explained> variants_to_explain(const RunReport& report) {
    const auto& outcomes = report.runs.outcomes;
    std::vector<Explained> out;
    std::set<const Outcome*> done;
    const auto add = [&](const Outcome& outcome, const char* heading) {
        if (!done.insert(&outcome).second) return;
        Reasons reasons = reasons_for(report, outcome);
        const auto same = std::find_if(out.begin(), out.end(), [&](const Explained& each) {
            return findings(report.system, *each.outcome) == findings(report.system, outcome) &&
                   each.reasons.sentences == reasons.sentences;
        });
        if (same != out.end()) {
            same->variants.push_back(variant_text(outcome.variant));
        } else {
            out.push_back({heading, &outcome, std::move(reasons), {variant_text(outcome.variant)}});
        }
    };
    const Outcome& worst = *worst_outcome(outcomes);
    add(worst, "Worst");
    for (const Outcome& outcome : outcomes) {
        if (!outcome.applicable() || &outcome == &report.runs.base()) continue;
        if (misses_beyond(*outcome.result, base_for(report, outcome)) > 0) add(outcome, "Also misses deadlines");
    }
    const Outcome& stacked = *most_stacked_outcome(outcomes);
    if (stacked.result->capacity.stacking_loss > worst.result->capacity.stacking_loss) {
        add(stacked, "Most lost to stacking");
    }
    return out;
}

void write_worst(Page& page, const RunReport& report) {
    std::set<JobState> named;
    if (are_equal(report.runs.outcomes)) {
        const Outcome& any = *worst_outcome(report.runs.outcomes);
        const Reasons reasons = reasons_for(report, any);
        if (!is_clean(any)) {
            page.heading("The same capacity lost, the same deadlines missed under all variants");
            page.list(findings(report.system, any));
        }
        if (!reasons.sentences.empty()) {
            page.heading(is_clean(any) ? "What keeps tasks waiting under " + variant_text(any.variant) : "Why");
            write_reasons(page, any, reasons, named);
        }
        return write_meanings(page, named);
    }
    for (const Explained& each : variants_to_explain(report)) {
        page.heading(fmt::format("{}: {}", each.heading, fmt::join(each.variants, ", ")));
        page.list(findings(report.system, *each.outcome));
        if (each.reasons.sentences.empty()) continue;
        page.paragraph("Why:");
        write_reasons(page, *each.outcome, each.reasons, named);
    }
    write_meanings(page, named);
}

}  // namespace

void write_summary_part(Page& page, const RunReport& report) {
    page.begin_section("Summary");
    if (report.is_comparison) {
        write_comparison(page, report);
        write_warnings(page, report.system);
        write_clean_variants(page, report);
        write_worst(page, report);
    } else {
        const Outcome& outcome = report.single();
        const Reasons reasons = reasons_for(report, outcome);
        page.list(findings(report.system, outcome));
        write_warnings(page, report.system);
        if (!reasons.sentences.empty()) {
            std::set<JobState> named;
            page.heading("Why");
            write_reasons(page, outcome, reasons, named);
            write_meanings(page, named);
        }
    }
    page.end_section();
}

}  // namespace pinstack
