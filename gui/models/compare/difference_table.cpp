// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/compare/difference_table.hpp"

#include <cmath>

#include "analyzer/report/compared_tasks.hpp"
#include "analyzer/report/outcome_text.hpp"

namespace pinstack::gui {

namespace {

constexpr std::size_t kMostTasks = 12;

}  // namespace

DifferenceTable::DifferenceTable(const ComparedRuns& runs, QObject* parent) : FigureTable(parent), runs_(runs) {
    connect(&runs, &QAbstractItemModel::modelReset, this, &DifferenceTable::refresh);
    refresh();
}

void DifferenceTable::refresh() {
    const std::shared_ptr<const System> shown = runs_.is_empty() ? nullptr : runs_.recorded().runs.front()->system;
    reset(shown, [&]() -> std::vector<FigureColumn> {
        lost_ = response_ = {};
        tasks_.clear();
        if (runs_.is_empty()) return {};
        tasks_ = tasks_to_compare(*shown, runs_.outcomes(), kMostTasks);
        for (const Outcome& each : runs_.outcomes().outcomes) {
            if (!each.applicable()) continue;
            lost_.fit(each.result->capacity.lost());
            for (const std::uint32_t task : tasks_) {
                const DurationStatistics& response = each.result->tasks[task].response;
                if (response.count() > 0) response_.fit(response.max().ns);
            }
        }
        QString about = tr("* is the baseline; in brackets the difference to it");
        if (const std::size_t others = shown->tasks.size() - tasks_.size(); others > 0) {
            about +=
                tr("\n%1 not shown: %2")
                    .arg(words(counted(others, "more task")), words(why_not_shown(*shown, runs_.outcomes(), tasks_)));
        }
        std::vector<FigureColumn> columns{
            {tr("variant"), about, "variant", true},
            {tr("deadline\nmisses"), {}, "deadline_misses"},
            {tr("utilization\nloss"), tr("of the CPU time, to stacking, masks and balancing; differences in points"),
             "utilization_loss"},
            {tr("lost\n%1").arg(words(lost_.unit_name())), tr("CPU time, to stacking, masks and balancing"), "lost_ns"},
            {tr("max\ndepth"), tr("most unfinished jobs pinned to one CPU"), "max_depth"},
            {tr("stacking\nepisodes"), {}, "episodes"}};
        for (const std::uint32_t task : tasks_) {
            columns.push_back({tr("%1\nmax %2").arg(task_name(task), words(response_.unit_name())),
                               tr("worst response of %1; ! where it misses a deadline").arg(task_name(task)),
                               "response_max_ns " + task_name(task)});
        }
        return columns;
    });
}

Figure DifferenceTable::figure(std::size_t source, int column) const {
    const Outcome& row = outcome(source);
    if (column == kVariant) return words(to_text(row.variant));
    if (!row.applicable()) return {};
    const RunResult& result = *row.result;
    switch (column) {
        case kMisses:
            return static_cast<std::int64_t>(result.deadline_misses());
        case kLoss:
            return result.capacity.utilization_loss();
        case kLost:
            return result.capacity.lost();
        case kDepth:
            return std::int64_t{result.stacking.max_depth};
        case kEpisodes:
            return static_cast<std::int64_t>(result.stacking.episodes_total);
        default:
            break;
    }
    const DurationStatistics& response = result.tasks[task_of(column)].response;
    return response.count() > 0 ? Figure(response.max().ns) : Figure();
}

QString DifferenceTable::text(std::size_t source, int column) const {
    const Outcome& row = outcome(source);
    const bool is_base = source == runs_.outcomes().baseline;
    if (column == kVariant) return words(to_text(row.variant)) + (is_base ? " *" : "");
    if (!row.applicable()) return column == kMisses ? tr("impossible") : QString();
    if (column >= kFirstTask && row.result->tasks[task_of(column)].response.count() == 0) return "-";

    QString text;
    const Figure value = figure(source, column), base = figure(runs_.outcomes().baseline, column);
    QString difference;
    if (column == kLoss) {
        const CapacitySplit& capacity = row.result->capacity;
        text = words(percent_text(capacity.lost(), capacity.total));
        const double by = base.index() == 0 ? 0 : (std::get<double>(value) - std::get<double>(base)) * 100;
        if (std::abs(by) >= 0.005)
            difference = QString("%1%2").arg(by > 0 ? "+" : "\u2212").arg(std::abs(by), 0, 'f', 2);
    } else {
        const bool is_time = column == kLost || column >= kFirstTask;
        const TimeScale& scale = column == kLost ? lost_ : response_;
        const auto shown = [&](std::int64_t number) {
            return is_time ? words(scale.sum_text(number)) : QString::number(number);
        };
        const std::int64_t number = std::get<std::int64_t>(value);
        text = is_time ? words(scale.text(number)) : QString::number(number);
        if (const auto* from = std::get_if<std::int64_t>(&base); from != nullptr && *from != number) {
            difference = (number > *from ? "+" : "\u2212") + shown(std::abs(number - *from));
        }
        if (column >= kFirstTask && row.result->tasks[task_of(column)].misses > 0) text += '!';
    }
    return difference.isEmpty() || is_base ? text : text + " (" + difference + ')';
}

Emphasis DifferenceTable::emphasis(std::size_t source, int column) const {
    const Outcome& row = outcome(source);
    if (!row.applicable()) return Emphasis::faint;
    if (column == kVariant) return source == runs_.outcomes().baseline ? Emphasis::strong : Emphasis::none;
    if (column >= kFirstTask) {
        return row.result->tasks[task_of(column)].misses > 0 ? Emphasis::bad : Emphasis::none;
    }
    const bool is_bad = (column == kMisses && row.result->deadline_misses() > 0) ||
                        ((column == kLoss || column == kLost) && row.result->capacity.lost() > 0);
    return is_bad ? Emphasis::bad : Emphasis::none;
}

QString DifferenceTable::tip(std::size_t source, int column) const {
    const Outcome& row = outcome(source);
    if (!row.applicable()) return words(why_not_text(row.why_not));
    if (column == kVariant) return words(variant_text(row.variant));
    if (column == kLost || column >= kFirstTask) {
        const Figure value = figure(source, column);
        if (const auto* ns = std::get_if<std::int64_t>(&value)) return words(instant_text(*ns));
    }
    return {};
}

}  // namespace pinstack::gui
