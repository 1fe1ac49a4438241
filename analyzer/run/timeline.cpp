// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/timeline.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "model/engine/simulation.hpp"

namespace pinstack {

namespace {

struct JobIdHash {
    std::size_t operator()(JobId job) const {
        return static_cast<std::size_t>((job.number * 0x9e3779b97f4a7c15u) ^ job.task);
    }
};

class TimelineRecorder : public Observer {
public:
    TimelineRecorder(Window window, Instant watch_from, std::size_t max_bars)
        : max_bars_(max_bars), watch_from_(watch_from) {
        timeline_.window = window;
    }

    Instant watch_from() const override { return watch_from_; }

    void released(Instant at, JobId job, Instant deadline) override {
        if (timeline_.window.contains(deadline)) open_deadlines_[job] = deadline;
        if (at < timeline_.window.from || at >= timeline_.window.to) return;
        // What comes at one instant is one mark to look at.
        if (timeline_.releases.empty() || timeline_.releases.back().at < at) ++release_instants_;
        if (release_instants_ > max_bars_) {
            timeline_.cut = true;
            timeline_.window.to = at;
            return;
        }
        timeline_.releases.push_back({at, job});
    }

    void completed(Instant at, JobId job, bool missed) override {
        if (const auto open = open_deadlines_.find(job); open != open_deadlines_.end()) {
            keep_deadline(open->second, job, missed);
            open_deadlines_.erase(open);
        }
        pins_.erase(job);
        if (timeline_.window.contains(at)) timeline_.completions.push_back({at, job, missed});
    }

    void job_interval(const JobInterval& interval) override {
        const Instant pinned_since = pinned_since_at(interval);
        const bool is_drawn =
            interval.has_cpu || interval.protections.migrate_disabled || interval.state == JobState::throttled;
        if (!is_drawn || !overlaps(interval.from, interval.to)) return;
        note_old_pin(interval, pinned_since);
        intervals_.push_back({interval, pinned_since});
        clip(intervals_.back().interval);
        // Intervals come when they end, so those that are open now still come, and are clipped to the new end.
        if (!timeline_.cut && intervals_.size() >= max_bars_ && interval.to < timeline_.window.to) {
            timeline_.cut = true;
            timeline_.window.to = interval.to;
        }
    }

    void capacity_interval(const CapacityInterval& interval) override {
        if (!overlaps(interval.from, interval.to)) return;
        CapacitySpan span{.from = interval.from,
                          .to = interval.to,
                          .stacking_loss = interval.stacking_loss,
                          .other_loss = interval.affinity_loss + interval.balancing_loss,
                          .idle = interval.idle};
        for (const std::int32_t depth : interval.depth) span.max_depth = std::max(span.max_depth, int{depth});
        timeline_.capacity.push_back(span);
        clip(timeline_.capacity.back());
    }

    Timeline take() {
        const Window window = timeline_.window;
        // A job that is still open at the end of the window has missed every deadline before it.
        for (const auto& [job, deadline] : open_deadlines_) keep_deadline(deadline, job, deadline <= window.to);
        const auto outside = [&](const Mark& mark) { return !window.contains(mark.at); };
        const auto earlier = [](const Mark& a, const Mark& b) {
            return std::tuple(a.at, a.job.task, a.job.number) < std::tuple(b.at, b.job.task, b.job.number);
        };
        for (auto* marks : {&timeline_.releases, &timeline_.deadlines, &timeline_.completions}) {
            std::erase_if(*marks, outside);
            std::sort(marks->begin(), marks->end(), earlier);
        }
        std::erase_if(intervals_, [&](const Recorded& each) { return each.interval.from >= window.to; });
        for (Recorded& each : intervals_) clip(each.interval);
        std::erase_if(timeline_.capacity, [&](const CapacitySpan& s) { return s.from >= window.to; });
        for (CapacitySpan& span : timeline_.capacity) clip(span);
        std::sort(intervals_.begin(), intervals_.end(), [](const Recorded& a, const Recorded& b) {
            return std::tuple(a.interval.from, a.pinned_since, a.interval.job.task, a.interval.job.number) <
                   std::tuple(b.interval.from, b.pinned_since, b.interval.job.task, b.interval.job.number);
        });
        timeline_.intervals.reserve(intervals_.size());
        for (const Recorded& each : intervals_) timeline_.intervals.push_back(each.interval);
        return std::move(timeline_);
    }

