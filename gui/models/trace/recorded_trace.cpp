// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/trace/recorded_trace.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "analyzer/trace/job_intervals.hpp"
#include "gui/models/timeline/timeline_index.hpp"
#include "gui/models/trace/trace_losses.hpp"

namespace pinstack::gui {

namespace {

/// Enough of a system for names, priorities and CPUs; it is never run.
std::shared_ptr<const System> system_of(const TraceRun& run, std::size_t cpus) {
    auto system = std::make_shared<System>();
    system->name = run.file;
    system->platform.cpus = static_cast<int>(cpus);
    for (const TraceTask& each : run.tasks) {
        Task& task = system->tasks.emplace_back();
        task.name = each.name;
        if (each.priority >= 1 && each.priority <= 99) task.priority = each.priority;
    }
    system->tasks.emplace_back().name = "other threads";
    return system;
}

std::size_t cpus_of(const TraceRun& run) {
    CpuId last = 0;
    for (const CpuId cpu : run.cpus) last = std::max(last, cpu);
    return static_cast<std::size_t>(last) + 1;
}

RunResult result_of(const TraceRun& run) {
    const Duration start = run.window.from - Instant{0};
    RunResult result;
    result.span = run.window.length();
    result.stacking = run.stacking;
    for (Episode& each : result.stacking.episodes) {
        each.from = each.from - start;
        each.to = each.to - start;
    }
    for (std::uint32_t task = 0; task < run.tasks.size(); ++task) {
        const TraceTask& each = run.tasks[task];
        TaskResult& out = result.tasks.emplace_back();
        out.jobs = out.completed = each.jobs_total;
        out.preemptions = each.preemptions;
        out.migrations = each.migrations;
        out.response = each.response;
        out.latency = each.latency;
        for (std::uint64_t job = 0; job < each.jobs.size(); ++job) {
            const TraceJob& seen = each.jobs[job];
            // No deadline is known; none is read of a trace.
            result.jobs.push_back(
                {task, job, seen.release - start, seen.start - start, seen.finish - start, {}, false});
        }
    }
    result.tasks.emplace_back();
    return result;
}

std::vector<UnknownStretch> unknown_of(const TraceRun& run, std::size_t cpus) {
    const Duration start = run.window.from - Instant{0};
    std::vector<UnknownStretch> unknown;
    for (const UnknownTime& each : run.unknown) unknown.push_back({each.cpu, each.from - start, each.to - start});
    for (std::size_t cpu = 0; cpu < cpus; ++cpu) {
        const auto id = static_cast<CpuId>(cpu);
        const bool is_looked_at = std::find(run.cpus.begin(), run.cpus.end(), id) != run.cpus.end();
        if (!is_looked_at) unknown.push_back({id, {0}, {run.window.length().ns}});
    }
    std::sort(unknown.begin(), unknown.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
    return unknown;
}

/// Where each task of the system is among those of the trace; adds those that are not to `tasks`.
std::vector<std::uint32_t> places_of(const System& system, const RecordedRun& trace, System& tasks) {
    std::map<std::string, std::uint32_t> by_name;
    for (std::uint32_t i = 0; i < trace.trace->tasks.size(); ++i) by_name.emplace(trace.trace->tasks[i].name, i);
    std::vector<std::uint32_t> places;
    for (const Task& task : system.tasks) {
        const auto [place, is_new] = by_name.emplace(task.name, static_cast<std::uint32_t>(tasks.tasks.size()));
        if (is_new) tasks.tasks.push_back(task);
        places.push_back(place->second);
    }
    return places;
}

}  // namespace

RecordedRunPtr recorded_trace(std::shared_ptr<const TraceRun> run) {
    const std::size_t cpus = cpus_of(*run);
    auto out = std::make_shared<RecordedRun>();
    out->system = system_of(*run, cpus);
    out->outcome.result = result_of(*run);
    TraceDrawing drawing = drawing_of(*run, true);
    Recording& recording = out->recording;
    recording.end = drawing.end;
    if (run->intervals_cut && !drawing.intervals.empty()) {
        recording.end = drawing.intervals.back().from;
        recording.cut = true;
    }
    recording.intervals = std::move(drawing.intervals);
    std::erase_if(recording.intervals, [&](const JobInterval& each) { return each.from >= recording.end; });
    for (JobInterval& each : recording.intervals) each.to = std::min(each.to, recording.end);
    recording.releases = std::move(drawing.releases);
    recording.completions = std::move(drawing.completions);
    recording.unknown = unknown_of(*run, cpus);
    TraceLosses losses = losses_over_time(*run, cpus);
    recording.series = std::move(losses.series);
    std::erase_if(recording.series, [&](const SeriesStep& step) { return step.at >= recording.end; });
    recording.stacks = std::move(losses.stacks);
    recording.nobodys_task = static_cast<std::uint32_t>(run->tasks.size());
    out->timeline = std::make_shared<const TimelineIndex>(recording, out->outcome.result->stacking.episodes,
                                                          out->system->tasks.size());
    out->trace = std::move(run);
    return out;
}

RecordedRunPtr on_time_of_trace(const RecordedRun& run, const RecordedRun& trace, Instant start, double scale) {
    const std::int64_t end = trace.recording.end.ns, offset = (start - trace.trace->window.from).ns;
    auto system = std::make_shared<System>(*trace.system);
    system->platform.cpus = run.system->platform.cpus;
    const std::vector<std::uint32_t> task_of = places_of(*run.system, trace, *system);
    const auto moved = [&](Instant at) {
        return Instant{offset + static_cast<std::int64_t>(std::llround(static_cast<double>(at.ns) * scale))};
    };
    const auto inside = [&](Instant at) { return Instant{std::clamp<std::int64_t>(moved(at).ns, 0, end)}; };
    auto out = std::make_shared<RecordedRun>();
    out->system = system;
    out->outcome.variant = run.outcome.variant;
    out->outcome.result.emplace();
    out->outcome.result->tasks.resize(system->tasks.size());
    for (std::size_t task = 0; task < task_of.size(); ++task) {
        out->outcome.result->tasks[task_of[task]] = run.outcome.result->tasks[task];
    }
    Recording& recording = out->recording;
    recording.end = {end};
    for (JobInterval each : run.recording.intervals) {
        each.job.task = task_of[each.job.task];
        each.from = inside(each.from);
        each.to = inside(each.to);
        if (each.from < each.to) recording.intervals.push_back(each);
    }
    const auto copy = [&](const auto& steps, auto& into) {
        for (auto each : steps) {
            if (moved(each.at).ns > end) break;
            each.at = inside(each.at);
            // Of those before the trace begins the last one is in force.
            if (!into.empty() && into.back().at == each.at) into.pop_back();
            into.push_back(each);
        }
    };
    for (const auto& steps : run.recording.stacks) {
        recording.stacks.emplace_back(1, StackStep{});
        copy(steps, recording.stacks.back());
    }
    copy(run.recording.series, recording.series);
    copy(run.recording.inversions, recording.inversions);
    copy(run.recording.overhead, recording.overhead);
    for (const auto& [from, into] : {std::pair(&run.recording.releases, &recording.releases),
                                     {&run.recording.deadlines, &recording.deadlines},
                                     {&run.recording.completions, &recording.completions}}) {
        for (Mark mark : *from) {
            mark.at = moved(mark.at);
            mark.job.task = task_of[mark.job.task];
            if (mark.at.ns >= 0 && mark.at.ns <= end) into->push_back(mark);
        }
    }
    recording.nobodys_task = trace.recording.nobodys_task;
    out->timeline = std::make_shared<const TimelineIndex>(recording, std::vector<Episode>{}, system->tasks.size());
    return out;
}

}  // namespace pinstack::gui
