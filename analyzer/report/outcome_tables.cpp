// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/outcome_tables.hpp"

#include <fmt/format.h>

#include "analyzer/report/capacity_kinds.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/task_statistics.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

using Align = Table::Align;
using Cell = Table::Cell;

Emphasis bad_if(bool is_bad) { return is_bad ? Emphasis::bad : Emphasis::none; }

}  // namespace

Table capacity_table(const RunResult& result) {
    const CapacitySplit& capacity = result.capacity;
    TimeScale scale;
    for (const CapacityKind& kind : capacity_kinds()) scale.fit(capacity.*kind.part);
    scale.fit(capacity.total);
    Table table(
        {{"capacity", Align::left}, {fmt::format("CPU time/{}", scale.unit_name())}, {"share"}, {"", Align::left}});
    for (const CapacityKind& kind : capacity_kinds()) {
        const std::int64_t part = capacity.*kind.part;
        if (part == 0 && !kind.always) continue;
        const Emphasis emphasis = bad_if(kind.is_loss && part > 0);
        table.add_row({{kind.name, emphasis},
                       {scale.text(part), emphasis},
                       {percent_text(part, capacity.total), emphasis},
                       {meaning_of(kind, capacity.overhead_of(Overhead::throttled)), Emphasis::faint}});
    }
    table.add_row({{"total"}, {scale.text(capacity.total)}, {percent_text(capacity.total, capacity.total)}});
    return table;
}

UnitTable capacities_table(const Comparison& comparison) {
    TimeScale scale;
    std::vector<const CapacityKind*> kinds;
    for (const CapacityKind& kind : capacity_kinds()) {
        bool occurs = kind.always;
        for (const Outcome& outcome : comparison.outcomes) {
            if (!outcome.applicable()) continue;
            const std::int64_t part = outcome.result->capacity.*kind.part;
            scale.fit(part);
            scale.fit(outcome.result->capacity.total);
            occurs = occurs || part > 0;
        }
        if (occurs) kinds.push_back(&kind);
    }
    std::vector<Table::Column> columns{{"variant", Align::left}};
    for (const CapacityKind* kind : kinds) columns.push_back({kind->name});
    columns.push_back({"total"});
    Table table(std::move(columns));
    for (const Outcome& outcome : comparison.outcomes) {
        if (!outcome.applicable()) continue;
        const CapacitySplit& capacity = outcome.result->capacity;
        std::vector<Cell> cells{{to_text(outcome.variant)}};
        for (const CapacityKind* kind : kinds) {
            const std::int64_t part = capacity.*kind->part;
            cells.push_back({scale.text(part), bad_if(kind->is_loss && part > 0)});
        }
        cells.push_back({scale.text(capacity.total)});
        table.add_row(std::move(cells));
    }
    return {std::move(table), std::string(scale.unit_name())};
}

UnitTable task_table(const System& system, const Outcome& outcome, bool kept_jobs,
                     const std::vector<std::uint32_t>& tasks, std::size_t name_columns) {
    const RunResult& result = *outcome.result;
    const std::vector<TaskFigures> figures = figures_of(result, kept_jobs);
    TimeScale scale;
    for (const std::uint32_t task : tasks) {
        scale.fit(system.tasks[task].deadline.ns);
        if (!figures[task].response) continue;
        scale.fit(figures[task].response->min);
        scale.fit(figures[task].response->max);
        scale.fit(figures[task].latency->max);
        scale.fit_mean(figures[task].response->mean);
    }
    Table table({{"task", Align::left},
                 {"deadline"},
                 {"jobs"},
                 {"missed"},
                 {"min", Align::right, "response"},
                 {"mean", Align::right, "response"},
                 {"p99", Align::right, "response"},
                 {"max", Align::right, "response"},
                 {"latency\nmax"},
                 {"pre-\nempted"},
                 {"mi-\ngrated"},
                 {"waits most, in sum", Align::left}});
    for (const std::uint32_t task : tasks) {
        const TaskResult& row = result.tasks[task];
        const Emphasis emphasis = bad_if(row.misses > 0);
        std::vector<Cell> cells{{shortened_inside(system.tasks[task].name, name_columns), emphasis},
                                {scale.text(system.tasks[task].deadline.ns)},
                                {std::to_string(row.jobs)},
                                {std::to_string(row.misses), emphasis}};
        if (const auto& response = figures[task].response) {
            cells.insert(cells.end(), {Cell{scale.text(response->min)}, Cell{scale.text(response->mean)},
                                       Cell{scale.text(response->p99)}, Cell{scale.text(response->max), emphasis},
                                       Cell{scale.text(figures[task].latency->max)}});
        } else {
            cells.insert(cells.end(), 5, Cell{"-"});
        }
        cells.emplace_back(std::to_string(row.preemptions));
        cells.emplace_back(std::to_string(row.migrations));
        cells.emplace_back(longest_wait_text(row.response_split, scale));
        table.add_row(std::move(cells));
    }
    return {std::move(table), std::string(scale.unit_name())};
}

