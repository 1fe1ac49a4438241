// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/recorder.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace pinstack::gui {

namespace {

bool earlier(const Mark& a, const Mark& b) {
    return std::tuple(a.at, a.job.task, a.job.number) < std::tuple(b.at, b.job.task, b.job.number);
}

void note(std::vector<CpuCountStep>& steps, Instant from, std::int32_t cpus) {
    if (steps.empty() || steps.back().cpus != cpus) steps.push_back({from, cpus});
}

}  // namespace

Recorder::Recorder(std::size_t tasks, int cpus, std::stop_token stop, std::size_t max_intervals)
    : series_(max_intervals), stop_(std::move(stop)), max_intervals_(max_intervals), open_(tasks) {
    recording_.stacks.assign(static_cast<std::size_t>(cpus), {StackStep{}});
}

// An atomic load at every event would be felt.
void Recorder::look_for_stop() {
    if (++calls_ % 256 == 0 && stop_.stop_requested()) throw RunCancelled{};
}

void Recorder::released(Instant at, JobId job, Instant deadline) {
    if (recording_.cut) return;
    recording_.releases.push_back({at, job});
    open_[job.task].push_back({job.number, deadline});
}

void Recorder::completed(Instant at, JobId job, bool missed) {
    auto& open = open_[job.task];
    // Jobs of a task complete in order; those released after the cut are not in the queue.
    if (open.empty() || open.front().job != job.number) return;
    recording_.deadlines.push_back({open.front().deadline, job, missed});
    open.pop_front();
    if (!recording_.cut) recording_.completions.push_back({at, job, missed});
}

void Recorder::job_interval(const JobInterval& interval) {
    look_for_stop();
    if (recording_.cut && interval.from >= recording_.end) return;
    recording_.intervals.push_back(interval);
    // Intervals come when they end: those that are open now still come, and are clipped to the end.
    if (!recording_.cut && recording_.intervals.size() >= max_intervals_) {
        recording_.cut = true;
        recording_.end = interval.to;
    }
}

void Recorder::capacity_interval(const CapacityInterval& interval) {
    look_for_stop();
    if (recording_.cut) return;
    series_.capacity_interval(interval);
    note(recording_.inversions, interval.from, interval.inversion);
    note(recording_.overhead, interval.from, interval.overhead);
    for (std::size_t cpu = 0; cpu < recording_.stacks.size(); ++cpu) {
        auto& steps = recording_.stacks[cpu];
        const StackStep now{interval.from, interval.depth[cpu], interval.lost_to_stack[cpu]};
        if (steps.back().depth == now.depth && steps.back().lost == now.lost) continue;
        if (steps.back().at == now.at) {
            steps.back() = now;
        } else {
            steps.push_back(now);
        }
    }
}

Recording Recorder::take(Instant run_end, bool drains) {
    if (!recording_.cut) recording_.end = run_end;
    const Instant end = recording_.end;
    for (std::size_t task = 0; task < open_.size(); ++task) {
        for (const OpenDeadline& open : open_[task]) {
            const JobId job{static_cast<std::uint32_t>(task), open.job};
            recording_.deadlines.push_back({open.deadline, job, drains || open.deadline <= run_end});
        }
    }
    std::erase_if(recording_.intervals, [&](const JobInterval& each) { return each.from >= end; });
    for (JobInterval& each : recording_.intervals) each.to = std::min(each.to, end);
    std::sort(recording_.intervals.begin(), recording_.intervals.end(), [](const JobInterval& a, const JobInterval& b) {
        return std::tuple(a.from, a.job.task, a.job.number) < std::tuple(b.from, b.job.task, b.job.number);
    });
    for (auto* marks : {&recording_.releases, &recording_.deadlines, &recording_.completions}) {
        std::sort(marks->begin(), marks->end(), earlier);
    }
    recording_.series = series_.series().steps;
    std::erase_if(recording_.series, [&](const SeriesStep& step) { return step.at >= end; });
    return std::move(recording_);
}

}  // namespace pinstack::gui
