// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "analyzer/report/analysis/analysis_report.hpp"
#include "gui/models/session.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

/// As the reports of `analyze` take it. `file`: as the user named it.
AnalysisReport report_of(const AnalyzedSystem& analyzed, const QString& file = {});

/// Every schedulability test: what it proves, under which variant, whose best bound it has; or why it does not apply.
/// Those that apply come first, those for another order last.
class TestTable : public FigureTable {
    Q_OBJECT

public:
    enum Column : int { kTest, kFamily, kVerdict, kHoldsUnder, kBounded, kBest, kWhy };

    using FigureTable::FigureTable;

    void show(const AnalyzedSystemPtr& analyzed);

protected:
    std::size_t count() const override { return tests_.size(); }
    Figure figure(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;
    Emphasis emphasis(std::size_t source, int column) const override;
    QString tip(std::size_t source, int column) const override;

private:
    const TestOutcome& outcome(std::size_t source) const { return analyzed_->analysis.tests[tests_[source]]; }
    std::size_t bounded(std::size_t source) const;
    bool is_exceeded(std::size_t source) const;

    AnalyzedSystemPtr analyzed_;
    std::vector<std::size_t> tests_;                // in Analysis::tests
    std::vector<std::vector<std::uint32_t>> best_;  // of Analysis::tests: the tasks whose best bound it has
};

}  // namespace pinstack::gui
