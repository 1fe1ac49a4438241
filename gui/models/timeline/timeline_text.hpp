// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a timeline says in words: of the thing under the pointer, of the selection, of rows and markers. Plain text,
// lines separated by line feeds. Instants and lengths are exact.
#pragma once

#include <QCoreApplication>
#include <QString>

#include "gui/models/recorded_run.hpp"
#include "gui/models/timeline/overview_columns.hpp"
#include "gui/models/timeline/unused_cpus.hpp"
#include "gui/models/view_state.hpp"

namespace pinstack::gui {

class TimelineText {
    Q_DECLARE_TR_FUNCTIONS(TimelineText)

public:
    /// REQUIRES: run.timeline is set. The run outlives this.
    explicit TimelineText(const RecordedRun& run) : run_(run) {}

    QString task_name(std::uint32_t task) const;
    QString job_name(JobId job) const;  ///< "T2#3", as a search takes it

    QString interval(const JobInterval& interval) const;
    /// Segments of a lane that share a pixel column.
    QString merged(std::size_t segments) const;
    QString unused(CpuId cpu, Window span, UnusedKind kind) const;
    QString idle(CpuId cpu) const;
    QString stack(CpuId cpu, Instant at) const;
    QString queue(std::uint32_t task, Instant at) const;
    /// Marks of one column, the first few by themselves.
    QString releases(std::uint32_t task, std::size_t first, std::size_t last) const;
    QString deadlines(std::uint32_t task, std::size_t first, std::size_t last) const;

    /// Of the whole recording.
    QString cpu_head(CpuId cpu) const;
    QString task_head(std::uint32_t task) const;
    QString cpu_share(CpuId cpu) const;            ///< "62.34 %": a job has it
    QString task_share(std::uint32_t task) const;  ///< of one CPU

    /// For a status line, and for who cannot see the drawing.
    QString selection(const Selection& selection) const;

private:
    template <class Line>
    QString first_few(std::size_t first, std::size_t last, const Line& line) const;
    QString history_of(JobId job) const;

    const RecordedRun& run_;
};

/// "5ms", exactly.
QString exact_time(Instant at);
QString exact_length(Duration length);  ///< of any sign
QString overview_text(const OverviewColumn& column, Instant from);
/// "A 5ms, B 9ms, B - A = 4ms"; empty where no marker is set.
QString markers_text(const ViewState& view);

}  // namespace pinstack::gui
