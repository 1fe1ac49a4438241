// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/job_intervals.hpp"

#include <algorithm>
#include <tuple>

namespace pinstack {

namespace {

/// The first job that has not finished at this instant; jobs of a task are in order.
std::uint64_t job_at(const TraceTask& task, Instant at) {
    const auto later = std::upper_bound(task.jobs.begin(), task.jobs.end(), at,
                                        [](Instant instant, const TraceJob& job) { return instant < job.finish; });
    return static_cast<std::uint64_t>(later - task.jobs.begin());
}

JobState state_of(const TraceInterval& each) {
    if (each.state == ThreadState::running) return JobState::running;
    if (each.state == ThreadState::sleeping) return JobState::suspended;
    return each.pin == Pin::yes ? JobState::pin_wait : JobState::interference;
}

}  // namespace

TraceDrawing drawing_of(const TraceRun& run, bool others) {
    TraceDrawing out;
    const Duration start = run.window.from - Instant{0};
    out.end = Instant{run.window.length().ns};
    const auto nobody = static_cast<std::uint32_t>(run.tasks.size());
    std::vector<std::uint32_t> task_of(run.threads.size(), nobody);
    for (std::uint32_t task = 0; task < nobody; ++task) {
        const TraceTask& it = run.tasks[task];
        task_of[it.thread] = task;
        for (std::uint64_t job = 0; job < it.jobs.size(); ++job) {
            out.releases.push_back({it.jobs[job].release - start, {task, job}});
            out.completions.push_back({it.jobs[job].finish - start, {task, job}});
        }
    }
    out.intervals.reserve(run.intervals.size());
    for (const TraceInterval& each : run.intervals) {
        const std::uint32_t task = task_of[each.thread];
        if (task == nobody && !others) continue;
        const bool pinned = each.pin == Pin::yes;
        const bool has_cpu = each.state == ThreadState::running;
        out.intervals.push_back({.job = {task, task == nobody ? 0 : job_at(run.tasks[task], each.from)},
                                 .from = each.from - start,
                                 .to = each.to - start,
                                 .state = state_of(each),
                                 .protections = {false, pinned},
                                 .cpu = has_cpu || pinned ? each.cpu : kNoCpu,
                                 .has_cpu = has_cpu});
    }
    std::sort(out.intervals.begin(), out.intervals.end(), [](const JobInterval& a, const JobInterval& b) {
        return std::tuple(a.from, a.job.task, a.cpu) < std::tuple(b.from, b.job.task, b.cpu);
    });
    for (auto* marks : {&out.releases, &out.completions}) {
        std::sort(marks->begin(), marks->end(), [](const Mark& a, const Mark& b) {
            return std::tuple(a.at, a.job.task, a.job.number) < std::tuple(b.at, b.job.task, b.job.number);
        });
    }
    return out;
}

}  // namespace pinstack
