// SPDX-License-Identifier: Apache-2.0
//
// The tables of each outcome: stacking episodes, tasks. Open for a single run, closed where there are several.
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/report/hotplug_text.hpp"
#include "analyzer/report/outcome_tables.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/page/run_parts.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kTaskRows = 200;
constexpr std::size_t kEpisodeRows = 100;

using Tone = Page::Tone;

void write_tasks(Page& page, const RunReport& report, const Outcome& outcome) {
    const System& system = report.system;
    const std::vector<std::uint32_t> shown = most_affected_tasks(*outcome.result, rows_for_each(report, kTaskRows));
    const UnitTable tasks = task_table(system, outcome, report.request.jobs, shown, kPageNameColumns);
    const std::string heading = "times in " + tasks.unit;
    if (report.is_comparison) {
        page.begin_details(fmt::format("{}, {}", variant_text(outcome.variant), heading), false);
    } else {
        page.paragraph("Times in " + tasks.unit + ".", Tone::soft);
    }
    page.table(tasks.table);
    if (shown.size() < system.tasks.size()) {
        page.paragraph(
            fmt::format("{} not shown: those above missed most deadlines or have the longest worst response.",
                        counted(system.tasks.size() - shown.size(), "more task")),
            Tone::soft);
    }
    if (report.is_comparison) page.end_details();
}

void write_episodes(Page& page, const RunReport& report, const Outcome& outcome) {
    const Stacking& stacking = outcome.result->stacking;
    const std::size_t count = std::min(rows_for_each(report, kEpisodeRows), stacking.episodes.size());
    const UnitTable episodes = episode_table(report.system, stacking, count);
    const std::string heading =
        fmt::format("{}, times in {}", counted(stacking.episodes_total, "stacking episode"), episodes.unit);
    if (report.is_comparison) {
        page.begin_details(fmt::format("{}: {}", variant_text(outcome.variant), heading), false);
    } else {
        page.paragraph(heading + ".", Tone::soft);
    }
    page.table(episodes.table);
    if (count < stacking.episodes_total) {
        page.paragraph(fmt::format("The first {} of {}.", count, stacking.episodes_total), Tone::soft);
    }
    if (report.is_comparison) page.end_details();
}

}  // namespace

void write_episode_part(Page& page, const RunReport& report) {
    const auto has_episodes = [](const Outcome& outcome) {
        return outcome.applicable() && !outcome.result->stacking.episodes.empty();
    };
    const auto& outcomes = report.runs.outcomes;
    if (std::none_of(outcomes.begin(), outcomes.end(), has_episodes)) return;
    page.begin_section("Stacking episodes");
    page.paragraph(
        "In an episode jobs pinned to one CPU wait there while other CPUs idle. Depth: most unfinished jobs pinned to "
        "that "
        "CPU; lost: CPU time that idled for it.",
        Tone::soft);
    for (const Outcome& outcome : outcomes) {
        if (has_episodes(outcome)) write_episodes(page, report, outcome);
    }
    page.end_section();
}

void write_event_part(Page& page, const RunReport& report) {
    constexpr std::size_t kEventRows = 100;
    const auto has_events = [](const Outcome& outcome) {
        if (!outcome.applicable() || !outcome.result->hotplug) return false;
        return !outcome.result->hotplug->operations.empty() || !outcome.result->hotplug->calls.empty();
    };
    const auto& outcomes = report.runs.outcomes;
    if (std::none_of(outcomes.begin(), outcomes.end(), has_events)) return;
    page.begin_section("CPU hotplug and affinities");
    page.paragraph("An operation begins when nobody reads under cpu_hotplug_lock any more; an offline is done when nobody is "
                   "pinned to its CPU and nobody runs there.",
                   Tone::soft);
    for (const Outcome& outcome : outcomes) {
        if (!has_events(outcome)) continue;
        const HotplugResult& hotplug = *outcome.result->hotplug;
        const std::size_t total = hotplug.operations.size() + hotplug.calls.size();
        const UnitTable events = hotplug_table(report.system, hotplug, rows_for_each(report, kEventRows));
        const std::string title = fmt::format("{}, times in {}", counted(total, "event"), events.unit);
        if (report.is_comparison) page.begin_details(fmt::format("{}: {}", variant_text(outcome.variant), title), false);
        if (!report.is_comparison) page.paragraph(title + ".", Tone::soft);
        page.table(events.table);
        if (report.is_comparison) page.end_details();
    }
    page.end_section();
}

void write_task_part(Page& page, const RunReport& report) {
    page.begin_section("Tasks");
    for (const Outcome& outcome : report.runs.outcomes) {
        if (outcome.applicable()) write_tasks(page, report, outcome);
    }
    page.end_section();
}

}  // namespace pinstack
