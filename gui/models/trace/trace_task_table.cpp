// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/trace/trace_task_table.hpp"

namespace pinstack::gui {

namespace {

bool is_sum(int column) { return column >= TraceTaskTable::kRan; }
bool is_time(int column) {
    return is_sum(column) || (column >= TraceTaskTable::kRunMax && column <= TraceTaskTable::kLatencyMax);
}

Figure greatest(const DurationStatistics& lengths) {
    return lengths.count() == 0 ? Figure() : std::int64_t{lengths.max().ns};
}
Figure mean(const DurationStatistics& lengths) { return lengths.count() == 0 ? Figure() : Figure(lengths.mean_ns()); }

}  // namespace

std::vector<FigureColumn> TraceTaskTable::make() {
    short_ = {};
    long_ = {};
    for (std::size_t i = 0; i < count(); ++i) {
        for (int column = kRunMax; column <= kLostOtherwise; ++column) {
            const Figure value = figure(i, column);
            const auto* ns = std::get_if<std::int64_t>(&value);
            if (ns != nullptr && is_time(column)) (is_sum(column) ? long_ : short_).fit(*ns);
        }
    }
    const QString unit = words(short_.unit_name()), sum = words(long_.unit_name());
    return {{tr("task"), {}, "task", true},
            {tr("pid"), {}, "pid"},
            {tr("priority"), tr("at which it ran longest; 0: not real-time; 100: SCHED_DEADLINE"), "priority"},
            {tr("jobs"), tr("seen from their release to their end"), "jobs"},
            {tr("run\nmax %1").arg(unit), tr("CPU time of a job"), "run_max_ns"},
            {tr("response\nmean %1").arg(unit), tr("from release to end"), "response_mean_ns"},
            {tr("response\nmax %1").arg(unit), {}, "response_max_ns"},
            {tr("latency\nmean %1").arg(unit), tr("from wake-up to running"), "latency_mean_ns"},
            {tr("latency\nmax %1").arg(unit), {}, "latency_max_ns"},
            {tr("pre-\nempted"), {}, "preemptions"},
            {tr("mi-\ngrated"), {}, "migrations"},
            {tr("ran\n%1").arg(sum), {}, "running_ns"},
            {tr("waited\n%1").arg(sum), tr("ready, without a CPU"), "waiting_ns"},
            {tr("pinned\n%1").arg(sum), tr("of its waiting: pinned to a CPU"), "waiting_pinned_ns"},
            {tr("stacking\nloss %1").arg(sum), tr("of its waiting: pinned, while another CPU idles for it"),
             "stacking_loss_ns"},
            {tr("other\nloss %1").arg(sum), tr("of its waiting: not known to be pinned, while a CPU idles for it"),
             "other_loss_ns"}};
}

Figure TraceTaskTable::figure(std::size_t source, int column) const {
    const TraceTask& row = task(source);
    const auto counted = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
    switch (column) {
        case kTask:
            return words(row.name);
        case kPid:
            return std::int64_t{row.pid};
        case kPriority:
            return std::int64_t{row.priority};
        case kJobs:
            return counted(row.jobs_total);
        case kRunMax:
            return greatest(row.run);
        case kResponseMean:
            return mean(row.response);
        case kResponseMax:
            return greatest(row.response);
        case kLatencyMean:
            return mean(row.latency);
        case kLatencyMax:
            return greatest(row.latency);
        case kPreempted:
            return counted(row.preemptions);
        case kMigrated:
            return counted(row.migrations);
        case kRan:
            return row.running.ns;
        case kWaited:
            return row.waiting.ns;
        case kWaitedPinned:
            return row.waiting_pinned.ns;
        case kLostToStacking:
            return row.stacking_loss.ns;
        default:
            return (row.unpinned_loss + row.unclear_loss).ns;
    }
}

QString TraceTaskTable::text(std::size_t source, int column) const {
    const Figure value = figure(source, column);
    if (const auto* name = std::get_if<QString>(&value)) return *name;
    const TimeScale& scale = is_sum(column) ? long_ : short_;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        return is_time(column) ? words(scale.text(*number)) : QString::number(*number);
    }
    if (const auto* number = std::get_if<double>(&value)) return words(scale.text(*number));
    return "-";
}

Emphasis TraceTaskTable::emphasis(std::size_t source, int column) const {
    return column == kLostToStacking && task(source).stacking_loss.ns > 0 ? Emphasis::bad : Emphasis::none;
}

Selection TraceTaskTable::selected_by(std::size_t source) const {
    Selection selection;
    selection.task = static_cast<std::uint32_t>(source);
    return selection;
}

std::optional<std::size_t> TraceTaskTable::source_of_selection(const Selection& selection) const {
    return selection.task && *selection.task < count() ? std::optional<std::size_t>(*selection.task) : std::nullopt;
}

}  // namespace pinstack::gui
