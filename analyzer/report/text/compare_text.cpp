// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>

#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/chart/gantt_text.hpp"
#include "analyzer/report/compared_tasks.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/mechanism/mechanism_tables.hpp"
#include "analyzer/report/outcome_tables.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/text/text_report.hpp"
#include "analyzer/report/tie_rule.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kMostTasksShown = 10;

void write_table(Sink& sink, const System& system, const Comparison& comparison, const Style& style) {
    std::vector<std::uint32_t> tasks = tasks_to_compare(system, comparison, kMostTasksShown);
    UnitTable variants = comparison_table(system, comparison, tasks);
    while (variants.table.width() > kTextWidth && tasks.size() > 1) {
        tasks = tasks_to_compare(system, comparison, tasks.size() - 1);
        variants = comparison_table(system, comparison, tasks);
    }
    sink.write(variants.table.text(style));
    sink.write(fmt::format("  * baseline. Task columns: worst response in {}, ! where the task misses a deadline.\n",
                           variants.unit));
    if (tasks.size() < system.tasks.size()) {
        sink.write(folded(fmt::format("{} not shown: {}; --format json has all.",
                                      counted(system.tasks.size() - tasks.size(), "more task"),
                                      why_not_shown(system, comparison, tasks)),
                          kTextWidth, 2));
    }
    for (const Outcome& outcome : comparison.outcomes) {
        if (outcome.applicable()) continue;
        const std::string why = printable(why_not_text(outcome.why_not));
        sink.write(folded(fmt::format("{} is not applicable: {}", to_text(outcome.variant), why), kTextWidth, 2));
    }
    for (const std::string& line : warning_sentences(system)) sink.write(folded(line, kTextWidth, 2));
}

void write_charts(Sink& sink, const System& system, const Comparison& comparison, const Picture& picture,
                  const Style& style) {
    const GanttText gantt(system, picture, style);
    sink.write(style(Emphasis::strong, "Schedules") + "\n" + gantt.title() + gantt.legend());
    std::map<std::string, std::string> drawn;  // chart -> the first variant that looks like this
    std::size_t index = 0;
    for (const Outcome& outcome : comparison.outcomes) {
        if (!outcome.applicable()) continue;
        const std::string chart = gantt.chart(picture.timelines[index++]);
        const auto [same, is_new] = drawn.emplace(chart, to_text(outcome.variant));
        sink.write("\n" + style(Emphasis::strong, variant_text(outcome.variant)) + "\n");
        if (is_new) {
            for (const std::string& line : findings(system, outcome)) sink.write(folded(line, kTextWidth, 2));
            sink.write(chart);
        } else {
            sink.write(fmt::format("  in this interval the same schedule as {}\n", same->second));
        }
    }
}

}  // namespace

void write_compare_text(Sink& sink, const System& system, const Comparison& comparison, const Picture& picture,
                        const Style& style, const AnalysisReport* analysis) {
    const Outcome& worst = *worst_outcome(comparison.outcomes);
    sink.write(style(Emphasis::strong, heading_text(system)) + "\n");
    sink.write(folded(comparison_text(system, comparison), kTextWidth, 0) + "\n");
    write_table(sink, system, comparison, style);
    const auto write_findings = [&](const char* what, const Outcome& outcome) {
        sink.write(fmt::format("\n{}, {}:\n", what, variant_text(outcome.variant)));
        for (const std::string& line : findings(system, outcome)) sink.write(folded(line, kTextWidth, 2));
    };
    if (!are_equal(comparison.outcomes)) write_findings("The worst", worst);
    const Outcome& stacked = *most_stacked_outcome(comparison.outcomes);
    if (stacked.result->capacity.stacking_loss > worst.result->capacity.stacking_loss) {
        write_findings("Most lost to stacking", stacked);
    }
    for (const MechanismTable& each : mechanism_tables(comparison)) sink.write("\n" + each.table.text(style));
    sink.write("\n");
    write_charts(sink, system, comparison, picture, style);
    sink.write("\n");
    if (analysis != nullptr) {
        sink.write(style(Emphasis::strong, "Schedulability tests") + "\n");
        write_analysis_text_part(sink, *analysis, style);
        sink.write("\n");
    }
    sink.write(folded(reproduction_text(system, comparison.outcomes), kTextWidth, 0));
}

}  // namespace pinstack
