// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/results/job_table.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace pinstack::gui {

namespace {

bool is_instant(int column) { return JobTable::kRelease <= column && column <= JobTable::kDeadline; }

}  // namespace

std::vector<FigureColumn> JobTable::make() {
    forget();
    for (std::size_t i = 0; which_ == Which::missed && i < result().jobs.size(); ++i) {
        if (result().jobs[i].missed) missed_.push_back(static_cast<std::uint32_t>(i));
    }
    count_ = which_ == Which::all ? result().jobs.size() : missed_.size();
    for (std::size_t i = 0; i < count_; ++i) {
        for (int column = kRelease; column <= kLateness; ++column) {
            if (const auto ns = number(job(i), column)) (is_instant(column) ? instants_ : durations_).fit(*ns);
        }
    }
    std::vector<std::uint32_t> by_name(system()->tasks.size());
    std::iota(by_name.begin(), by_name.end(), 0U);
    std::stable_sort(by_name.begin(), by_name.end(),
                     [&](auto a, auto b) { return task_name(a).localeAwareCompare(task_name(b)) < 0; });
    rank_.resize(by_name.size());
    for (std::size_t place = 0; place < by_name.size(); ++place)
        rank_[by_name[place]] = static_cast<std::int64_t>(place);

    const QString at = words(instants_.unit_name()), time = words(durations_.unit_name());
    return {{tr("task"), {}, "task", true},
            {tr("job"), tr("of the task, from 0"), "job"},
            {tr("release\n%1").arg(at), {}, "release_ns"},
            {tr("start\n%1").arg(at), tr("the first instant it runs"), "start_ns"},
            {tr("finish\n%1").arg(at), {}, "finish_ns"},
            {tr("deadline\n%1").arg(at), {}, "deadline_ns"},
            {tr("response\n%1").arg(time), tr("from release to completion"), "response_ns"},
            {tr("latency\n%1").arg(time), tr("from release to the first instant it runs"), "latency_ns"},
            {tr("lateness\n%1").arg(time), tr("completion after the deadline; negative: before it"), "lateness_ns"},
            {tr("late"), tr("the deadline is missed"), "missed", true}};
}

void JobTable::forget() {
    count_ = 0;
    missed_.clear();
    rank_.clear();
    instants_ = {};
    durations_ = {};
}

std::optional<std::int64_t> JobTable::number(const JobRecord& job, int column) const {
    const auto ns = [](const std::optional<Instant>& at) {
        return at ? std::optional<std::int64_t>(at->ns) : std::nullopt;
    };
    switch (column) {
        case kJob:
            return static_cast<std::int64_t>(job.number);
        case kRelease:
            return job.release.ns;
        case kStart:
            return ns(job.start);
        case kFinish:
            return ns(job.finish);
        case kDeadline:
            return has_deadlines() ? std::optional(job.deadline.ns) : std::nullopt;
        case kResponse:
            return job.finish ? std::optional((*job.finish - job.release).ns) : std::nullopt;
        case kLatency:
            return job.start ? std::optional((*job.start - job.release).ns) : std::nullopt;
        case kLateness:
            return job.finish && has_deadlines() ? std::optional((*job.finish - job.deadline).ns) : std::nullopt;
        default:
            return std::nullopt;
    }
}

Figure JobTable::figure(std::size_t source, int column) const {
    const JobRecord& record = job(source);
    if (column == kTask) return task_name(record.task);
    if (column == kMissed && !has_deadlines()) return {};
    if (column == kMissed) return record.missed ? QString("true") : QString("false");
    if (const auto value = number(record, column)) return *value;
    return {};
}

Figure JobTable::sort_key(std::size_t source, int column) const {
    const JobRecord& record = job(source);
    if (column == kTask) return rank_[record.task];
    if (column == kMissed) return std::int64_t{record.missed};
    if (const auto value = number(record, column)) return *value;
    return {};
}

QString JobTable::text(std::size_t source, int column) const {
    const JobRecord& record = job(source);
    if (column == kTask) return task_name(record.task);
    if (column == kMissed) {
        if (!record.missed) return {};
        return record.finish ? tr("missed") : tr("missed, not finished");
    }
    const auto value = number(record, column);
    if (!value) return "-";
    if (column == kJob) return QString::number(*value);
    return words((is_instant(column) ? instants_ : durations_).text(*value));
}

QString JobTable::tip(std::size_t source, int column) const {
    if (column < kRelease || column > kLateness) return {};
    const auto value = number(job(source), column);
    if (!has_deadlines() && (column == kDeadline || column == kLateness)) return tr("no trace shows deadlines");
    if (!value) return column == kStart ? tr("it did not run") : tr("it was not finished when the run ended");
    return words(instant_text(*value));
}

Emphasis JobTable::emphasis(std::size_t source, int column) const {
    const bool shows_miss = column == kMissed || (which_ == Which::all && (column == kTask || column == kFinish));
    return shows_miss && job(source).missed ? Emphasis::bad : Emphasis::none;
}

Selection JobTable::selected_by(std::size_t source) const {
    Selection selection;
    selection.task = job(source).task;
    selection.job = job(source).number;
    return selection;
}

std::optional<Window> JobTable::shown_by(std::size_t source) const {
    const JobRecord& record = job(source);
    const Instant end = record.finish.value_or(Instant{std::max(record.release.ns, result().span.ns)});
    if (!has_deadlines()) return Window{record.release, end};
    return Window{record.release, std::max(end, std::min(record.deadline, Instant{result().span.ns}))};
}

std::optional<std::size_t> JobTable::source_of_selection(const Selection& selection) const {
    if (!selection.task || !selection.job || !has_run()) return std::nullopt;
    const auto wanted = std::pair(*selection.task, *selection.job);
    const auto place_of = [&](std::size_t source) { return std::pair(job(source).task, job(source).number); };
    std::size_t low = 0, high = count_;  // they stand by task, then number
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (place_of(middle) < wanted) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count_ && place_of(low) == wanted ? std::optional(low) : std::nullopt;
}

}  // namespace pinstack::gui
