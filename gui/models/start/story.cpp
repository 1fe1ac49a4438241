// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/start/story.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "analyzer/report/outcome_text.hpp"
#include "analyzer/run/drawing_window.hpp"
#include "gui/models/start/story_words.hpp"
#include "model/balancer/balancer.hpp"

namespace pinstack::gui {

namespace {

using JobKey = std::pair<std::uint32_t, std::uint64_t>;

JobKey key_of(JobId job) { return {job.task, job.number}; }

bool is_running(const JobInterval& interval) { return interval.state == JobState::running; }

/// The CPU on which the job runs from the instant on, under that run.
CpuId cpu_at(const RecordedRun& run, JobId job, Instant at) {
    const auto& intervals = run.recording.intervals;
    const auto covers = [&](const JobInterval& each) {
        return each.job == job && each.from <= at && at < each.to && each.has_cpu;
    };
    const auto last = std::upper_bound(intervals.begin(), intervals.end(), at,
                                       [](Instant t, const JobInterval& each) { return t < each.from; });
    const auto found = std::find_if(std::make_reverse_iterator(last), intervals.rend(), covers);
    return found == intervals.rend() ? kNoCpu : found->cpu;
}

/// Goes through the recording instant by instant and says what changes.
class Narration {
public:
    Narration(const RecordedRun& run, const std::vector<RecordedRunPtr>& others, Window window)
        : run_(run), others_(others), words_(*run.system), window_(window) {}

    std::vector<StoryStep> steps() {
        std::vector<StoryStep> steps;
        for (const Instant at : instants()) {
            if (steps.size() == Story::kMostSteps) break;
            StoryStep step = step_at(at);
            if (!step.sentences.isEmpty()) steps.push_back(std::move(step));
        }
        return steps;
    }

private:
    std::set<Instant> instants() const {
        std::set<Instant> all;
        const auto add = [&](Instant at) {
            if (window_.contains(at) && all.size() <= 4 * Story::kMostSteps) all.insert(at);
        };
        for (const JobInterval& each : run_.recording.intervals) add(each.from);
        for (const Mark& each : run_.recording.releases) add(each.at);
        for (const Mark& each : run_.recording.completions) add(each.at);
        return all;
    }

    StoryStep step_at(Instant at) {
        StoryStep step{.at = at, .title = words_.title(at), .sentences = {}, .reasons = {}, .selection = {}};
        std::map<JobKey, const JobInterval*> before;
        before.swap(current_);
        advance_to(at, before);
        completions_at(at, step);
        releases_at(at, step);
        changes_at(at, before, step);
        losses_at(at, step);
        return step;
    }

    void advance_to(Instant at, const std::map<JobKey, const JobInterval*>& before) {
        for (const auto& [job, interval] : before) {
            if (interval->to > at) current_[job] = interval;
        }
        const auto& intervals = run_.recording.intervals;
        while (next_ < intervals.size() && intervals[next_].from <= at) {
            if (intervals[next_].to > at) current_[key_of(intervals[next_].job)] = &intervals[next_];
            ++next_;
        }
    }

    void completions_at(Instant at, StoryStep& step) const {
        for (const Mark& mark : run_.recording.completions) {
            if (mark.at == at) step.sentences << words_.completes(mark.job, mark.missed);
        }
    }

    void releases_at(Instant at, StoryStep& step) const {
        for (const Mark& mark : run_.recording.releases) {
            if (mark.at != at) continue;
            step.sentences << words_.released(mark.job);
            step.selection.task = mark.job.task;
            step.selection.job = mark.job.number;
        }
    }

    void changes_at(Instant at, const std::map<JobKey, const JobInterval*>& before, StoryStep& step) const {
        for (const auto& [job, now] : current_) {
            if (now->from != at) continue;
            const auto found = before.find(job);
            const JobInterval* was = found != before.end() && found->second->to == at ? found->second : nullptr;
            const Protections old = was == nullptr ? Protections{} : was->protections;
            if (old.migrate_disabled && !now->protections.migrate_disabled) step.sentences << words_.unpinned(now->job);
            if (is_running(*now) && (was == nullptr || !was->has_cpu || was->cpu != now->cpu)) {
                starts(at, *now, before, step);
            }
            if (now->protections.migrate_disabled && !old.migrate_disabled) {
                step.sentences << words_.pinned(now->job, now->cpu);
                if (step.selection.is_empty()) select(now->job, step);
            }
            if (now->protections.non_preemptible && !old.non_preemptible) step.sentences << words_.shielded(now->job);
            if (now->state == JobState::suspended || now->state == JobState::lock_wait) {
                if (was == nullptr || was->state != now->state) step.sentences << words_.waits(now->job, now->state);
            }
        }
    }

