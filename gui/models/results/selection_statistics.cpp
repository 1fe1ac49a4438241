// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/results/selection_statistics.hpp"

#include <algorithm>
#include <numeric>

#include "analyzer/report/job_state_text.hpp"
#include "gui/models/results/capacity_rows.hpp"

namespace pinstack::gui {

namespace {

const JobRecord* find_job(const RunResult& result, std::uint32_t task, std::uint64_t number) {
    const auto place = std::lower_bound(
        result.jobs.begin(), result.jobs.end(), std::pair(task, number),
        [](const JobRecord& job, const auto& wanted) { return std::pair(job.task, job.number) < wanted; });
    return place != result.jobs.end() && place->task == task && place->number == number ? &*place : nullptr;
}

QString at(Instant instant) { return words(instant_text(instant.ns)); }

}  // namespace

SelectionStatistics::SelectionStatistics(const ViewState& view, QObject* parent) : QObject(parent), view_(view) {
    connect(&view, &ViewState::markers_changed, this, &SelectionStatistics::refresh);
    connect(&view, &ViewState::selection_changed, this, &SelectionStatistics::refresh);
}

void SelectionStatistics::show(const RecordedRunPtr& run) {
    run_ = run != nullptr && run->outcome.applicable() ? run : nullptr;
    refresh();
}

void SelectionStatistics::set_watched(bool watched) {
    is_watched_ = watched;
    refresh();
}

void SelectionStatistics::refresh() {
    if (!is_watched_) return;
    const Selection& selection = view_.selection();
    const auto a = view_.marker(Marker::a), b = view_.marker(Marker::b);
    if (run_ == nullptr) {
        title_.clear();
        table_.set_rows({}, {}, {}, 0);
    } else {
        Window window{{0}, run_->recording.end};
        QString where = tr("In the whole run, %1").arg(at(window.to));
        if (a && b) {
            window = {std::min(*a, *b), std::max(*a, *b)};
            where = tr("Between the markers, %1 to %2").arg(at(window.from), at(window.to));
        } else if (selection.span) {
            window = *selection.span;
            where = tr("In the selection, %1 to %2").arg(at(window.from), at(window.to));
        }
        if (selection.task && *selection.task < run_->system->tasks.size()) {
            show_task(window, where, *selection.task, selection.job);
        } else {
            show_machine(window, where);
        }
    }
    emit title_changed();
}

void SelectionStatistics::show_machine(Window window, const QString& where) {
    const WindowFigures figures = figures_in(*run_, window);
    std::vector<ShareTable::Row> rows = capacity_rows(figures.capacity, false);
    const auto count = [&](const QString& what, std::uint64_t number, bool is_loss, const QString& meaning) {
        rows.push_back({what, static_cast<std::int64_t>(number), true, is_loss, meaning});
    };
    count(tr("deepest stack"), static_cast<std::uint64_t>(figures.max_depth), false,
          tr("most unfinished jobs pinned to one CPU"));
    count(tr("CPUs lost at once"), static_cast<std::uint64_t>(figures.max_lost), true, tr("at most, to whatever"));
    count(tr("deadlines missed"), figures.missed, true, tr("in it"));
    count(tr("jobs released"), figures.released, false, {});
    count(tr("jobs completed"), figures.completed, false, {});
    title_ = tr("%1: all CPUs").arg(where);
    table_.set_rows(tr("CPU time"), tr("CPU time"), std::move(rows), figures.capacity.total);
}

void SelectionStatistics::show_task(Window window, const QString& where, std::uint32_t task,
                                    std::optional<std::uint64_t> job) {
    const QString name = words(run_->system->tasks[task].name);
    title_ = tr("%1: %2").arg(where, name);
    const JobRecord* record = job ? find_job(*run_->outcome.result, task, *job) : nullptr;
    if (record != nullptr) {
        window = {record->release, record->finish.value_or(run_->recording.end)};
        title_ = record->finish ? tr("%1, job %2: released at %3, finished at %4, a response of %5")
                                      .arg(name)
                                      .arg(*job)
                                      .arg(at(record->release), at(*record->finish),
                                           words(time_text((*record->finish - record->release).ns)))
                                : tr("%1, job %2: released at %3, not finished when the run ended")
                                      .arg(name)
                                      .arg(*job)
                                      .arg(at(record->release));
        if (record->missed) title_ += tr("; it misses its deadline at %1").arg(at(record->deadline));
    }
    const ResponseSplit split = states_in(*run_, window, task, record != nullptr ? job : std::nullopt);
    std::vector<ShareTable::Row> rows;
    for (std::size_t i = 0; i < kJobStates; ++i) {
        if (split[i] == 0) continue;
        const auto state = static_cast<JobState>(i);
        const bool is_loss =
            state == JobState::pin_wait || state == JobState::affinity_wait || state == JobState::balancing_wait;
        rows.push_back({words(name_of(state)), split[i], false, is_loss, words(meaning_of(state))});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& x, const auto& y) { return x.part > y.part; });
    const std::int64_t whole = std::accumulate(split.begin(), split.end(), std::int64_t{0});
    rows.push_back({tr("total"), whole, false, false,
                    record != nullptr ? tr("from its release on")
                                      : tr("of all its jobs, each from its release to its completion")});
    table_.set_rows(tr("state"), tr("time"), std::move(rows), whole);
}

}  // namespace pinstack::gui
