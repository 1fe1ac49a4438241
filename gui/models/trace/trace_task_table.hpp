// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tasks of a trace did; docs/traces.md says what each figure is. Empty for a run that is no trace.
#pragma once

#include "analyzer/report/time_scale.hpp"
#include "analyzer/trace/trace_run.hpp"
#include "gui/models/results/run_table.hpp"

namespace pinstack::gui {

class TraceTaskTable : public RunTable {
    Q_OBJECT

public:
    enum Column : int {
        kTask,
        kPid,
        kPriority,
        kJobs,
        kRunMax,
        kResponseMean,
        kResponseMax,
        kLatencyMean,
        kLatencyMax,
        kPreempted,
        kMigrated,
        kRan,
        kWaited,
        kWaitedPinned,
        kLostToStacking,
        kLostOtherwise,
    };
    using RunTable::RunTable;

protected:
    std::vector<FigureColumn> make() override;
    std::size_t count() const override { return has_run() && run().trace != nullptr ? run().trace->tasks.size() : 0; }
    Figure figure(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;
    Emphasis emphasis(std::size_t source, int column) const override;
    Selection selected_by(std::size_t source) const override;
    std::optional<std::size_t> source_of_selection(const Selection& selection) const override;
    std::vector<std::uint32_t> tasks_of(std::size_t source) const override {
        return {static_cast<std::uint32_t>(source)};
    }
    bool is_about_tasks() const override { return true; }

private:
    const TraceTask& task(std::size_t source) const { return run().trace->tasks[source]; }

    TimeScale short_, long_;  // of responses and the like; of sums
};

}  // namespace pinstack::gui