    // `now` gets a CPU that it did not have: perhaps somebody else's.
    void starts(Instant at, const JobInterval& now, const std::map<JobKey, const JobInterval*>& before,
                StoryStep& step) const {
        const JobInterval* displaced = nullptr;
        for (const auto& [job, interval] : before) {
            const auto still = current_.find(job);
            const bool had_it = interval->has_cpu && interval->cpu == now.cpu && interval->to == at;
            if (had_it && still != current_.end() && !still->second->has_cpu) displaced = still->second;
        }
        if (displaced == nullptr) {
            step.sentences << words_.runs(now.job, now.cpu);
            return;
        }
        const bool is_stacked = displaced->protections.migrate_disabled;
        step.sentences << words_.preempts(now.job, displaced->job, now.cpu, is_stacked);
        const std::vector<CpuId> idle = idle_cpus();
        if (!is_stacked || idle.empty()) return;
        step.reasons << words_.why_stacked(run_.outcome.variant, now.job, now.cpu, idle);
        const QStringList elsewhere = placements_elsewhere(now.job, at, now.cpu);
        if (!elsewhere.isEmpty()) step.reasons << words_.elsewhere(now.job, elsewhere);
    }

    QStringList placements_elsewhere(JobId job, Instant at, CpuId cpu) const {
        QStringList places;
        for (const RecordedRunPtr& other : others_) {
            if (!other->outcome.applicable() || other->outcome.variant == run_.outcome.variant) continue;
            const CpuId there = cpu_at(*other, job, at);
            if (there != kNoCpu && there != cpu) places << words_.placed(other->outcome.variant, there);
        }
        return places;
    }

    std::vector<CpuId> idle_cpus() const {
        std::set<CpuId> busy;
        for (const auto& [job, interval] : current_) {
            if (interval->has_cpu) busy.insert(interval->cpu);
        }
        std::vector<CpuId> idle;
        for (CpuId cpu = 0; cpu < run_.system->platform.cpus; ++cpu) {
            if (!busy.contains(cpu)) idle.push_back(cpu);
        }
        return idle;
    }

    void losses_at(Instant at, StoryStep& step) {
        const auto& series = run_.recording.series;
        const auto after = std::upper_bound(series.begin(), series.end(), at,
                                            [](Instant t, const SeriesStep& each) { return t < each.at; });
        const int lost = after == series.begin() ? 0 : std::prev(after)->stacking_loss;
        if (lost == lost_) return;
        if (lost == 0) {
            step.sentences << words_.nothing_lost();
        } else {
            std::vector<JobId> waiting;
            for (const auto& [job, interval] : current_) {
                if (interval->state == JobState::pin_wait) waiting.push_back(interval->job);
            }
            step.sentences << words_.lost(lost, idle_cpus(), waiting);
        }
        lost_ = lost;
    }

    static void select(JobId job, StoryStep& step) {
        step.selection.task = job.task;
        step.selection.job = job.number;
    }

    const RecordedRun& run_;
    const std::vector<RecordedRunPtr>& others_;
    StoryWords words_;
    Window window_;
    std::size_t next_ = 0;  // of the intervals: the first not seen
    std::map<JobKey, const JobInterval*> current_;
    int lost_ = 0;
};

}  // namespace

Story StoryTeller::tell(const RecordedRun& run, const std::vector<RecordedRunPtr>& others) {
    Story story;
    if (!run.outcome.applicable()) return story;
    constexpr std::size_t kBars = 400;
    story.window = choose_window(*run.system, {&run.outcome, 1}, kBars).window;
    story.window.to = std::min(story.window.to, run.recording.end);
    story.heading =
        tr("%1 under %2")
            .arg(QString::fromStdString(run.system->name), QString::fromStdString(variant_text(run.outcome.variant)));
    story.steps = Narration(run, others, story.window).steps();
    if (story.steps.empty()) return story;
    const StoryWords words(*run.system);
    StoryStep end{
        .at = story.steps.back().at, .title = tr("In the end"), .sentences = {}, .reasons = {}, .selection = {}};
    end.sentences = words.sums(run);
    for (const RecordedRunPtr& other : others) {
        if (other->outcome.variant != run.outcome.variant) end.reasons << words.comparison(*other);
    }
    story.steps.push_back(std::move(end));
    return story;
}

}  // namespace pinstack::gui
