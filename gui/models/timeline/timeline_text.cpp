// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/timeline_text.hpp"

#include <QStringList>
#include <algorithm>

#include "analyzer/report/job_state_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "gui/models/timeline/attention.hpp"
#include "gui/models/timeline/timeline_index.hpp"

namespace pinstack::gui {

namespace {

QString span_text(Window span) {
    return TimelineText::tr("from %1 to %2: %3")
        .arg(exact_time(span.from), exact_time(span.to), exact_length(span.length()));
}

QString share(Duration part, Instant whole) { return QString::fromStdString(percent_text(part.ns, whole.ns)); }

QString how_many(std::uint64_t count, std::string_view singular) {
    return QString::fromStdString(counted(count, singular));
}

QString protection_text(Protections held) {
    if (held.non_preemptible && held.migrate_disabled) {
        return TimelineText::tr("non-preemptible (NP) and migrate-disabled (MD)");
    }
    if (held.non_preemptible) return TimelineText::tr("non-preemptible (NP)");
    return TimelineText::tr("migrate-disabled (MD)");
}

}  // namespace

QString exact_time(Instant at) { return QString::fromStdString(instant_text(at.ns)); }

QString exact_length(Duration length) {
    const QString size = QString::fromStdString(instant_text(std::abs(length.ns)));
    return length.ns < 0 ? QString(QChar(0x2212)) + size : size;
}

QString TimelineText::task_name(std::uint32_t task) const {
    return QString::fromStdString(run_.system->tasks[task].name);
}

QString TimelineText::job_name(JobId job) const { return tr("%1#%2").arg(task_name(job.task)).arg(job.number); }

QString TimelineText::interval(const JobInterval& interval) const {
    const auto meaning = QString::fromUtf8(meaning_of(interval.state));
    QString what = meaning;
    if (interval.has_cpu) {
        what = interval.state == JobState::running     ? tr("runs on CPU %1").arg(interval.cpu)
               : interval.state == JobState::lock_wait ? tr("spins on CPU %1: %2").arg(interval.cpu).arg(meaning)
                                                       : tr("has CPU %1: %2").arg(interval.cpu).arg(meaning);
    } else if (interval.protections.migrate_disabled && interval.cpu != kNoCpu) {
        what = tr("pinned to CPU %1: %2").arg(interval.cpu).arg(meaning);
    }
    const bool is_task = interval.job.task != run_.recording.nobodys_task;
    const QString who = is_task ? job_name(interval.job) : task_name(interval.job.task);
    QStringList lines{who + ": " + what, span_text({interval.from, interval.to})};
    const Protections held = interval.protections;
    if (held.non_preemptible || held.migrate_disabled) lines << protection_text(held);
    if (const auto& priority = run_.system->tasks[interval.job.task].priority) {
        lines << tr("priority %1").arg(*priority);
    }
    const QString history = history_of(interval.job);
    if (!history.isEmpty()) lines << history;
    return lines.join('\n');
}

QString TimelineText::history_of(JobId job) const {
    const JobRecord* record = record_of(run_, job);
    if (record == nullptr) return {};
    QString text = tr("released at %1").arg(exact_time(record->release));
    if (run_.trace == nullptr) text += tr(", deadline %1").arg(exact_time(record->deadline));
    if (record->finish) {
        text += tr("\ncomplete at %1: response time %2")
                    .arg(exact_time(*record->finish), exact_length(*record->finish - record->release));
    } else {
        text += tr("\nnot complete at the end");
    }
    if (record->missed) {
        text += record->finish ? tr(", %1 too late").arg(exact_length(*record->finish - record->deadline))
                               : tr(": deadline missed");
    }
    return text;
}

QString TimelineText::merged(std::size_t segments) const {
    return tr("%1 share this pixel: zoom in").arg(how_many(segments, "interval"));
}

QString TimelineText::unused(CpuId cpu, Window span, UnusedKind kind) const {
    const QString which =
        tr("How many idle CPUs are lost is exact; which ones is not defined:\n"
           "drawn are those of the lowest numbers.");
    const auto lines = [&](const QString& what, const QString& more) {
        QStringList all{what.arg(cpu), span_text(span)};
        if (!more.isEmpty()) all << more;
        return all.join('\n');
    };
    switch (kind) {
        case UnusedKind::stacking:
            return lines(tr("CPU %1 idles while a pinned job waits on another CPU: lost to stacking"), which);
        case UnusedKind::other:
            return lines(tr("CPU %1 idles while a job waits that its mask or the balancer keeps elsewhere: lost"),
                         which);
        case UnusedKind::throttled:
            return lines(tr("CPU %1 is throttled: jobs are queued on it, and none may run"), {});
        case UnusedKind::kernel:
            return lines(tr("The kernel works on CPU %1, for no job"), {});
        case UnusedKind::some_kernel:
            return lines(
                tr("CPU %1 idles, or the kernel works there"),
                tr("On how many CPUs the kernel works is exact; on which of those\ndrawn like this is not recorded."));
        case UnusedKind::unknown:
            return lines(tr("What CPU %1 did is not known: events are missing in the trace"), {});
    }
    return {};
}

QString TimelineText::idle(CpuId cpu) const { return tr("CPU %1 idles; nobody waits for it").arg(cpu); }

QString TimelineText::stack(CpuId cpu, Instant at) const {
    const CpuLanes& lanes = run_.timeline->cpus[static_cast<std::size_t>(cpu)];
    const std::int32_t depth = lanes.depth.value_at(at), charged = lanes.charged.value_at(at);
    const std::size_t steps = lanes.depth.steps_until(at);
    const Instant from = steps == 0 ? Instant{} : lanes.depth.at(steps - 1);
    const Instant to = steps < lanes.depth.size() ? lanes.depth.at(steps) : run_.recording.end;
    QStringList lines{tr("stack depth %1 on CPU %2: unfinished jobs pinned to it").arg(depth).arg(cpu),
                      span_text({from, to})};
    if (charged > 0)
        lines << tr("costs the machine %1 at this instant").arg(how_many(static_cast<std::uint64_t>(charged), "CPU"));
    return lines.join('\n');
}

QString TimelineText::queue(std::uint32_t task, Instant at) const {
    const auto waiting = static_cast<std::uint64_t>(run_.timeline->tasks[task].queue.value_at(at));
    return tr("%1: %2 behind an unfinished one").arg(task_name(task), how_many(waiting, "job"));
}

template <class Line>
QString TimelineText::first_few(std::size_t first, std::size_t last, const Line& line) const {
    constexpr std::size_t kNamed = 4;
    QStringList lines;
    for (std::size_t i = first; i < std::min(last, first + kNamed); ++i) lines << line(i);
    if (last - first > kNamed) lines << tr("and %1 more").arg(last - first - kNamed);
    return lines.join('\n');
}

QString TimelineText::releases(std::uint32_t task, std::size_t first, std::size_t last) const {
    const MarkLane& lane = run_.timeline->tasks[task].releases;
    return first_few(first, last, [&](std::size_t i) {
        const JobId job = run_.recording.releases[lane.id(i)].job;
        return tr("%1 released at %2").arg(job_name(job), exact_time(lane.at(i)));
    });
}

QString TimelineText::deadlines(std::uint32_t task, std::size_t first, std::size_t last) const {
    const MarkLane& lane = run_.timeline->tasks[task].deadlines;
    return first_few(first, last, [&](std::size_t i) {
        const QString text = lane.missed(i) ? tr("deadline of %1 at %2: missed") : tr("deadline of %1 at %2");
        return text.arg(job_name(run_.recording.deadlines[lane.id(i)].job), exact_time(lane.at(i)));
    });
}

QString TimelineText::cpu_share(CpuId cpu) const {
    const SegmentLane& lane = run_.timeline->cpus[static_cast<std::size_t>(cpu)].running;
    return share(lane.busy_between({0}, run_.recording.end), run_.recording.end);
}

QString TimelineText::task_share(std::uint32_t task) const {
    const SegmentLane& lane = run_.timeline->tasks[task].jobs;
    return share(lane.busy_between({0}, run_.recording.end), run_.recording.end);
}

QString TimelineText::cpu_head(CpuId cpu) const {
    const CpuLanes& lanes = run_.timeline->cpus[static_cast<std::size_t>(cpu)];
    QStringList lines{tr("CPU %1: a job has it %2 of the time").arg(cpu).arg(cpu_share(cpu))};
    if (lanes.depth.max() > 0) lines << tr("stack depth up to %1").arg(lanes.depth.max());
    const auto lost = static_cast<std::int64_t>(lanes.charged.integral({0}, run_.recording.end));
    if (lost > 0) lines << tr("its stack costs %1 of CPU time").arg(QString::fromStdString(time_text(lost)));
    return lines.join('\n');
}

QString TimelineText::task_head(std::uint32_t task) const {
    const Task& described = run_.system->tasks[task];
    const TaskResult& result = run_.outcome.result->tasks[task];
    QStringList lines{task_name(task)};
    if (described.priority) lines << tr("priority %1").arg(*described.priority);
    lines << tr("has a CPU %1 of the time").arg(task_share(task));
    lines << how_many(result.jobs, "job") + (result.misses > 0 ? tr(", %1 missed").arg(result.misses) : QString());
    if (result.completed > 0) lines << tr("worst response time %1").arg(exact_length(result.response.max()));
    return lines.join('\n');
}

QString TimelineText::selection(const Selection& selection) const {
    if (selection.is_empty()) return {};
    QStringList parts;
    if (selection.task && *selection.task < run_.system->tasks.size()) {
        parts << (selection.job ? job_name({*selection.task, *selection.job}) : task_name(*selection.task));
    }
    if (selection.cpu) parts << tr("CPU %1").arg(*selection.cpu);
    if (selection.span) parts << span_text(*selection.span);
    return parts.join(tr(", "));
}

QString overview_text(const OverviewColumn& column, Instant from) {
    const auto percent = [](int share) { return QString::fromStdString(percent_text(share, 1000)); };
    QStringList lines{TimelineText::tr("at %1: %2 busy").arg(exact_time(from), percent(column.busy))};
    if (column.stacking_loss > 0) lines << TimelineText::tr("%1 lost to stacking").arg(percent(column.stacking_loss));
    if (column.other_loss > 0) lines << TimelineText::tr("%1 lost otherwise").arg(percent(column.other_loss));
    if (column.max_depth > 0) lines << TimelineText::tr("stack depth up to %1").arg(column.max_depth);
    if (column.missed) lines << TimelineText::tr("a deadline is missed");
    return lines.join('\n');
}

QString markers_text(const ViewState& view) {
    const auto a = view.marker(Marker::a), b = view.marker(Marker::b);
    QStringList parts;
    if (a) parts << TimelineText::tr("A %1").arg(exact_time(*a));
    if (b) parts << TimelineText::tr("B %1").arg(exact_time(*b));
    if (a && b) parts << TimelineText::tr("B %1 A = %2").arg(QChar(0x2212)).arg(exact_length(*b - *a));
    return parts.join(TimelineText::tr(", "));
}

}  // namespace pinstack::gui