    /// Whether several jobs were pinned to one CPU at the start of the window since before this began to watch.
    bool misses_order_of_pins() const {
        std::vector<CpuId> cpus;
        for (const auto& [job, cpu] : old_pins_) cpus.push_back(cpu);
        std::sort(cpus.begin(), cpus.end());
        return std::adjacent_find(cpus.begin(), cpus.end()) != cpus.end();
    }

private:
    struct Recorded {
        JobInterval interval;
        Instant pinned_since;  // else its start
    };
    struct Pin {
        CpuId cpu = kNoCpu;
        Instant since, until;  // until: as far as it is known
    };

    /// Of a pin that begins before the window, too. Intervals of one job come in order.
    Instant pinned_since_at(const JobInterval& interval) {
        if (!interval.protections.migrate_disabled) return interval.from;
        Pin& pin = pins_.try_emplace(interval.job, Pin{interval.cpu, interval.from, interval.from}).first->second;
        if (pin.cpu != interval.cpu || pin.until != interval.from) pin = {interval.cpu, interval.from, interval.from};
        pin.until = interval.to;
        return pin.since;
    }
    void note_old_pin(const JobInterval& interval, Instant pinned_since) {
        const bool is_old = interval.protections.migrate_disabled && pinned_since <= watch_from_;
        if (is_old && watch_from_.ns > 0 && interval.from <= timeline_.window.from) {
            old_pins_[interval.job] = interval.cpu;
        }
    }
    bool overlaps(Instant from, Instant to) const { return from < timeline_.window.to && to > timeline_.window.from; }
    template <class Interval>
    void clip(Interval& interval) const {
        interval.from = std::max(interval.from, timeline_.window.from);
        interval.to = std::min(interval.to, timeline_.window.to);
    }
    void keep_deadline(Instant deadline, JobId job, bool missed) {
        if (timeline_.window.contains(deadline)) timeline_.deadlines.push_back({deadline, job, missed});
    }

    std::size_t max_bars_;
    Instant watch_from_;
    std::size_t release_instants_ = 0;
    Timeline timeline_;
    std::vector<Recorded> intervals_;                 // of the timeline
    std::unordered_map<JobId, Pin, JobIdHash> pins_;  // of jobs that are not complete
    std::unordered_map<JobId, CpuId, JobIdHash> old_pins_;
    std::unordered_map<JobId, Instant, JobIdHash> open_deadlines_;  // in the window, of jobs released and not complete
};

}  // namespace

Timeline record_timeline(const System& system, const Variant& variant, Window window, std::size_t max_bars) {
    // The future does not change the past: a run that stops at the end of the window is the same until then.
    System shortened = system;
    shortened.horizon = Duration{window.to.ns};
    RunOptions options;
    options.keep_episodes = 0;
    Duration longest_deadline{0};
    for (const Task& task : system.tasks) longest_deadline = std::max(longest_deadline, task.deadline);
    const auto simulation = Simulation::create(shortened, variant, std::move(options));
    // No job released earlier has a deadline in the window.
    const Instant watch_from = std::max(window.from - longest_deadline, Instant{0});
    TimelineRecorder recorder(window, watch_from, max_bars);
    if (simulation) simulation->run(&recorder);
    const auto taken = [&](TimelineRecorder& from) {
        Timeline timeline = from.take();
        timeline.has_rt_throttling = variant.linux.rt_throttling.has_value();
        return timeline;
    };
    if (!recorder.misses_order_of_pins()) return taken(recorder);
    TimelineRecorder from_the_start(window, Instant{0}, max_bars);
    simulation->run(&from_the_start);
    return taken(from_the_start);
}

}  // namespace pinstack
