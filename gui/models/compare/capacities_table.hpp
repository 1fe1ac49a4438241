// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analyzer/report/capacity_kinds.hpp"
#include "analyzer/report/time_scale.hpp"
#include "gui/models/compare/compared_runs.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

/// The kinds that some variant has, or that are always shown. Empty where there is no comparison.
std::vector<const CapacityKind*> kinds_in(const ComparedRuns& runs);

/// Where the CPU time went under each variant, exactly.
class CapacitiesTable : public FigureTable {
    Q_OBJECT

public:
    explicit CapacitiesTable(const ComparedRuns& runs, QObject* parent = nullptr);

protected:
    std::size_t count() const override { return static_cast<std::size_t>(runs_.rowCount()); }
    Figure figure(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;
    Emphasis emphasis(std::size_t source, int column) const override;
    QString tip(std::size_t source, int column) const override;

private:
    void refresh();
    const Outcome& outcome(std::size_t source) const { return runs_.outcomes().outcomes[source]; }
    /// nullptr for the total.
    const CapacityKind* kind_of(int column) const;

    const ComparedRuns& runs_;
    std::vector<const CapacityKind*> kinds_;
    TimeScale scale_;
};

}  // namespace pinstack::gui
