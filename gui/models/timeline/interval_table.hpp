// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a timeline draws, as a table: every interval of every job, by start. For exports; complete up to Recording::end.
#pragma once

#include "analyzer/report/time_scale.hpp"
#include "gui/models/results/run_table.hpp"

namespace pinstack::gui {

class IntervalTable : public RunTable {
    Q_OBJECT

public:
    enum Column : int { kFrom, kTo, kTask, kJob, kCpu, kState, kSection };
    using RunTable::RunTable;

protected:
    std::vector<FigureColumn> make() override;
    std::size_t count() const override { return has_run() ? run().recording.intervals.size() : 0; }
    Figure figure(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;
    Selection selected_by(std::size_t source) const override;
    std::optional<Window> shown_by(std::size_t source) const override;
    std::vector<std::uint32_t> tasks_of(std::size_t source) const override { return {interval(source).job.task}; }
    bool is_about_tasks() const override { return true; }

private:
    const JobInterval& interval(std::size_t source) const { return run().recording.intervals[source]; }

    TimeScale scale_;
};

}  // namespace pinstack::gui
