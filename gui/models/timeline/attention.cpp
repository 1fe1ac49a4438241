// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/attention.hpp"

#include <algorithm>
#include <utility>
#include <vector>


namespace pinstack::gui {

Selection selection_of(const RecordedRun& run, const AttentionPoint& point) {
    Selection selection;
    selection.span = point.span;
    if (point.kind == AttentionPoint::Kind::episode) {
        selection.cpu = run.outcome.result->stacking.episodes[point.which].cpu;
    } else {
        const JobId job = run.recording.deadlines[point.which].job;
        selection.task = job.task;
        selection.job = job.number;
    }
    return selection;
}

std::optional<std::size_t> attention_point(const RecordedRun& run, const ViewState& view, Direction direction) {
    const std::vector<AttentionPoint>& points = run.timeline->attention;
    const auto by_start = [](const AttentionPoint& point, Instant at) { return point.span.from < at; };
    const auto first_from = [&](Instant at) {
        return static_cast<std::size_t>(std::lower_bound(points.begin(), points.end(), at, by_start) - points.begin());
    };
    const bool goes_on = direction == Direction::next;
    const Selection& selected = view.selection();
    if (selected.span) {
        for (std::size_t i = first_from(selected.span->from);
             i < points.size() && points[i].span.from == selected.span->from; ++i) {
            if (!(selection_of(run, points[i]) == selected)) continue;
            if (goes_on) return i + 1 < points.size() ? std::optional(i + 1) : std::nullopt;
            return i > 0 ? std::optional(i - 1) : std::nullopt;
        }
    }
    const std::size_t next = first_from(goes_on ? view.visible().from : view.visible().to);
    if (goes_on) return next < points.size() ? std::optional(next) : std::nullopt;
    return next > 0 ? std::optional(next - 1) : std::nullopt;
}

JobQuery JobQuery::parse(const QString& text) {
    const qsizetype hash = text.lastIndexOf('#');
    if (hash >= 0) {
        bool is_number = false;
        const qulonglong number = text.mid(hash + 1).trimmed().toULongLong(&is_number);
        if (is_number) return {text.left(hash).trimmed(), number};
    }
    return {text.trimmed(), std::nullopt};
}

std::optional<Mark> find_job(const RecordedRun& run, const JobQuery& query, std::optional<JobId> after,
                             Direction direction) {
    std::vector<bool> contains, equals;
    for (const Task& task : run.system->tasks) {
        const QString name = QString::fromStdString(task.name);
        contains.push_back(name.contains(query.name, Qt::CaseInsensitive));
        equals.push_back(name.compare(query.name, Qt::CaseInsensitive) == 0);
    }
    const bool is_name = std::find(equals.begin(), equals.end(), true) != equals.end();
    const std::vector<bool>& tasks = is_name ? equals : contains;
    const std::vector<Mark>& jobs = run.recording.releases;
    const std::size_t count = jobs.size();
    std::size_t start = direction == Direction::next ? count - 1 : 0;  // the one before the first to be looked at
    if (after) {
        const auto place = std::find_if(jobs.begin(), jobs.end(), [&](const Mark& mark) { return mark.job == *after; });
        if (place != jobs.end()) start = static_cast<std::size_t>(place - jobs.begin());
    }
    for (std::size_t step = 1; step <= count; ++step) {
        const Mark& mark = jobs[(direction == Direction::next ? start + step : start + count - step) % count];
        if (tasks[mark.job.task] && (!query.number || *query.number == mark.job.number)) return mark;
    }
    return std::nullopt;
}

const JobRecord* record_of(const RecordedRun& run, JobId job) {
    const std::vector<JobRecord>& jobs = run.outcome.result->jobs;
    const auto key = std::pair(job.task, job.number);
    const auto found = std::lower_bound(jobs.begin(), jobs.end(), key, [](const JobRecord& record, const auto& value) {
        return std::pair(record.task, record.number) < value;
    });
    const bool is_it = found != jobs.end() && std::pair(found->task, found->number) == key;
    return is_it ? &*found : nullptr;
}

Window window_of_job(const RecordedRun& run, JobId job) {
    const JobRecord* record = record_of(run, job);
    const Instant end = run.recording.end;
    if (record == nullptr) return {{0}, end};
    return {std::min(record->release, end), std::min(record->finish.value_or(end), end)};
}

}  // namespace pinstack::gui
