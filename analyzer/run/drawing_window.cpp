// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/drawing_window.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "analyzer/run/comparison.hpp"

namespace pinstack {

namespace {

Window clipped(Instant from, Instant to, Instant end) { return {std::max(from, Instant{0}), std::min(to, end)}; }

Duration longest_deadline(const System& system) {
    Duration longest{1};
    for (const Task& task : system.tasks) longest = std::max(longest, task.deadline);
    return longest;
}

/// About a twentieth of the length, but on the raster of the schedule, so that a text drawing stays exact.
Duration margin_for(const Timeline& timeline, Duration length) {
    std::int64_t raster = 0;
    for (const JobInterval& interval : timeline.intervals) {
        raster = std::gcd(raster, std::gcd(interval.from.ns, interval.to.ns));
    }
    if (raster <= 0) raster = 1;
    return {(length.ns / 20 + raster - 1) / raster * raster};
}

/// From the first release to the last completion of the jobs that were pinned where the episode was, as far as
/// they lie within its own length around it.
Window around_episode(const System& system, const Outcome& outcome, const Episode& episode, Instant end,
                      std::size_t max_bars) {
    const Duration length = episode.to - episode.from;
    const Timeline timeline =
        record_timeline(system, outcome.variant, clipped(episode.from - length, episode.to + length, end), max_bars);
    const Duration margin = margin_for(timeline, length);
    if (timeline.cut) {
        const Window wished = clipped(episode.from - margin, episode.to + margin, end);
        return record_timeline(system, outcome.variant, wished, max_bars).window;
    }
    std::set<std::pair<std::uint32_t, std::uint64_t>> stacked;
    for (const JobInterval& interval : timeline.intervals) {
        const bool overlaps = interval.from < episode.to && interval.to > episode.from;
        if (overlaps && interval.protections.migrate_disabled && interval.cpu == episode.cpu) {
            stacked.emplace(interval.job.task, interval.job.number);
        }
    }
    const auto is_stacked = [&](const Mark& mark) { return stacked.count({mark.job.task, mark.job.number}) > 0; };
    Instant from = episode.from - margin;
    Instant to = episode.to + margin;
    for (const Mark& release : timeline.releases) {
        if (is_stacked(release)) from = std::min(from, release.at);
    }
    for (const Mark& completion : timeline.completions) {
        if (is_stacked(completion)) to = std::max(to, completion.at);
    }
    return clipped(from, to, end);
}

/// To where the job is done, so that the reader sees what it ran late; a very late one is left undone.
Window around_miss(const System& system, const Outcome& outcome, const Miss& miss, Instant end, std::size_t max_bars) {
    const Duration relative = system.tasks[miss.task].deadline;
    const Duration margin{relative.ns / 4};
    const Window wished = clipped(miss.deadline - relative - margin, miss.deadline + 4 * relative, end);
    const Timeline timeline = record_timeline(system, outcome.variant, wished, max_bars);
    Instant to = miss.deadline + margin;
    for (const Mark& completion : timeline.completions) {
        if (completion.job == JobId{miss.task, miss.number}) to = std::max(to, completion.at + margin);
    }
    // A job that never completes, or too late to be drawn: as far as there is room.
    return {wished.from, std::min({to, wished.to, std::max(timeline.window.to, miss.deadline + margin)})};
}

}  // namespace

Instant end_of_runs(std::span<const Outcome> outcomes) {
    Instant end{1};  // a window is never empty
    for (const Outcome& outcome : outcomes) {
        if (outcome.applicable()) end = std::max(end, Instant{outcome.result->span.ns});
    }
    return end;
}

DrawingWindow choose_window(const System& system, std::span<const Outcome> outcomes, std::size_t max_bars) {
    const Outcome& most_stacked = *most_stacked_outcome(outcomes);
    const Outcome& worst = most_stacked.result->stacking.worst ? most_stacked : *worst_outcome(outcomes);
    const Instant end = end_of_runs(outcomes);
    DrawingWindow chosen;
    chosen.variant = to_text(worst.variant);
    if (const auto& episode = worst.result->stacking.worst) {
        chosen.reason = WindowReason::worst_episode;
        chosen.episode = *episode;
        chosen.window = around_episode(system, worst, *episode, end, max_bars);
    } else if (const auto& miss = worst.result->first_miss) {
        chosen.reason = WindowReason::first_miss;
        chosen.window = around_miss(system, worst, *miss, end, max_bars);
    } else {
        const Duration longest = longest_deadline(system);
        const Window wished = clipped(Instant{0}, Instant{0} + longest + longest, end);
        chosen.window = record_timeline(system, worst.variant, wished, max_bars).window;
    }
    // Half as much again and the reader sees everything: then there is nothing to choose.
    const bool nearly_all = end.ns / 3 <= chosen.window.length().ns / 2;
    if (nearly_all && !record_timeline(system, worst.variant, {Instant{0}, end}, max_bars).cut) {
        chosen.window = {Instant{0}, end};
        chosen.whole_run = true;
    }
    return chosen;
}

Picture record_picture(const System& system, std::span<const Outcome> outcomes, std::optional<Window> asked,
                       std::size_t max_bars) {
    Picture picture;
    if (asked) {
        picture.drawn.window = clipped(asked->from, asked->to, end_of_runs(outcomes));
        picture.drawn.reason = WindowReason::asked_for;
    } else {
        picture.drawn = choose_window(system, outcomes, max_bars);
    }
    Window& window = picture.drawn.window;
    for (const Outcome& outcome : outcomes) {
        if (!outcome.applicable()) continue;
        picture.timelines.push_back(record_timeline(system, outcome.variant, window, max_bars));
        if (picture.timelines.back().cut) {
            picture.cut = true;
            window.to = picture.timelines.back().window.to;
        }
    }
    if (picture.cut) {
        picture.timelines.clear();
        for (const Outcome& outcome : outcomes) {
            // Within the shortest of the windows nothing needs to be cut.
            if (outcome.applicable()) {
                picture.timelines.push_back(record_timeline(system, outcome.variant, window, max_bars + 1));
            }
        }
    }
    return picture;
}

std::vector<MissPicture> record_first_misses(const System& system, std::span<const Outcome> outcomes,
                                             const Picture& drawn, std::size_t max_bars) {
    std::vector<MissPicture> out;
    if (drawn.drawn.reason == WindowReason::asked_for) return out;
    const std::optional<RunResult>& baseline = outcomes[baseline_of(outcomes)].result;
    const RunResult* base = outcomes.size() > 1 && baseline ? &*baseline : nullptr;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const Outcome& outcome = outcomes[i];
        if (!outcome.applicable() || misses_beyond(*outcome.result, base) == 0) continue;
        const Miss& miss = *outcome.result->first_miss;
        if (drawn.drawn.window.contains(miss.deadline)) continue;
        if (base != nullptr && base->first_miss == miss) continue;
        MissPicture& added = out.emplace_back(MissPicture{.outcome = i, .miss = miss, .picture = {}});
        DrawingWindow& window = added.picture.drawn;
        window.window = around_miss(system, outcome, miss, end_of_runs(outcomes), max_bars);
        window.reason = WindowReason::first_miss;
        window.variant = to_text(outcome.variant);
        added.picture.timelines.push_back(record_timeline(system, outcome.variant, window.window, max_bars));
        added.picture.cut = added.picture.timelines.front().cut;
        window.window.to = added.picture.timelines.front().window.to;
    }
    return out;
}

}  // namespace pinstack
