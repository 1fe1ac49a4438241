// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringList>
#include <vector>

#include "gui/models/recorded_run.hpp"

namespace pinstack::gui {

/// The sentences of a story.
class StoryWords {
    Q_DECLARE_TR_FUNCTIONS(StoryWords)

public:
    explicit StoryWords(const System& system) : system_(system) {}

    QString title(Instant at) const;
    QString released(JobId job) const;
    QString completes(JobId job, bool missed) const;
    QString runs(JobId job, CpuId cpu) const;
    QString preempts(JobId job, JobId displaced, CpuId cpu, bool is_pinned) const;
    QString pinned(JobId job, CpuId cpu) const;
    QString unpinned(JobId job) const;
    QString shielded(JobId job) const;
    QString waits(JobId job, JobState state) const;
    QString lost(int cpus, const std::vector<CpuId>& idle, const std::vector<JobId>& waiting) const;
    QString nothing_lost() const;

    QString why_stacked(const Variant& variant, JobId job, CpuId cpu, const std::vector<CpuId>& idle) const;
    QString placed(const Variant& variant, CpuId cpu) const;
    QString elsewhere(JobId job, const QStringList& places) const;

    QStringList sums(const RecordedRun& run) const;
    QString comparison(const RecordedRun& run) const;

private:
    QString name(JobId job) const;
    QString named_urgency(JobId job) const;
    static QString listed(const QStringList& parts);
    static QString cpus_text(const std::vector<CpuId>& cpus);

    const System& system_;
};

}  // namespace pinstack::gui
