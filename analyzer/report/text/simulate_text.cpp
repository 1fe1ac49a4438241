// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/report/chart/gantt_text.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/hotplug_text.hpp"
#include "analyzer/report/mechanism/mechanism_tables.hpp"
#include "analyzer/report/outcome_tables.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/text/text_report.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/time/text.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kTasksShown = 40;
constexpr std::size_t kEpisodesShown = 5;
constexpr std::size_t kEventsShown = 20;

std::string heading(std::string_view what, std::string_view unit, const Style& style) {
    return "\n" + style(Emphasis::strong, fmt::format("{} (times in {})", what, unit)) + "\n";
}

void write_tasks(Sink& sink, const System& system, const Outcome& outcome, const RunRequest& request,
                 const Style& style) {
    const std::vector<std::uint32_t> shown = most_affected_tasks(*outcome.result, kTasksShown);
    const UnitTable tasks = task_table(system, outcome, request.jobs, shown);
    sink.write(heading("Tasks", tasks.unit, style) + tasks.table.text(style));
    if (shown.size() < system.tasks.size()) {
        sink.write(folded(fmt::format("({} not shown: those above missed most deadlines or have the longest worst "
                                      "response; --format json has all)",
                                      counted(system.tasks.size() - shown.size(), "more task")),
                          kTextWidth, 2));
    }
}

void write_episodes(Sink& sink, const System& system, const Stacking& stacking, bool all, const Style& style) {
    if (stacking.episodes.empty()) return;
    const std::size_t shown = all ? stacking.episodes.size() : std::min(kEpisodesShown, stacking.episodes.size());
    const UnitTable episodes = episode_table(system, stacking, shown);
    sink.write(heading("Stacking episodes", episodes.unit, style) + episodes.table.text(style));
    if (shown < stacking.episodes_total) {
        sink.write(fmt::format("  (the first {} of {}; --episodes shows all)\n", shown, stacking.episodes_total));
    }
}

void write_events(Sink& sink, const System& system, const HotplugResult& hotplug, const Style& style) {
    const std::size_t total = hotplug.operations.size() + hotplug.calls.size();
    if (total == 0) return;
    const UnitTable events = hotplug_table(system, hotplug, kEventsShown);
    sink.write(heading("CPU hotplug and affinities", events.unit, style) + events.table.text(style));
    if (total > kEventsShown) {
        sink.write(fmt::format("  ({} more; --format json has all)\n", total - kEventsShown));
    }
}

/// Line by line, as there may be millions.
void write_jobs(Sink& sink, const System& system, const RunResult& result, const Style& style) {
    TimeScale scale;
    for (const JobRecord& job : result.jobs) {
        scale.fit(job.release.ns);
        scale.fit(job.deadline.ns);
        if (job.start) scale.fit(job.start->ns);
        if (job.finish) scale.fit(job.finish->ns);
    }
    const std::string row = "  {} {:>7} {:>14} {:>14} {:>14} {:>14} {:>14}{}\n";
    sink.write(heading("Jobs", scale.unit_name(), style));
    sink.write(fmt::format(fmt::runtime(row), padded("task", 20, Table::Align::left), "job", "release", "start",
                           "finish", "deadline", "response", ""));
    const auto instant = [&](const std::optional<Instant>& at) { return at ? scale.text(at->ns) : std::string("-"); };
    for (const JobRecord& job : result.jobs) {
        const std::string name = padded(shortened_inside(system.tasks[job.task].name, 20), 20, Table::Align::left);
        const std::string response = job.finish ? scale.text((*job.finish - job.release).ns) : "-";
        sink.write(fmt::format(fmt::runtime(row), name, job.number, scale.text(job.release.ns), instant(job.start),
                               instant(job.finish), scale.text(job.deadline.ns), response,
                               job.missed ? "  missed" : ""));
    }
}

}  // namespace

void write_simulate_text(Sink& sink, const System& system, const Outcome& outcome, const RunRequest& request,
                         const Picture& picture, const Style& style) {
    const RunResult& result = *outcome.result;
    sink.write(style(Emphasis::strong, heading_text(system)) + "\n");
    sink.write(fmt::format("{} ({}), {} simulated\n\n", variant_text(outcome.variant),
                           kernel_text(system, outcome.variant), time_text(result.span.ns)));
    for (const std::string& line : findings(system, outcome)) sink.write(folded(line, kTextWidth, 2));
    for (const std::string& line : warning_sentences(system)) sink.write(folded(line, kTextWidth, 2));
    sink.write("\n" + capacity_table(result).text(style));
    for (const MechanismTable& each : mechanism_tables(result)) sink.write("\n" + each.table.text(style));
    write_tasks(sink, system, outcome, request, style);
    write_episodes(sink, system, result.stacking, request.all_episodes, style);
    if (result.hotplug) write_events(sink, system, *result.hotplug, style);

    const GanttText gantt(system, picture, style);
    sink.write("\n" + style(Emphasis::strong, "Schedule") + "\n");
    sink.write(gantt.title() + gantt.legend() + "\n" + gantt.chart(picture.timelines.front()));
    if (outcome.series) sink.write("\n" + series_text(*outcome.series, style));
    if (request.jobs) write_jobs(sink, system, result, style);
    sink.write("\n" + folded(reproduction_text(system, {&outcome, 1}), kTextWidth, 0));
}

}  // namespace pinstack
