// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a run measured of each task. Percentiles come from the histogram, as in the reports (at most 1/128 too large).
#pragma once

#include <vector>

#include "analyzer/report/task_statistics.hpp"
#include "analyzer/report/time_scale.hpp"
#include "gui/models/results/run_table.hpp"

namespace pinstack::gui {

class TaskTable : public RunTable {
    Q_OBJECT

public:
    enum Column : int {
        kTask,
        kDeadline,
        kJobs,
        kMissed,
        kMin,
        kMean,
        kP99,
        kMax,
        kLatency,
        kUtilization,
        kPreempted,
        kMigrated,
        kWorst
    };
    using RunTable::RunTable;

protected:
    std::vector<FigureColumn> make() override;
    void forget() override { figures_.clear(); }
    std::size_t count() const override { return figures_.size(); }
    Figure figure(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;
    Emphasis emphasis(std::size_t source, int column) const override;
    QString tip(std::size_t source, int column) const override;
    Selection selected_by(std::size_t source) const override;
    std::optional<std::size_t> source_of_selection(const Selection& selection) const override;
    std::vector<std::uint32_t> tasks_of(std::size_t source) const override;
    bool is_about_tasks() const override { return true; }

private:
    QString worst_text(std::size_t task) const;

    std::vector<TaskFigures> figures_;  // by task
    TimeScale scale_;
};

}  // namespace pinstack::gui
