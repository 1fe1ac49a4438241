// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gui/models/odds/odds_sweep.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

/// The points of a sweep, a row for each rule.
class StackingOddsTable : public FigureTable {
    Q_OBJECT

public:
    enum Column : int {
        kCpus,
        kTasks,
        kPinned,
        kRule,
        kAnyStack,
        kLostCpus,
        kLostShare,
        kFullStack,
        kBusyCpus,
        kStates,
    };
    using FigureTable::FigureTable;

    void show(std::vector<OddsPoint> points);

protected:
    std::size_t count() const override { return 2 * points_.size(); }
    Figure figure(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;

private:
    const OddsRow& row(std::size_t source) const {
        const OddsPoint& point = points_[source / 2];
        return source % 2 == 0 ? point.wake_previous : point.push_away;
    }

    std::vector<OddsPoint> points_;
};

/// "12.5 %", "0.031 %": three figures.
QString odds_text(double probability);

}  // namespace pinstack::gui
