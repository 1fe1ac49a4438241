// SPDX-License-Identifier: GPL-3.0-or-later
//
// When a task got a CPU other than the one it had last, from the recorded intervals; complete up to Recording::end.
#pragma once

#include <vector>

#include "analyzer/report/time_scale.hpp"
#include "gui/models/results/run_table.hpp"

namespace pinstack::gui {

class MigrationTable : public RunTable {
    Q_OBJECT

public:
    enum Column : int { kAt, kTask, kJob, kFrom, kTo };
    using RunTable::RunTable;

protected:
    std::vector<FigureColumn> make() override;
    void forget() override { migrations_.clear(); }
    std::size_t count() const override { return migrations_.size(); }
    Figure figure(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;
    QString tip(std::size_t source, int column) const override;
    Selection selected_by(std::size_t source) const override;
    std::optional<Window> shown_by(std::size_t source) const override;
    std::vector<std::uint32_t> tasks_of(std::size_t source) const override { return {migrations_[source].job.task}; }
    bool is_about_tasks() const override { return true; }

private:
    struct Migration {
        Instant at;
        JobId job;
        CpuId from, to;
    };
    std::vector<Migration> migrations_;  // ascending
    TimeScale scale_;
};

}  // namespace pinstack::gui
