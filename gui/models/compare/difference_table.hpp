// SPDX-License-Identifier: GPL-3.0-or-later
//
// Variants and their figures: misses, loss, depth, worst responses, each with its difference to the baseline.
#pragma once

#include <vector>

#include "analyzer/report/time_scale.hpp"
#include "gui/models/compare/compared_runs.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

class DifferenceTable : public FigureTable {
    Q_OBJECT

public:
    enum Column : int { kVariant, kMisses, kLoss, kLost, kDepth, kEpisodes, kFirstTask };

    explicit DifferenceTable(const ComparedRuns& runs, QObject* parent = nullptr);

protected:
    std::size_t count() const override { return static_cast<std::size_t>(runs_.rowCount()); }
    Figure figure(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;
    Emphasis emphasis(std::size_t source, int column) const override;
    QString tip(std::size_t source, int column) const override;

private:
    void refresh();
    const Outcome& outcome(std::size_t source) const { return runs_.outcomes().outcomes[source]; }
    std::uint32_t task_of(int column) const { return tasks_[static_cast<std::size_t>(column - kFirstTask)]; }

    const ComparedRuns& runs_;
    std::vector<std::uint32_t> tasks_;  // with a column each
    TimeScale lost_, response_;
};

}  // namespace pinstack::gui
