// SPDX-License-Identifier: GPL-3.0-or-later
//
// Response bounds of each task beside simulated maxima: under the system's own variant the maximum and the best bound,
// then the bound of every test that has any. A bound that a simulation exceeds is a defect of the program.
#pragma once

#include <vector>

#include "analyzer/report/time_scale.hpp"
#include "gui/models/session.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

class BoundTable : public FigureTable {
    Q_OBJECT

public:
    enum Column : int { kTask, kDeadline, kSimulated, kBest, kBy, kFirstTest };

    using FigureTable::FigureTable;

    void show(const AnalyzedSystemPtr& analyzed);

protected:
    std::size_t count() const override { return system() == nullptr ? 0 : system()->tasks.size(); }
    Figure figure(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;
    Emphasis emphasis(std::size_t source, int column) const override;
    QString tip(std::size_t source, int column) const override;
    Selection selected_by(std::size_t source) const override;
    std::optional<std::size_t> source_of_selection(const Selection& selection) const override;
    std::vector<std::uint32_t> tasks_of(std::size_t source) const override {
        return {static_cast<std::uint32_t>(source)};
    }
    bool is_about_tasks() const override { return true; }

private:
    std::size_t test_of(int column) const { return tests_[static_cast<std::size_t>(column - kFirstTest)]; }
    std::optional<std::int64_t> simulated(std::size_t task) const;
    bool is_exceeded(std::size_t task, int column) const;

    AnalyzedSystemPtr analyzed_;
    std::vector<std::size_t> own_;    // in Analysis::tests: those about the own variant
    std::vector<std::size_t> tests_;  // with a column each
    TimeScale scale_;
};

}  // namespace pinstack::gui
