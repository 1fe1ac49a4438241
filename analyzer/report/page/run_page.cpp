// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/page/run_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/report/chart/gantt_svg.hpp"
#include "analyzer/report/chart/gantt_text.hpp"
#include "analyzer/report/compared_tasks.hpp"
#include "analyzer/report/outcome_tables.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/tie_rule.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kTasksCompared = 12;
constexpr std::size_t kTasksShown = 200;
constexpr std::size_t kEpisodesShown = 50;

using Tone = Page::Tone;

std::string window_text(const Picture& picture) {
    const Window& window = picture.drawn.window;
    std::string out = fmt::format("Drawn: {} to {}, {}.", time_text(window.from.ns), time_text(window.to.ns),
                                  reason_text(picture.drawn));
    if (picture.cut) out += " There is more in this interval than a page can hold: only its beginning is drawn.";
    return out;
}

void write_comparison(Page& page, const RunReport& report) {
    const System& system = report.system;
    const std::vector<std::uint32_t> tasks = tasks_to_compare(system, report.runs, kTasksCompared);
    const UnitTable variants = comparison_table(system, report.runs, tasks);
    page.table(variants.table);
    page.paragraph(fmt::format("* baseline. Task columns: worst response in {}, ! where the task misses a deadline.",
                               variants.unit),
                   Tone::soft);
    if (tasks.size() < system.tasks.size()) {
        page.paragraph(fmt::format("{} not shown: those above differ most between the variants.",
                                   counted(system.tasks.size() - tasks.size(), "more task")),
                       Tone::soft);
    }
}

void write_details(Page& page, const RunReport& report, const Outcome& outcome) {
    const System& system = report.system;
    const RunResult& result = *outcome.result;
    const std::vector<std::uint32_t> shown = most_affected_tasks(result, kTasksShown);
    const UnitTable tasks = task_table(system, outcome, report.request.jobs, shown);
    page.begin_details("Capacity, tasks, episodes", !report.is_comparison);
    page.table(capacity_table(result));
    page.heading(fmt::format("Tasks (times in {})", tasks.unit));
    page.table(tasks.table);
    if (shown.size() < system.tasks.size()) {
        page.paragraph(fmt::format("{} not shown: those above missed most or waited longest.",
                                   counted(system.tasks.size() - shown.size(), "more task")),
                       Tone::soft);
    }
    const Stacking& stacking = result.stacking;
    if (!stacking.episodes.empty()) {
        const std::size_t count = std::min(kEpisodesShown, stacking.episodes.size());
        const UnitTable episodes = episode_table(system, stacking, count);
        page.heading(fmt::format("Stacking episodes (times in {})", episodes.unit));
        page.table(episodes.table);
        if (count < stacking.episodes_total) {
            page.paragraph(fmt::format("The first {} of {}.", count, stacking.episodes_total), Tone::soft);
        }
    }
    page.end_details();
}

/// The schedule of one outcome, as the page can show it.
class Schedules {
public:
    Schedules(const RunReport& report, const Picture& picture)
        : svg_(report.system, picture), text_(report.system, picture, Style{}), picture_(picture) {}

    void write_legend(Page& page) const {
        page.paragraph(window_text(picture_), Tone::soft);
        if (page.draws()) {
            page.drawing(svg_.legend());
        } else {
            page.preformatted(text_.title() + text_.legend());
        }
    }
    /// The next applicable outcome.
    void write(Page& page, const Outcome& outcome) {
        const Timeline& timeline = picture_.timelines[next_++];
        SvgPiece chart;
        if (page.draws()) {
            chart = svg_.chart(timeline);
        } else {
            chart.markup = text_.chart(timeline);
        }
        const auto [same, is_new] = drawn_.emplace(chart.markup, to_text(outcome.variant));
        if (!is_new) {
            page.paragraph("In this interval the same schedule as " + same->second + ".", Tone::soft);
        } else if (page.draws()) {
            chart.label = "Schedule under " + to_text(outcome.variant);
            page.drawing(chart);
        } else {
            page.preformatted(chart.markup);
        }
    }

private:
    GanttSvg svg_;
    GanttText text_;
    const Picture& picture_;
    std::size_t next_ = 0;
    std::map<std::string, std::string> drawn_;  // chart -> the first variant that looks like this
};

}  // namespace

void write_run_page(Page& page, const RunReport& report, const Picture& picture) {
    const System& system = report.system;
    const Order order = report.single().variant.order;
    page.begin(heading_text(system));
    if (!system.description.empty()) page.paragraph(system.description);
    page.paragraph(report.is_comparison ? comparison_text(system, report.runs) : order_text(system, order), Tone::soft);
    if (report.is_comparison) write_comparison(page, report);
    Schedules schedules(report, picture);
    schedules.write_legend(page);
    for (const Outcome& outcome : report.runs.outcomes) {
        page.begin_section(variant_text(outcome.variant));
        if (outcome.applicable()) {
            page.list(findings(system, outcome));
            schedules.write(page, outcome);
            write_details(page, report, outcome);
        } else {
            page.paragraph("Not applicable: " + why_not_text(outcome.why_not));
        }
        page.end_section();
    }
    page.end(reproduction_text(system, order));
}

}  // namespace pinstack
