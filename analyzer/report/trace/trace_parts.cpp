// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/trace/trace_report.hpp"

namespace pinstack {

namespace {

using Align = Table::Align;
using Cell = Table::Cell;

std::string name_of_task(const TraceTask& task, std::size_t columns) {
    return shortened_inside(printable(task.name), columns);
}

TracePart capacity_part(const TraceRun& run) {
    const TraceCapacity& it = run.capacity;
    TimeScale scale;
    for (const std::int64_t ns :
         {it.task, it.other, it.stacking_loss, it.unpinned_loss, it.unclear_loss, it.idle, it.unknown})
        scale.fit(ns);
    Table table({{"capacity", Align::left}, {"CPU time"}, {"share"}, {"", Align::left}});
    const auto row = [&](const char* name, std::int64_t ns, const char* meaning, bool always) {
        if (ns == 0 && !always) return;
        table.add_row({{name}, {scale.sum_text(ns)}, {percent_text(ns, it.total)}, {meaning}});
    };
    row("task", it.task, "a task runs", true);
    row("other", it.other, "another thread runs", false);
    row("stacking loss", it.stacking_loss, "idle while a pinned task waits elsewhere", true);
    row("unpinned loss", it.unpinned_loss, "idle while a task waits that is not pinned", false);
    row("unclear loss", it.unclear_loss, "idle while a task waits, pinned or not", false);
    row("idle", it.idle, "no task is known to wait", true);
    row("unknown", it.unknown, "what ran is not known", false);
    row("total", it.total, "", true);
    return {fmt::format("Capacity (times in {})", scale.unit_name()), {}, {std::move(table)}};
}

std::string stat(const TimeScale& scale, const DurationStatistics& from, Duration (*value)(const DurationStatistics&)) {
    return from.count() == 0 ? "-" : scale.text(value(from).ns);
}
Duration least(const DurationStatistics& from) { return from.min(); }
Duration most(const DurationStatistics& from) { return from.max(); }
Duration p99(const DurationStatistics& from) { return from.percentile(99); }
std::string mean(const TimeScale& scale, const DurationStatistics& from) {
    return from.count() == 0 ? "-" : scale.text(from.mean_ns());
}

void fit(TimeScale& scale, const DurationStatistics& from) {
    if (from.count() == 0) return;
    scale.fit(from.min().ns);
    scale.fit(from.max().ns);
    scale.fit_mean(from.mean_ns());
}

TracePart task_part(const TraceRun& run, std::size_t name_columns, std::size_t rows) {
    TimeScale scale;
    const std::size_t shown = std::min(rows, run.tasks.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const TraceTask& task = run.tasks[i];
        for (const Duration each : {task.running, task.waiting, task.waiting_pinned, task.stacking_loss})
            scale.fit(each.ns);
        fit(scale, task.run);
        fit(scale, task.response);
    }
    Table table({{"task", Align::left},
                 {"prio"},
                 {"jobs"},
                 {"run\nmax"},
                 {"response\nmax"},
                 {"pre-\nempted"},
                 {"mi-\ngrated"},
                 {"ran"},
                 {"waited"},
                 {"waited\npinned"},
                 {"lost"}});
    for (std::size_t i = 0; i < shown; ++i) {
        const TraceTask& task = run.tasks[i];
        table.add_row(
            {{name_of_task(task, name_columns)},
             {task.priority == 0   ? "-"
              : task.priority > 99 ? "dl"
                                   : std::to_string(task.priority)},
             {std::to_string(task.jobs_total)},
             {stat(scale, task.run, most)},
             {stat(scale, task.response, most)},
             {std::to_string(task.preemptions)},
             {std::to_string(task.migrations)},
             {scale.text(task.running.ns)},
             {scale.text(task.waiting.ns)},
             {scale.text(task.waiting_pinned.ns)},
             {scale.text(task.stacking_loss.ns), task.stacking_loss.ns > 0 ? Emphasis::bad : Emphasis::none}});
    }
    TracePart part{fmt::format("Tasks (times in {})", scale.unit_name()), {}, {}};
    if (run.tasks.empty()) part.sentences.push_back("no real-time thread; --tasks says which threads are tasks");
    if (shown < run.tasks.size())
        part.sentences.push_back(counted(run.tasks.size() - shown, "more task") + " not shown; csv and json have all");
    if (!run.tasks.empty()) part.tables.push_back(std::move(table));
    return part;
}

TracePart latency_part(const TraceRun& run, std::size_t name_columns, std::size_t rows) {
    TimeScale scale, sections, periods;
    const std::size_t shown = std::min(rows, run.tasks.size());
    for (std::size_t i = 0; i < shown; ++i) {
        fit(scale, run.tasks[i].latency);
        fit(sections, run.tasks[i].sections.at_least);
        fit(sections, run.tasks[i].sections.at_most);
        fit(periods, run.tasks[i].period);
    }
    const std::string latency = fmt::format("latency/{}", scale.unit_name());
    const std::string section = fmt::format("sections, run/{}", sections.unit_name());
    const std::string period = fmt::format("period/{}", periods.unit_name());
    Table table({{"task", Align::left},
                 {"wake-ups"},
                 {"min", Align::right, latency},
                 {"mean", Align::right, latency},
                 {"p99", Align::right, latency},
                 {"max", Align::right, latency},
                 {"number", Align::right, section},
                 {"max at\nleast", Align::right, section},
                 {"at\nmost", Align::right, section},
                 {"min", Align::right, period},
                 {"max", Align::right, period}});
    for (std::size_t i = 0; i < shown; ++i) {
        const TraceTask& task = run.tasks[i];
        table.add_row({{name_of_task(task, name_columns)},
                       {std::to_string(task.wakeups)},
                       {stat(scale, task.latency, least)},
                       {mean(scale, task.latency)},
                       {stat(scale, task.latency, p99)},
                       {stat(scale, task.latency, most)},
                       {std::to_string(task.sections.at_least.count() + task.sections.unbounded)},
                       {stat(sections, task.sections.at_least, most)},
                       {stat(sections, task.sections.at_most, most)},
                       {stat(periods, task.period, least)},
                       {stat(periods, task.period, most)}});
    }
    return {"Wake-ups, sections, periods", {}, {std::move(table)}};
}

TracePart episode_part(const TraceRun& run, std::size_t name_columns, std::size_t rows) {
    // The longest losses matter: the first of a long trace may all be short ones.
    std::vector<const Episode*> chosen;
    for (const Episode& each : run.stacking.episodes) chosen.push_back(&each);
    const std::size_t shown = std::min(rows, chosen.size());
    std::stable_sort(chosen.begin(), chosen.end(),
                     [](const Episode* a, const Episode* b) { return a->lost > b->lost; });
    chosen.resize(shown);
    std::stable_sort(chosen.begin(), chosen.end(),
                     [](const Episode* a, const Episode* b) { return a->from < b->from; });
    TimeScale scale;
    for (const Episode* each : chosen) {
        scale.fit((each->to - each->from).ns);
        scale.fit(each->lost.ns);
    }
    Table table({{"from", Align::right},
                 {"length"},
                 {"CPU"},
                 {"depth"},
                 {"lost"},
                 {"tasks that waited", Align::left, "", true}});
    for (const Episode* each : chosen) {
        std::string names;
        for (const std::uint32_t task : each->tasks) {
            names += (names.empty() ? "" : " ") + name_of_task(run.tasks[task], name_columns);
        }
        table.add_row({{instant_text(each->from.ns)},
                       {scale.text((each->to - each->from).ns)},
                       {std::to_string(each->cpu)},
                       {std::to_string(each->depth)},
                       {scale.text(each->lost.ns)},
                       {shortened(names, 3 * name_columns)}});
    }
    TracePart part{fmt::format("Stacking episodes (times in {})", scale.unit_name()), {}, {}};
    if (shown < run.stacking.episodes_total) {
        part.sentences.push_back(
            fmt::format("those that lost most; {} not shown", counted(run.stacking.episodes_total - shown, "more")));
    }
    part.tables.push_back(std::move(table));
    return part;
}

TracePart against_part(const TraceComparison& against, std::size_t name_columns, std::size_t rows) {
    TracePart part{"Against the simulation", against_findings(against), {}};
    Table cpus(
        {{"CPU"}, {"agrees"}, {"same\ntask"}, {"both\nfree"}, {"other\ntask"}, {"trace\nonly"}, {"simulation\nonly"}});
    const auto row = [&](std::string name, const Agreement& it) {
        const auto share = [&](std::int64_t ns) { return percent_text(ns, it.compared()); };
        cpus.add_row({{std::move(name)},
                      {share(it.agreed()), Emphasis::strong},
                      {share(it.same_task)},
                      {share(it.both_free)},
                      {share(it.other_task)},
                      {share(it.only_trace)},
                      {share(it.only_run)}});
    };
    for (const auto& [cpu, own] : against.by_cpu) row(std::to_string(cpu), own);
    row("all", against.all);
    part.tables.push_back(std::move(cpus));
    const std::size_t shown = std::min(rows, against.tasks.size());
    TimeScale scale;
    for (std::size_t i = 0; i < shown; ++i) {
        const TaskAgreement& it = against.tasks[i];
        for (const std::int64_t ns : {it.trace, it.run, it.both, it.same_cpu}) scale.fit(ns);
    }
    const std::string unit = fmt::format("runs for/{}", scale.unit_name());
    Table tasks({{"task", Align::left},
                 {"trace", Align::right, unit},
                 {"simulation", Align::right, unit},
                 {"at once", Align::right, unit},
                 {"same CPU", Align::right, unit}});
    for (std::size_t i = 0; i < shown; ++i) {
        const TaskAgreement& it = against.tasks[i];
        tasks.add_row({{shortened_inside(printable(it.name), name_columns)},
                       {scale.text(it.trace)},
                       {scale.text(it.run)},
                       {scale.text(it.both)},
                       {scale.text(it.same_cpu)}});
    }
    part.tables.push_back(std::move(tasks));
    return part;
}

}  // namespace

std::vector<TracePart> trace_parts(const TraceReport& report, std::size_t name_columns, std::size_t rows) {
    const TraceRun& run = report.run;
    std::vector<TracePart> parts;
    parts.push_back({"Summary", trace_findings(report), {}});
    parts.push_back(capacity_part(run));
    parts.push_back(task_part(run, name_columns, rows));
    if (!run.tasks.empty()) parts.push_back(latency_part(run, name_columns, rows));
    if (run.stacking.episodes_total > 0) parts.push_back(episode_part(run, name_columns, rows));
    if (report.against != nullptr) parts.push_back(against_part(*report.against, name_columns, rows));
    return parts;
}

}  // namespace pinstack
