// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "analyzer/report/compared_tasks.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/gantt_text.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/text_report.hpp"
#include "analyzer/report/text_table.hpp"
#include "analyzer/report/tie_rule.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/time/text.hpp"

namespace pinstack {

namespace {

using Align = TextTable::Align;
using Cell = TextTable::Cell;

constexpr std::size_t kTasksShown = 6;  // what 100 columns hold beside the figures

void write_table(Sink& sink, const System& system, const Comparison& comparison, const Style& style) {
    const std::vector<std::uint32_t> tasks = tasks_to_compare(system, comparison, kTasksShown);
    TimeScale lost;
    TimeScale response;
    for (const Outcome& outcome : comparison.outcomes) {
        if (!outcome.applicable()) continue;
        lost.fit(outcome.result->capacity.lost());
        for (const std::uint32_t task : tasks) {
            const TaskResult& row = outcome.result->tasks[task];
            if (row.response.count() > 0) response.fit(row.response.max().ns);
        }
    }
    std::vector<TextTable::Column> columns{{"variant", Align::left},
                                           {"deadlines\nmissed"},
                                           {"utilization\nloss"},
                                           {fmt::format("lost\n/{}", lost.unit_name())},
                                           {"max\ndepth"}};
    for (const std::uint32_t task : tasks) columns.push_back({shortened(system.tasks[task].name, 9) + " "});
    TextTable table(std::move(columns));
    for (const Outcome& outcome : comparison.outcomes) {
        const bool is_base = &outcome == &comparison.base();
        const std::string name = variant_text(outcome.variant) + (is_base ? " *" : "");
        if (!outcome.applicable()) {
            table.add_row({{name, Emphasis::faint}, {"n/a", Emphasis::faint}});
            continue;
        }
        const RunResult& result = *outcome.result;
        const std::uint64_t misses = result.deadline_misses();
        const auto bad_if = [](bool bad) { return bad ? Emphasis::bad : Emphasis::none; };
        std::vector<Cell> cells{
            {name},
            {std::to_string(misses), bad_if(misses > 0)},
            {percent_text(result.capacity.lost(), result.capacity.total), bad_if(result.capacity.lost() > 0)},
            {lost.text(result.capacity.lost()), bad_if(result.capacity.lost() > 0)},
            {std::to_string(result.stacking.max_depth)}};
        for (const std::uint32_t task : tasks) {
            const TaskResult& row = result.tasks[task];
            const std::string worst = row.response.count() > 0 ? response.text(row.response.max().ns) : "-";
            cells.push_back({row.misses > 0 ? worst + "!" : worst + " ", bad_if(row.misses > 0)});
        }
        table.add_row(std::move(cells));
    }
    sink.write(table.text(style));
    sink.write(fmt::format("  * baseline.  Task columns: worst response in {}, ! where the task misses a deadline.\n",
                           response.unit_name()));
    if (tasks.size() < system.tasks.size()) {
        sink.write(fmt::format("  {} not shown: the others differ more between the variants; --format json has all.\n",
                               counted(system.tasks.size() - tasks.size(), "task")));
    }
}

void write_impossible(Sink& sink, const Comparison& comparison) {
    for (const Outcome& outcome : comparison.outcomes) {
        if (outcome.applicable()) continue;
        sink.write(fmt::format("  {} is not applicable: {}\n", to_text(outcome.variant),
                               printable(why_not_text(outcome.why_not))));
    }
}

void write_charts(Sink& sink, const System& system, const Comparison& comparison, const Picture& picture,
                  const Style& style) {
    const GanttText gantt(system, picture, style);
    sink.write(style(Emphasis::strong, "Schedules") + "\n" + gantt.title());
    std::map<std::string, std::string> drawn;  // chart -> the first variant that looks like this
    std::size_t index = 0;
    for (const Outcome& outcome : comparison.outcomes) {
        if (!outcome.applicable()) continue;
        const std::string chart = gantt.chart(picture.timelines[index++]);
        const auto [same, is_new] = drawn.emplace(chart, to_text(outcome.variant));
        sink.write("\n" + style(Emphasis::strong, variant_text(outcome.variant)));
        if (is_new) {
            sink.write(fmt::format(": {}\n{}", findings(system, outcome).front(), chart));
        } else {
            sink.write(fmt::format(": in this interval the same schedule as {}\n", same->second));
        }
    }
    sink.write("\n" + gantt.legend());
}

void write_tie_checks(Sink& sink, const System& system, const Comparison& comparison) {
    for (const Outcome& outcome : comparison.outcomes) {
        if (!outcome.ties) continue;
        sink.write(fmt::format("{}: {}\n", to_text(outcome.variant), findings(system, outcome).back()));
    }
}

}  // namespace

void write_compare_text(Sink& sink, const System& system, const Comparison& comparison, const Picture& picture,
                        const Style& style) {
    const Outcome& worst = *worst_outcome(comparison.outcomes);
    sink.write(style(Emphasis::strong, heading_text(system)) + "\n");
    sink.write(fmt::format("{}, the same releases and execution times under every variant\n\n",
                           order_text(system, worst.variant.order)));
    write_table(sink, system, comparison, style);
    write_impossible(sink, comparison);
    if (worst.result->capacity.lost() > 0) {
        sink.write(fmt::format("\nThe worst, {}:\n", variant_text(worst.variant)));
        for (const std::string& line : findings(system, worst)) sink.write("  " + line + "\n");
    }
    sink.write("\n");
    write_charts(sink, system, comparison, picture, style);
    write_tie_checks(sink, system, comparison);
    sink.write(fmt::format("\nTies: {}. Seed {}.\n", tie_rule(system, worst.variant.order), system.seed));
}

}  // namespace pinstack
