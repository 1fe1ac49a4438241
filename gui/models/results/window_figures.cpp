// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/results/window_figures.hpp"

#include <algorithm>

namespace pinstack::gui {

namespace {

std::int64_t overlap(Window window, Instant from, Instant to) {
    return std::max<std::int64_t>(0, (std::min(window.to, to) - std::max(window.from, from)).ns);
}

Window clipped(const RecordedRun& run, Window window) {
    window.to = std::min(window.to, run.recording.end);
    window.from = std::min(window.from, window.to);
    return window;
}

/// Calls back with each step that holds in the window and how long it does.
template <class Step, class Call>
void each_step_in(const std::vector<Step>& steps, Window window, const Call& call) {
    const auto first = std::upper_bound(steps.begin(), steps.end(), window.from,
                                        [](Instant at, const Step& step) { return at < step.at; });
    for (auto step = first == steps.begin() ? first : first - 1; step != steps.end() && step->at < window.to; ++step) {
        const Instant to = step + 1 == steps.end() ? window.to : (step + 1)->at;
        if (const std::int64_t length = overlap(window, step->at, to); length > 0) call(*step, length);
    }
}

template <class Call>
void each_interval_in(const Recording& recording, Window window, const Call& call) {
    for (const JobInterval& each : recording.intervals) {
        if (each.from >= window.to) return;
        if (const std::int64_t length = overlap(window, each.from, each.to); length > 0) call(each, length);
    }
}

/// What happens at the very end of a run belongs to it.
std::uint64_t count_in(const std::vector<Mark>& marks, Window window, Instant run_end, bool only_missed) {
    return static_cast<std::uint64_t>(std::count_if(marks.begin(), marks.end(), [&](const Mark& mark) {
        const bool is_in =
            window.from <= mark.at && (mark.at < window.to || (mark.at == window.to && mark.at == run_end));
        return is_in && (mark.missed || !only_missed);
    }));
}

}  // namespace

WindowFigures figures_in(const RecordedRun& run, Window window) {
    WindowFigures figures;
    figures.window = clipped(run, window);
    CapacitySplit& capacity = figures.capacity;
    capacity.total = figures.window.length().ns * run.system->platform.cpus;
    each_step_in(run.recording.series, figures.window, [&](const SeriesStep& step, std::int64_t length) {
        capacity.stacking_loss += step.stacking_loss * length;
        capacity.affinity_loss += step.affinity_loss * length;
        capacity.balancing_loss += step.balancing_loss * length;
        capacity.idle += step.idle * length;
        capacity.total -= step.offline * length;
        figures.max_depth = std::max(figures.max_depth, step.max_depth);
        figures.max_lost = std::max(figures.max_lost, step.stacking_loss + step.affinity_loss + step.balancing_loss);
    });
    each_step_in(run.recording.inversions, figures.window,
                 [&](const CpuCountStep& step, std::int64_t length) { capacity.inversion_np += step.cpus * length; });
    std::int64_t running = 0;
    each_interval_in(run.recording, figures.window, [&](const JobInterval& each, std::int64_t length) {
        if (each.state == JobState::running) running += length;
    });
    capacity.useful = running - capacity.inversion();
    capacity.overhead = capacity.total - running - capacity.lost() - capacity.idle;
    figures.released = count_in(run.recording.releases, figures.window, run.recording.end, false);
    figures.completed = count_in(run.recording.completions, figures.window, run.recording.end, false);
    figures.missed = count_in(run.recording.deadlines, figures.window, run.recording.end, true);
    return figures;
}

ResponseSplit states_in(const RecordedRun& run, Window window, std::uint32_t task, std::optional<std::uint64_t> job) {
    ResponseSplit split{};
    each_interval_in(run.recording, clipped(run, window), [&](const JobInterval& each, std::int64_t length) {
        if (each.job.task == task && (!job || each.job.number == *job)) {
            split[static_cast<std::size_t>(each.state)] += length;
        }
    });
    return split;
}

}  // namespace pinstack::gui