UnitTable episode_table(const System& system, const Stacking& stacking, std::size_t count) {
    TimeScale scale;
    for (std::size_t i = 0; i < count; ++i) {
        const Episode& episode = stacking.episodes[i];
        for (const std::int64_t ns : {episode.from.ns, episode.to.ns, episode.lost.ns}) scale.fit(ns);
    }
    Table table({{"from"}, {"to"}, {"CPU"}, {"depth"}, {"lost"}, {"tasks that waited", Align::left, "", true}});
    for (std::size_t i = 0; i < count; ++i) {
        const Episode& episode = stacking.episodes[i];
        table.add_row({{scale.text(episode.from.ns)},
                       {scale.text(episode.to.ns)},
                       {std::to_string(episode.cpu)},
                       {std::to_string(episode.depth)},
                       {scale.text(episode.lost.ns)},
                       {task_list(system, episode.tasks, 50)}});
    }
    return {std::move(table), std::string(scale.unit_name())};
}

UnitTable comparison_table(const System& system, const Comparison& comparison, const std::vector<std::uint32_t>& tasks,
                           std::size_t heading_columns) {
    TimeScale lost, response, late;
    bool has_feasibility = false;
    for (const Outcome& outcome : comparison.outcomes) {
        if (!outcome.applicable()) continue;
        lost.fit(outcome.result->capacity.lost());
        has_feasibility |= outcome.feasibility.has_value();
        if (outcome.feasibility && outcome.feasibility->late) late.fit(outcome.feasibility->late->ns);
        for (const std::uint32_t task : tasks) {
            const TaskResult& row = outcome.result->tasks[task];
            if (row.response.count() > 0) response.fit(row.response.max().ns);
        }
    }
    std::vector<Table::Column> columns{{"variant", Align::left},
                                       {"deadline\nmisses"},
                                       {"utilization\nloss"},
                                       {fmt::format("lost/{}", lost.unit_name())},
                                       {"max\ndepth"}};
    if (has_feasibility) columns.push_back({fmt::format("late at\nleast/{}", late.unit_name())});
    for (const std::uint32_t task : tasks)
        columns.push_back({shortened_inside(system.tasks[task].name, heading_columns) + " "});
    Table table(std::move(columns));
    for (const Outcome& outcome : comparison.outcomes) {
        const bool is_base = &outcome == &comparison.base();
        const std::string name = to_text(outcome.variant) + (is_base ? " *" : "");
        if (!outcome.applicable()) {
            table.add_row({{name, Emphasis::faint}, {"n/a", Emphasis::faint}});
            continue;
        }
        const RunResult& result = *outcome.result;
        const std::uint64_t misses = result.deadline_misses();
        const Emphasis loss = bad_if(result.capacity.lost() > 0);
        std::vector<Cell> cells{{name},
                                {std::to_string(misses), bad_if(misses > 0)},
                                {percent_text(result.capacity.lost(), result.capacity.total), loss},
                                {lost.text(result.capacity.lost()), loss},
                                {std::to_string(result.stacking.max_depth)}};
        if (has_feasibility) {
            const Feasibility& it = *outcome.feasibility;
            const bool is_small = it.some_miss && it.late->ns == 0;  // how much is not known
            cells.push_back({is_small ? ">0" : it.late ? late.text(it.late->ns) : "-", bad_if(it.some_miss)});
        }
        for (const std::uint32_t task : tasks) {
            const TaskResult& row = result.tasks[task];
            const std::string worst = row.response.count() > 0 ? response.text(row.response.max().ns) : "-";
            cells.push_back({worst + (row.misses > 0 ? "!" : " "), bad_if(row.misses > 0)});
        }
        table.add_row(std::move(cells));
    }
    return {std::move(table), std::string(response.unit_name())};
}

}  // namespace pinstack
