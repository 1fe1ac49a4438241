// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/trace/trace_losses.hpp"

#include <algorithm>
#include <tuple>

namespace pinstack::gui {

namespace {

constexpr std::uint32_t kNoTask = UINT32_MAX;

/// Something begins (by = 1) or ends.
struct Change {
    Instant at;
    int by = 0;
    std::uint32_t interval = 0;  // of TraceRun::intervals; behind them, of TraceRun::unknown
};

class Sweep {
public:
    Sweep(const TraceRun& run, std::size_t cpus)
        : run_(run), depth_(cpus), charged_(cpus), task_of_(run.threads.size(), kNoTask) {
        out_.stacks.assign(cpus, {StackStep{}});
        for (std::uint32_t task = 0; task < run.tasks.size(); ++task) task_of_[run.tasks[task].thread] = task;
        idle_ = static_cast<int>(run.cpus.size());
    }

    TraceLosses take() {
        const std::vector<Change> changes = this->changes();
        for (std::size_t i = 0; i < changes.size(); ++i) {
            apply(changes[i]);
            if (i + 1 == changes.size() || changes[i + 1].at != changes[i].at) settle(changes[i].at);
        }
        return std::move(out_);
    }

private:
    struct Waiting {
        int priority;
        Instant since;
        std::uint32_t interval;
        auto key() const { return std::tuple(-priority, since, interval); }
    };

    std::vector<Change> changes() const {
        std::vector<Change> changes;
        changes.reserve(2 * run_.intervals.size());
        const auto add = [&](Instant from, Instant to, std::size_t which) {
            changes.push_back({from, 1, static_cast<std::uint32_t>(which)});
            changes.push_back({to, -1, static_cast<std::uint32_t>(which)});
        };
        for (std::size_t i = 0; i < run_.intervals.size(); ++i) add(run_.intervals[i].from, run_.intervals[i].to, i);
        for (std::size_t i = 0; i < run_.unknown.size(); ++i)
            add(run_.unknown[i].from, run_.unknown[i].to, run_.intervals.size() + i);
        std::sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
            return std::tuple(a.at, a.interval) < std::tuple(b.at, b.interval);
        });
        return changes;
    }

    void apply(const Change& change) {
        if (change.interval >= run_.intervals.size()) {
            idle_ -= change.by;
            return;
        }
        const TraceInterval& each = run_.intervals[change.interval];
        if (each.state == ThreadState::running) idle_ -= change.by;
        const std::uint32_t task = task_of_[each.thread];
        if (task == kNoTask) return;
        if (each.pin == Pin::yes) depth_[static_cast<std::size_t>(each.cpu)] += change.by;
        if (each.state != ThreadState::waiting) return;
        const Waiting waiting{run_.tasks[task].priority, each.from, change.interval};
        const auto place = std::lower_bound(waiting_.begin(), waiting_.end(), waiting,
                                            [](const Waiting& a, const Waiting& b) { return a.key() < b.key(); });
        if (change.by > 0) {
            waiting_.insert(place, waiting);
        } else {
            waiting_.erase(place);
        }
    }

    void settle(Instant at) {
        const auto lost =
            static_cast<std::size_t>(std::clamp<std::int64_t>(idle_, 0, static_cast<std::int64_t>(waiting_.size())));
        SeriesStep now{Instant{(at - run_.window.from).ns}};
        std::fill(charged_.begin(), charged_.end(), 0);
        for (std::size_t i = 0; i < lost; ++i) {
            const TraceInterval& each = run_.intervals[waiting_[i].interval];
            if (each.pin == Pin::yes) {
                ++now.stacking_loss;
                ++charged_[static_cast<std::size_t>(each.cpu)];
            } else {
                ++now.balancing_loss;
            }
        }
        now.idle = std::max(0, idle_) - static_cast<int>(lost);
        for (std::size_t cpu = 0; cpu < depth_.size(); ++cpu) {
            now.max_depth = std::max(now.max_depth, depth_[cpu]);
            auto& steps = out_.stacks[cpu];
            const StackStep step{now.at, depth_[cpu], charged_[cpu]};
            if (steps.back().depth == step.depth && steps.back().lost == step.lost) continue;
            if (steps.back().at == step.at) {
                steps.back() = step;
            } else {
                steps.push_back(step);
            }
        }
        out_.series.push_back(now);
    }

    const TraceRun& run_;
    std::vector<std::int32_t> depth_, charged_;
    std::vector<std::uint32_t> task_of_;
    std::vector<Waiting> waiting_;  // by urgency
    int idle_ = 0;
    TraceLosses out_;
};

}  // namespace

TraceLosses losses_over_time(const TraceRun& run, std::size_t cpus) { return Sweep(run, cpus).take(); }

}  // namespace pinstack::gui
