// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/gantt_layout.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace pinstack {

namespace {

void add_running(CpuTrack& track, const JobInterval& interval) {
    GanttBar bar{interval.from, interval.to, interval.job, interval.protections};
    bar.is_overhead = interval.state != JobState::running;
    if (!track.running.empty()) {
        GanttBar& last = track.running.back();
        if (last.to == bar.from && last.job == bar.job && last.protections == bar.protections &&
            last.is_overhead == bar.is_overhead) {
            last.to = bar.to;
            return;
        }
    }
    track.running.push_back(bar);
}

/// A job that goes on waiting for another reason, or wakes up and waits, keeps its lane. False where it does not go on.
bool goes_on(CpuTrack& track, std::vector<Instant>& lane_free_from, const JobInterval& interval) {
    const auto earlier = std::find_if(track.pinned.rbegin(), track.pinned.rend(),
                                      [&](const GanttBar& bar) { return bar.job == interval.job; });
    if (earlier == track.pinned.rend() || earlier->to != interval.from) return false;
    lane_free_from[static_cast<std::size_t>(earlier->lane)] = interval.to;
    const bool suspended = interval.state == JobState::suspended;
    if (earlier->suspended == suspended) {
        earlier->to = interval.to;
    } else {
        track.pinned.push_back(
            {interval.from, interval.to, interval.job, interval.protections, suspended, earlier->lane});
    }
    return true;
}

/// Bars come by start, so the lanes can be given out as they come.
void add_pinned(CpuTrack& track, std::vector<Instant>& lane_free_from, const JobInterval& interval) {
    GanttBar bar{interval.from, interval.to, interval.job, interval.protections, interval.state == JobState::suspended};
    std::size_t lane = 0;
    while (lane < lane_free_from.size() && lane_free_from[lane] > bar.from) ++lane;
    if (lane == lane_free_from.size()) lane_free_from.push_back(bar.to);
    lane_free_from[lane] = bar.to;
    bar.lane = static_cast<int>(lane);
    track.lanes = std::max(track.lanes, bar.lane + 1);
    track.pinned.push_back(bar);
}

void add_idle(CpuTrack& track, const CapacitySpan& span, IdleKind kind) {
    if (!track.idle.empty() && track.idle.back().to == span.from && track.idle.back().kind == kind) {
        track.idle.back().to = span.to;
    } else {
        track.idle.push_back({span.from, span.to, kind});
    }
}

/// When jobs were throttled on a CPU: ascending, without overlap. Intervals come by start.
class ThrottledTimes {
public:
    void add(const JobInterval& interval) {
        if (!times_.empty() && interval.from <= times_.back().second) {
            times_.back().second = std::max(times_.back().second, interval.to);
        } else {
            times_.emplace_back(interval.from, interval.to);
        }
    }
    /// Asked for instants that ascend.
    bool contain(Instant at) {
        while (next_ < times_.size() && times_[next_].second <= at) ++next_;
        return next_ < times_.size() && times_[next_].first <= at;
    }

private:
    std::vector<std::pair<Instant, Instant>> times_;
    std::size_t next_ = 0;
};

void add_idle_bars(std::vector<CpuTrack>& tracks, std::vector<ThrottledTimes>& throttled,
                   const std::vector<CapacitySpan>& capacity) {
    std::vector<std::size_t> next_bar(tracks.size(), 0);
    for (const CapacitySpan& span : capacity) {
        int lost_to_stacking = span.stacking_loss;
        int lost_otherwise = span.other_loss;
        for (std::size_t cpu = 0; cpu < tracks.size(); ++cpu) {
            const std::vector<GanttBar>& running = tracks[cpu].running;
            std::size_t& bar = next_bar[cpu];
            while (bar < running.size() && running[bar].to <= span.from) ++bar;
            if (bar < running.size() && running[bar].from <= span.from) continue;
            IdleKind kind = IdleKind::unused;
            if (throttled[cpu].contain(span.from)) {
                kind = IdleKind::throttled;
            } else if (lost_to_stacking > 0) {
                --lost_to_stacking;
                kind = IdleKind::lost_to_stacking;
            } else if (lost_otherwise > 0) {
                --lost_otherwise;
                kind = IdleKind::lost_otherwise;
            }
            add_idle(tracks[cpu], span, kind);
        }
    }
}

/// Rows with a stack say most, then those that are lost to it, then those on which something runs.
int eventfulness(const CpuTrack& track) {
    const auto is_lost = [](const IdleBar& bar) { return bar.kind != IdleKind::unused; };  // or throttled
    if (track.lanes > 0) return 3;
    if (std::any_of(track.idle.begin(), track.idle.end(), is_lost)) return 2;
    return track.running.empty() ? 0 : 1;
}

}  // namespace

GanttLayout lay_out(const Timeline& timeline, int cpus, int max_tracks) {
    GanttLayout layout;
    layout.tracks.resize(static_cast<std::size_t>(cpus));
    for (CpuId cpu = 0; cpu < cpus; ++cpu) layout.tracks[static_cast<std::size_t>(cpu)].cpu = cpu;
    std::vector<std::vector<Instant>> lane_free_from(static_cast<std::size_t>(cpus));
    std::vector<ThrottledTimes> throttled(static_cast<std::size_t>(cpus));
    std::vector<const JobInterval*> arrivals;  // of one instant: pinned jobs that need a lane
    const auto give_lanes = [&] {
        for (const JobInterval* interval : arrivals) {
            const auto cpu = static_cast<std::size_t>(interval->cpu);
            add_pinned(layout.tracks[cpu], lane_free_from[cpu], *interval);
        }
        arrivals.clear();
    };
    for (const JobInterval& interval : timeline.intervals) {
        if (interval.cpu == kNoCpu) continue;
        // Only when all that go on at an instant have kept theirs is it known which lanes are free.
        if (!arrivals.empty() && arrivals.front()->from != interval.from) give_lanes();
        const auto cpu = static_cast<std::size_t>(interval.cpu);
        if (timeline.has_rt_throttling && interval.state == JobState::throttled) throttled[cpu].add(interval);
        if (interval.has_cpu) {
            add_running(layout.tracks[cpu], interval);
        } else if (interval.protections.migrate_disabled &&
                   !goes_on(layout.tracks[cpu], lane_free_from[cpu], interval)) {
            arrivals.push_back(&interval);
        }
    }
    give_lanes();
    add_idle_bars(layout.tracks, throttled, timeline.capacity);

    if (cpus > max_tracks) {
        layout.hidden_cpus = cpus - max_tracks;
        std::stable_sort(layout.tracks.begin(), layout.tracks.end(),
                         [](const CpuTrack& a, const CpuTrack& b) { return eventfulness(a) > eventfulness(b); });
        layout.tracks.resize(static_cast<std::size_t>(max_tracks));
        std::sort(layout.tracks.begin(), layout.tracks.end(),
                  [](const CpuTrack& a, const CpuTrack& b) { return a.cpu < b.cpu; });
    }
    return layout;
}

std::vector<std::uint32_t> tasks_in(const std::vector<Timeline>& timelines) {
    std::set<std::uint32_t> tasks;
    for (const Timeline& timeline : timelines) {
        for (const JobInterval& interval : timeline.intervals) tasks.insert(interval.job.task);
        for (const auto* marks : {&timeline.releases, &timeline.deadlines, &timeline.completions}) {
            for (const Mark& mark : *marks) tasks.insert(mark.job.task);
        }
    }
    return {tasks.begin(), tasks.end()};
}

}  // namespace pinstack
