// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/gantt_text.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/task_statistics.hpp"
#include "analyzer/report/text_report.hpp"
#include "analyzer/report/text_table.hpp"
#include "analyzer/report/tie_rule.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/time/text.hpp"

namespace pinstack {

namespace {

using Align = TextTable::Align;
using Cell = TextTable::Cell;

constexpr std::size_t kTasksShown = 40;
constexpr std::size_t kEpisodesShown = 5;

void write_capacity(Sink& sink, const RunResult& result, const Style& style) {
    const CapacitySplit& capacity = result.capacity;
    TimeScale scale;
    for (const std::int64_t part :
         {capacity.useful, capacity.inversion_np, capacity.inversion_pin, capacity.overhead, capacity.stacking_loss,
          capacity.affinity_loss, capacity.balancing_loss, capacity.idle, capacity.total}) {
        scale.fit(part);
    }
    TextTable table(
        {{"capacity", Align::left}, {fmt::format("CPU time/{}", scale.unit_name())}, {"share"}, {"", Align::left}});
    const auto add = [&](const char* name, std::int64_t part, const char* meaning, bool always, Emphasis emphasis) {
        if (part == 0 && !always) return;
        table.add_row({{name, emphasis},
                       {scale.text(part), emphasis},
                       {percent_text(part, capacity.total), emphasis},
                       {meaning, Emphasis::faint}});
    };
    const auto loss = [&](std::int64_t part) { return part > 0 ? Emphasis::bad : Emphasis::none; };
    const auto none = Emphasis::none;
    add("useful", capacity.useful, "the most urgent ready jobs run", true, none);
    add("inversion, NP", capacity.inversion_np, "a less urgent job runs, a more urgent one is kept out", false, none);
    add("inversion, pin", capacity.inversion_pin, "a less urgent job runs, a more urgent one waits on its pin", false,
        none);
    add("overhead", capacity.overhead, "the kernel's own work", false, none);
    add("stacking loss", capacity.stacking_loss, "idle while a pinned job waits elsewhere", true,
        loss(capacity.stacking_loss));
    add("affinity loss", capacity.affinity_loss, "idle while the mask of a waiting job excludes the CPU", false,
        loss(capacity.affinity_loss));
    add("balancing loss", capacity.balancing_loss, "idle while a waiting job could run there", false,
        loss(capacity.balancing_loss));
    add("idle", capacity.idle, "nobody waits", true, none);
    add("total", capacity.total, "", true, none);
    sink.write(table.text(style));
}

void write_tasks(Sink& sink, const System& system, const Outcome& outcome, const RunRequest& request,
                 const Style& style) {
    const RunResult& result = *outcome.result;
    const std::vector<TaskFigures> figures = figures_of(result, request.jobs);
    const std::vector<std::uint32_t> shown = most_affected_tasks(result, kTasksShown);
    TimeScale scale;
    for (const std::uint32_t task : shown) {
        scale.fit(system.tasks[task].deadline.ns);
        if (!figures[task].response) continue;
        const DurationFigures& response = *figures[task].response;
        for (const std::int64_t ns : {response.min, response.p99, response.max, figures[task].latency->max})
            scale.fit(ns);
    }
    TextTable table({{"task", Align::left},
                     {"deadline"},
                     {"jobs"},
                     {"missed"},
                     {"response\nmin"},
                     {"\nmean"},
                     {"\np99"},
                     {"\nmax"},
                     {"latency\nmax"},
                     {"pre-\nempted"},
                     {"mi-\ngrated"},
                     {"longest wait for", Align::left}});
    for (const std::uint32_t task : shown) {
        const TaskResult& row = result.tasks[task];
        const Emphasis emphasis = row.misses > 0 ? Emphasis::bad : Emphasis::none;
        std::vector<Cell> cells{{shortened(system.tasks[task].name, 20), emphasis},
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
        cells.emplace_back(longest_wait_text(row.response_split, row.response.count()));
        table.add_row(std::move(cells));
    }
    sink.write(style(Emphasis::strong, fmt::format("Tasks (times in {})", scale.unit_name())) + "\n");
    sink.write(table.text(style));
    if (shown.size() < system.tasks.size()) {
        sink.write(fmt::format("  ({} not shown: those above missed most or waited longest; --format json has all)\n",
                               counted(system.tasks.size() - shown.size(), "more task")));
    }
}

void write_episodes(Sink& sink, const System& system, const RunResult& result, bool all, const Style& style) {
    const Stacking& stacking = result.stacking;
    if (stacking.episodes.empty()) return;
    const std::size_t shown = all ? stacking.episodes.size() : std::min(kEpisodesShown, stacking.episodes.size());
    TimeScale scale;
    for (std::size_t i = 0; i < shown; ++i) {
        const Episode& episode = stacking.episodes[i];
        for (const std::int64_t ns : {episode.from.ns, episode.to.ns, episode.lost.ns}) scale.fit(ns);
    }
    TextTable table({{"from"}, {"to"}, {"CPU"}, {"depth"}, {"lost"}, {"tasks that waited", Align::left}});
    for (std::size_t i = 0; i < shown; ++i) {
        const Episode& episode = stacking.episodes[i];
        table.add_row({{scale.text(episode.from.ns)},
                       {scale.text(episode.to.ns)},
                       {std::to_string(episode.cpu)},
                       {std::to_string(episode.depth)},
                       {scale.text(episode.lost.ns)},
                       {task_list(system, episode.tasks, 50)}});
    }
    sink.write("\n" + style(Emphasis::strong, fmt::format("Stacking episodes (times in {})", scale.unit_name())) +
               "\n");
    sink.write(table.text(style));
    if (shown < stacking.episodes_total) {
        sink.write(fmt::format("  (the first {} of {}; --episodes shows all)\n", shown, stacking.episodes_total));
    }
}

void write_jobs(Sink& sink, const System& system, const RunResult& result) {
    TimeScale scale;
    for (const JobRecord& job : result.jobs) {
        scale.fit(job.release.ns);
        scale.fit(job.deadline.ns);
        if (job.finish) scale.fit(job.finish->ns);
        if (job.start) scale.fit(job.start->ns);
    }
    sink.write(fmt::format("\nJobs (times in {})\n  {:<20} {:>7} {:>14} {:>14} {:>14} {:>14} {:>14}\n",
                           scale.unit_name(), "task", "job", "release", "start", "finish", "deadline", "response"));
    const auto instant = [&](const std::optional<Instant>& at) { return at ? scale.text(at->ns) : std::string("-"); };
    for (const JobRecord& job : result.jobs) {
        const std::string response = job.finish ? scale.text((*job.finish - job.release).ns) : "-";
        sink.write(fmt::format("  {} {:>7} {:>14} {:>14} {:>14} {:>14} {:>14}{}\n",
                               padded(shortened(system.tasks[job.task].name, 20), 20, Align::left), job.number,
                               scale.text(job.release.ns), instant(job.start), instant(job.finish),
                               scale.text(job.deadline.ns), response, job.missed ? "  MISSED" : ""));
    }
}

}  // namespace

void write_simulate_text(Sink& sink, const System& system, const Outcome& outcome, const RunRequest& request,
                         const Picture& picture, const Style& style) {
    const RunResult& result = *outcome.result;
    sink.write(style(Emphasis::strong, heading_text(system)) + "\n");
    sink.write(fmt::format("{} ({}), {} simulated\n\n", variant_text(outcome.variant),
                           order_text(system, outcome.variant.order), to_text(result.span)));
    for (const std::string& line : findings(system, outcome)) sink.write("  " + line + "\n");
    sink.write("\n");
    write_capacity(sink, result, style);
    sink.write("\n");
    write_tasks(sink, system, outcome, request, style);
    write_episodes(sink, system, result, request.all_episodes, style);

    const GanttText gantt(system, picture, style);
    sink.write("\n" + style(Emphasis::strong, "Schedule") + "\n" + gantt.title() + "\n");
    sink.write(gantt.chart(picture.timelines.front()) + "\n" + gantt.legend());
    if (outcome.series) sink.write("\n" + series_text(*outcome.series, style));
    if (request.jobs) write_jobs(sink, system, result);
    sink.write(fmt::format("\nTies: {}. Seed {}.\n", tie_rule(system, outcome.variant.order), system.seed));
}

}  // namespace pinstack
