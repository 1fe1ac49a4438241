// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analyzer/report/time_scale.hpp"
#include "gui/models/results/run_table.hpp"

namespace pinstack::gui {

/// The stacking episodes of a run, all of them.
class EpisodeTable : public RunTable {
    Q_OBJECT

public:
    enum Column : int { kFrom, kTo, kLength, kCpu, kDepth, kLost, kTasks };
    using RunTable::RunTable;

protected:
    std::vector<FigureColumn> make() override;
    std::size_t count() const override { return has_run() ? result().stacking.episodes.size() : 0; }
    Figure figure(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;
    QString tip(std::size_t source, int column) const override;
    Emphasis emphasis(std::size_t source, int column) const override;
    Selection selected_by(std::size_t source) const override;
    std::optional<Window> shown_by(std::size_t source) const override;
    std::optional<std::size_t> source_of_selection(const Selection& selection) const override;
    std::vector<std::uint32_t> tasks_of(std::size_t source) const override { return episode(source).tasks; }
    bool is_about_tasks() const override { return true; }

private:
    const Episode& episode(std::size_t source) const { return result().stacking.episodes[source]; }

    TimeScale scale_;
};

}  // namespace pinstack::gui
