// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/timeline_index.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "gui/models/timeline/count_curve.hpp"
#include "gui/models/timeline/interval_look.hpp"
#include "gui/models/timeline/unused_cpus.hpp"

namespace pinstack::gui {

namespace {

/// Is it in the lane of its task?
bool has_row(const Recording& recording, const JobInterval& interval) {
    return interval.state != JobState::queued && interval.job.task != recording.nobodys_task;
}

void reserve_lanes(TimelineIndex& index, const Recording& recording) {
    std::vector<std::size_t> on_cpu(index.cpus.size()), of_task(index.tasks.size());
    for (const JobInterval& interval : recording.intervals) {
        if (interval.has_cpu) ++on_cpu[static_cast<std::size_t>(interval.cpu)];
        if (has_row(recording, interval)) ++of_task[interval.job.task];
    }
    for (std::size_t cpu = 0; cpu < on_cpu.size(); ++cpu) index.cpus[cpu].running.reserve(on_cpu[cpu]);
    for (std::size_t task = 0; task < of_task.size(); ++task) index.tasks[task].jobs.reserve(of_task[task]);
}

void add_intervals(TimelineIndex& index, const Recording& recording) {
    std::vector<CountCurve> queues(index.tasks.size());
    for (std::uint32_t i = 0; i < recording.intervals.size(); ++i) {
        const JobInterval& interval = recording.intervals[i];
        if (interval.has_cpu) {
            index.cpus[static_cast<std::size_t>(interval.cpu)].running.add(
                interval.from, interval.to, i, look_on_cpu(interval), true, signs_of(interval));
        }
        if (interval.state == JobState::queued) {
            queues[interval.job.task].add(interval.from, interval.to);
        } else if (has_row(recording, interval)) {
            index.tasks[interval.job.task].jobs.add(interval.from, interval.to, i, look_of_task(interval),
                                                    interval.has_cpu, signs_of(interval));
        }
    }
    for (CpuLanes& cpu : index.cpus) cpu.running.finish();
    for (TaskLanes& task : index.tasks) task.jobs.finish();
    for (std::size_t task = 0; task < queues.size(); ++task) index.tasks[task].queue = queues[task].curve();
}

void add_stacks(TimelineIndex& index, const Recording& recording) {
    for (std::size_t cpu = 0; cpu < index.cpus.size(); ++cpu) {
        CpuLanes& lanes = index.cpus[cpu];
        for (const StackStep& step : recording.stacks[cpu]) {
            lanes.depth.add(step.at, step.depth);
            lanes.charged.add(step.at, step.lost);
        }
        // Behind the end there is nothing: a window may go on, where several runs are shown under each other.
        lanes.depth.add(recording.end, 0);
        lanes.charged.add(recording.end, 0);
        lanes.depth.finish();
        lanes.charged.finish();
        index.max_depth = std::max(index.max_depth, lanes.depth.max());
    }
}

MachineCurves curves_of(const Recording& recording) {
    MachineCurves curves;
    for (const SeriesStep& step : recording.series) {
        curves.unused.add(step.at, step.idle);
        curves.offline.add(step.at, step.offline);
        curves.stacking_loss.add(step.at, step.stacking_loss);
        curves.other_loss.add(step.at, step.affinity_loss + step.balancing_loss);
        curves.max_depth.add(step.at, step.max_depth);
    }
    for (StepCurve* curve : {&curves.unused, &curves.offline, &curves.stacking_loss, &curves.other_loss, &curves.max_depth}) {
        curve->add(recording.end, 0);
        curve->finish();
    }
    return curves;
}

void add_marks(TimelineIndex& index, const std::vector<Mark>& marks, MarkLane TaskLanes::*lane) {
    for (std::uint32_t i = 0; i < marks.size(); ++i) {
        (index.tasks[marks[i].job.task].*lane).add(marks[i].at, i, marks[i].missed);
    }
}

/// When the job was complete, or the end of the recording.
Instant completion_of(const TimelineIndex& index, const Recording& recording, const Mark& deadline) {
    const MarkLane& lane = index.tasks[deadline.job.task].completions;
    const auto number = [&](std::size_t i) { return recording.completions[lane.id(i)].job.number; };
    // Jobs of a task complete in order.
    std::size_t first = lane.next_from(deadline.at), last = lane.size();
    while (first < last) {
        const std::size_t middle = first + (last - first) / 2;
        if (number(middle) < deadline.job.number) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    if (first < lane.size() && number(first) == deadline.job.number) return lane.at(first);
    return recording.end;
}

std::vector<AttentionPoint> attention_in(const TimelineIndex& index, const Recording& recording,
                                         const std::vector<Episode>& episodes) {
    std::vector<AttentionPoint> points;
    for (std::uint32_t i = 0; i < episodes.size(); ++i) {
        if (episodes[i].from >= recording.end) break;
        points.push_back(
            {{episodes[i].from, std::min(episodes[i].to, recording.end)}, AttentionPoint::Kind::episode, i});
    }
    for (std::uint32_t i = 0; i < recording.deadlines.size(); ++i) {
        const Mark& mark = recording.deadlines[i];
        // After a deadlock a deadline may lie behind the end, and is missed all the same.
        if (!mark.missed || (mark.at > recording.end && recording.cut)) continue;
        const Instant from = std::min(mark.at, recording.end);
        points.push_back({{from, completion_of(index, recording, mark)}, AttentionPoint::Kind::miss, i});
    }
    std::stable_sort(points.begin(), points.end(),
                     [](const AttentionPoint& a, const AttentionPoint& b) { return a.span.from < b.span.from; });
    return points;
}

OccurringSigns signs_in(const TimelineIndex& index, const Recording& recording) {
    OccurringSigns signs;
    for (const JobInterval& interval : recording.intervals) {
        const Protections held = interval.protections;
        if (!interval.has_cpu) {
            signs.waiting.set(static_cast<std::size_t>(interval.state));
            signs.pinned_waiting |= held.migrate_disabled && interval.cpu != kNoCpu;
        } else if (interval.state != JobState::running) {
            signs.overhead = true;
        } else {
            signs.non_preemptible |= held.non_preemptible;
            signs.migrate_disabled |= held.migrate_disabled && !held.non_preemptible;
            signs.plain |= !held.non_preemptible && !held.migrate_disabled;
        }
    }
    signs.misses = std::any_of(recording.deadlines.begin(), recording.deadlines.end(),
                               [](const Mark& mark) { return mark.missed; });
    signs.migrations = !index.migrations.empty();
    signs.stacks = index.max_depth > 0;
    for (const CpuLanes& cpu : index.cpus) {
        for (std::size_t i = 0; i < cpu.unused.size(); ++i) signs.unused.set(cpu.unused.id(i));
    }
    return signs;
}

}  // namespace

TimelineIndex::TimelineIndex(const Recording& recording, const std::vector<Episode>& episodes, std::size_t task_count)
    : cpus(recording.stacks.size()), tasks(task_count), hidden_task(recording.nobodys_task) {
    reserve_lanes(*this, recording);
    add_intervals(*this, recording);
    add_stacks(*this, recording);
    machine = curves_of(recording);
    std::vector<PinnedPile> piles = pinned_piles(recording);
    std::vector<SegmentLane> unused = unused_lanes(recording);
    for (std::size_t cpu = 0; cpu < cpus.size(); ++cpu) {
        cpus[cpu].pile = std::move(piles[cpu]);
        cpus[cpu].unused = std::move(unused[cpu]);
    }
    add_marks(*this, recording.releases, &TaskLanes::releases);
    add_marks(*this, recording.deadlines, &TaskLanes::deadlines);
    add_marks(*this, recording.completions, &TaskLanes::completions);
    migrations = migrations_in(recording, task_count);
    by_departure.resize(migrations.size());
    std::iota(by_departure.begin(), by_departure.end(), 0U);
    std::stable_sort(by_departure.begin(), by_departure.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return migrations[a].from < migrations[b].from; });
    attention = attention_in(*this, recording, episodes);
    signs = signs_in(*this, recording);
}

}  // namespace pinstack::gui
