// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/start/story_words.hpp"

#include "analyzer/report/job_state_text.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/balancer/balancer.hpp"

namespace pinstack::gui {

namespace {

QString number_text(std::uint64_t count, std::string_view singular) {
    return QString::fromStdString(counted(count, singular));
}

}  // namespace

QString StoryWords::name(JobId job) const {
    const QString task = QString::fromStdString(system_.tasks[job.task].name);
    return job.number == 0 ? task : tr("%1 (job %2)").arg(task).arg(job.number);
}

QString StoryWords::named_urgency(JobId job) const {
    const Task& task = system_.tasks[job.task];
    if (system_.kernel.order != Order::edf && task.priority)
        return tr("%1, priority %2,").arg(name(job)).arg(*task.priority);
    return tr("%1, deadline %2 after release,").arg(name(job), QString::fromStdString(time_text(task.deadline.ns)));
}

QString StoryWords::listed(const QStringList& parts) {
    if (parts.size() < 2) return parts.join(QString());
    return tr("%1 and %2").arg(parts.mid(0, parts.size() - 1).join(", "), parts.back());
}

QString StoryWords::cpus_text(const std::vector<CpuId>& cpus) {
    QStringList numbers;
    for (const CpuId cpu : cpus) numbers << QString::number(cpu);
    return cpus.size() == 1 ? tr("CPU %1").arg(numbers.front()) : tr("CPUs %1").arg(listed(numbers));
}

QString StoryWords::title(Instant at) const { return tr("At %1").arg(QString::fromStdString(instant_text(at.ns))); }

QString StoryWords::released(JobId job) const { return tr("%1 is released.").arg(named_urgency(job)); }

QString StoryWords::completes(JobId job, bool missed) const {
    return missed ? tr("%1 completes, after its deadline.").arg(name(job)) : tr("%1 completes.").arg(name(job));
}

QString StoryWords::runs(JobId job, CpuId cpu) const { return tr("%1 runs on CPU %2.").arg(name(job)).arg(cpu); }

QString StoryWords::preempts(JobId job, JobId displaced, CpuId cpu, bool is_pinned) const {
    if (!is_pinned) return tr("%1 preempts %2 on CPU %3.").arg(name(job), name(displaced)).arg(cpu);
    return tr("%1 preempts %2 on CPU %3, inside its section: %2 stays pinned there and waits.")
        .arg(name(job), name(displaced))
        .arg(cpu);
}

QString StoryWords::pinned(JobId job, CpuId cpu) const {
    return tr("%1 enters a migrate-disabled section on CPU %2: until it leaves it, it can be preempted, but can run on "
              "no "
              "other CPU.")
        .arg(name(job))
        .arg(cpu);
}

QString StoryWords::unpinned(JobId job) const {
    return tr("%1 leaves its section: it is free to migrate.").arg(name(job));
}

QString StoryWords::shielded(JobId job) const {
    return tr("%1 enters a non-preemptible section: until it leaves it, it keeps its CPU.").arg(name(job));
}

QString StoryWords::waits(JobId job, JobState state) const {
    return QString("%1 %2.").arg(name(job), QString::fromUtf8(meaning_of(state)));
}

QString StoryWords::lost(int cpus, const std::vector<CpuId>& idle, const std::vector<JobId>& waiting) const {
    QStringList names;
    for (const JobId job : waiting) names << name(job);
    const QString idling = idle.size() == 1 ? tr("%1 idles").arg(cpus_text(idle)) : tr("%1 idle").arg(cpus_text(idle));
    const QString waits = names.size() == 1 ? tr("waits") : tr("wait");
    return tr("%1 while %2 %3 for the CPU of the pin: %4 lost to stacking.")
        .arg(idling, listed(names), waits, number_text(static_cast<std::uint64_t>(cpus), "CPU"));
}

QString StoryWords::nothing_lost() const { return tr("No CPU is lost any more."); }

QString StoryWords::why_stacked(const Variant& variant, JobId job, CpuId cpu, const std::vector<CpuId>& idle) const {
    const BalancerInfo* info = find_balancer(variant.balancer.name);
    return tr("%1 could have had %2, which is idle. The rule of %3 (%4) put it on CPU %5, over a pinned task that "
              "cannot "
              "move out of its way.")
        .arg(name(job), cpus_text({idle.front()}), QString::fromStdString(to_text(variant.balancer)),
             info == nullptr ? QString()
                             : QString::fromUtf8(info->summary.data(), static_cast<qsizetype>(info->summary.size())))
        .arg(cpu);
}

QString StoryWords::placed(const Variant& variant, CpuId cpu) const {
    return tr("%1 on CPU %2").arg(QString::fromStdString(short_text(variant))).arg(cpu);
}

QString StoryWords::elsewhere(JobId job, const QStringList& places) const {
    return tr("At this instant other variants run %1 elsewhere: %2.").arg(name(job), listed(places));
}

QStringList StoryWords::sums(const RecordedRun& run) const {
    QStringList sentences;
    for (const std::string& sentence : findings(*run.system, run.outcome)) {
        sentences << QString::fromStdString(sentence) + '.';
    }
    return sentences;
}

QString StoryWords::comparison(const RecordedRun& run) const {
    const QString variant = QString::fromStdString(to_text(run.outcome.variant));
    if (!run.outcome.applicable()) {
        return tr("%1 is impossible here: %2.").arg(variant, QString::fromStdString(why_not_text(run.outcome.why_not)));
    }
    const RunResult& result = *run.outcome.result;
    const std::uint64_t misses = result.deadline_misses();
    const QString missed =
        misses == 0 ? tr("no deadline missed") : tr("%1 missed").arg(number_text(misses, "deadline"));
    const QString lost = result.capacity.lost() == 0
                             ? tr("nothing lost")
                             : tr("%1 lost").arg(QString::fromStdString(time_text(result.capacity.lost())));
    return tr("%1: %2, %3.").arg(variant, lost, missed);
}

}  // namespace pinstack::gui
