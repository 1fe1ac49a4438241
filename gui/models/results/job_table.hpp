// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every job of a run, or those that missed their deadline. Rows are made when they are looked at, so that a million of
// them cost four bytes each until they are sorted.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/report/time_scale.hpp"
#include "gui/models/results/run_table.hpp"

namespace pinstack::gui {

class JobTable : public RunTable {
    Q_OBJECT

public:
    enum Column : int { kTask, kJob, kRelease, kStart, kFinish, kDeadline, kResponse, kLatency, kLateness, kMissed };
    enum class Which : std::uint8_t { all, missed };

    explicit JobTable(Which which, QObject* parent = nullptr) : RunTable(parent), which_(which) {}

protected:
    std::vector<FigureColumn> make() override;
    void forget() override;
    std::size_t count() const override { return count_; }
    Figure figure(std::size_t source, int column) const override;
    Figure sort_key(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;
    Emphasis emphasis(std::size_t source, int column) const override;
    QString tip(std::size_t source, int column) const override;
    Selection selected_by(std::size_t source) const override;
    std::optional<Window> shown_by(std::size_t source) const override;
    std::optional<std::size_t> source_of_selection(const Selection& selection) const override;
    std::vector<std::uint32_t> tasks_of(std::size_t source) const override { return {job(source).task}; }
    bool is_about_tasks() const override { return true; }

private:
    const JobRecord& job(std::size_t source) const {
        return result().jobs[which_ == Which::all ? source : missed_[source]];
    }
    /// A trace has none.
    bool has_deadlines() const { return run().trace == nullptr; }
    std::optional<std::int64_t> number(const JobRecord& job, int column) const;

    Which which_;
    std::size_t count_ = 0;
    std::vector<std::uint32_t> missed_;  // in RunResult::jobs; ascending
    std::vector<std::int64_t> rank_;     // of each task by its name
    TimeScale instants_, durations_;
};

}  // namespace pinstack::gui
