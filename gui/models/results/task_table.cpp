// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/results/task_table.hpp"

#include <algorithm>
#include <numeric>

#include "analyzer/report/job_state_text.hpp"

namespace pinstack::gui {

namespace {

/// The states that the worst response has, longest first.
std::vector<std::size_t> states_of(const ResponseSplit& split) {
    std::vector<std::size_t> states;
    for (std::size_t i = 0; i < kJobStates; ++i) {
        if (split[i] > 0) states.push_back(i);
    }
    std::stable_sort(states.begin(), states.end(), [&](std::size_t a, std::size_t b) { return split[a] > split[b]; });
    return states;
}

}  // namespace

std::vector<FigureColumn> TaskTable::make() {
    figures_ = figures_of(result(), false);
    scale_ = {};
    for (std::size_t task = 0; task < figures_.size(); ++task) {
        scale_.fit(system()->tasks[task].deadline.ns);
        if (!figures_[task].response) continue;
        scale_.fit(figures_[task].response->min);
        scale_.fit(figures_[task].response->max);
        scale_.fit(figures_[task].latency->max);
        scale_.fit_mean(figures_[task].response->mean);
    }
    const QString unit = words(scale_.unit_name());
    return {
        {tr("task"), {}, "task", true},
        {tr("deadline\n%1").arg(unit), tr("relative to the instant a job is due"), "deadline_ns"},
        {tr("jobs"), tr("released"), "jobs"},
        {tr("missed"), tr("finished late, or unfinished at the end with the deadline behind them"), "misses"},
        {tr("response\nmin %1").arg(unit), tr("from release to completion, of completed jobs"), "response_min_ns"},
        {tr("response\nmean %1").arg(unit), {}, "response_mean_ns"},
        {tr("response\np99 %1").arg(unit), tr("at most 1/128 too large"), "response_p99_ns"},
        {tr("response\nmax %1").arg(unit), {}, "response_max_ns"},
        {tr("latency\nmax %1").arg(unit), tr("from release to the first instant it runs"), "latency_max_ns"},
        {tr("utili-\nzation"), tr("what its completed jobs ran, as a share of one CPU over the run"), "utilization"},
        {tr("pre-\nempted"), tr("lost the CPU and stayed off it, being ready"), "preemptions"},
        {tr("mi-\ngrated"), tr("went on, or began, on another CPU than where the task ran last"), "migrations"},
        {tr("the worst response is\n%1").arg(unit), tr("where the time of the longest response went"), "worst_split",
         true}};
}

Figure TaskTable::figure(std::size_t source, int column) const {
    const TaskResult& row = result().tasks[source];
    const auto& response = figures_[source].response;
    switch (column) {
        case kTask:
            return task_name(static_cast<std::uint32_t>(source));
        case kDeadline:
            return system()->tasks[source].deadline.ns;
        case kJobs:
            return static_cast<std::int64_t>(row.jobs);
        case kMissed:
            return static_cast<std::int64_t>(row.misses);
        case kPreempted:
            return static_cast<std::int64_t>(row.preemptions);
        case kMigrated:
            return static_cast<std::int64_t>(row.migrations);
        case kUtilization:
            return result().span.ns == 0
                       ? 0.0
                       : static_cast<double>(row.response_split[static_cast<std::size_t>(JobState::running)]) /
                             static_cast<double>(result().span.ns);
        default:
            break;
    }
    if (!response) return {};
    switch (column) {
        case kMin:
            return response->min;
        case kMean:
            return response->mean;
        case kP99:
            return response->p99;
        case kMax:
            return response->max;
        case kLatency:
            return figures_[source].latency->max;
        default:
            return worst_text(source);
    }
}

QString TaskTable::text(std::size_t source, int column) const {
    if (column == kUtilization) {
        return words(percent_text(result().tasks[source].response_split[static_cast<std::size_t>(JobState::running)],
                                  result().span.ns));
    }
    const Figure value = figure(source, column);
    if (const auto* text = std::get_if<QString>(&value)) return *text;
    if (const auto* mean = std::get_if<double>(&value)) return words(scale_.text(*mean));
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        const bool is_time = column == kDeadline || (kMin <= column && column <= kLatency);
        return is_time ? words(scale_.text(*number)) : QString::number(*number);
    }
    return "-";
}

QString TaskTable::worst_text(std::size_t task) const {
    const ResponseSplit& split = result().tasks[task].worst_split;
    QStringList parts;
    for (const std::size_t state : states_of(split)) {
        parts << words(scale_.sum_text(split[state])) + ' ' + words(name_of(static_cast<JobState>(state)));
    }
    return parts.join(", ");
}

QString TaskTable::tip(std::size_t source, int column) const {
    if (column != kWorst || !figures_[source].response) return {};
    const ResponseSplit& split = result().tasks[source].worst_split;
    QStringList lines;
    for (const std::size_t state : states_of(split)) {
        lines << tr("%1 %2: %3")
                     .arg(words(time_text(split[state])), words(name_of(static_cast<JobState>(state))),
                          words(meaning_of(static_cast<JobState>(state))));
    }
    return lines.join('\n');
}

Emphasis TaskTable::emphasis(std::size_t source, int column) const {
    const bool is_late = result().tasks[source].misses > 0;
    return is_late && (column == kTask || column == kMissed || column == kMax) ? Emphasis::bad : Emphasis::none;
}

Selection TaskTable::selected_by(std::size_t source) const {
    Selection selection;
    selection.task = static_cast<std::uint32_t>(source);
    return selection;
}

std::optional<std::size_t> TaskTable::source_of_selection(const Selection& selection) const {
    return selection.task && *selection.task < count() ? std::optional<std::size_t>(*selection.task) : std::nullopt;
}

std::vector<std::uint32_t> TaskTable::tasks_of(std::size_t source) const {
    return {static_cast<std::uint32_t>(source)};
}

}  // namespace pinstack::gui
