// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "analyzer/sweep/sweep_plot.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

/// A point of a chart: place of its curve, place on the axis.
struct ChartPoint {
    std::size_t curve = 0, at = 0;

    bool operator==(const ChartPoint&) const = default;
};

/// The points of a chart, a row for each, curve after curve. Shares and ratios are exported as numbers, times in ns,
/// with the headings of `pinstack plot --format csv`.
class PointTable : public FigureTable {
    Q_OBJECT

public:
    enum Column : int { kAt, kCurve, kValue, kLow, kHigh, kSets };

    using FigureTable::FigureTable;

    /// `shown`: by curve.
    void show(const SweepPlot& plot, const std::vector<PlotCurve>& curves, const std::vector<bool>& shown);
    void clear();

    ChartPoint point_of(int row) const { return rows_[source_of(row)].place; }
    /// -1: it has no row.
    int row_of_point(const ChartPoint& point) const;

protected:
    std::size_t count() const override { return rows_.size(); }
    Figure figure(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;
    Figure sort_key(std::size_t source, int column) const override;

private:
    struct Row {
        ChartPoint place;
        PlotPoint point;
    };

    PlotUnit unit_ = PlotUnit::share;
    SweepAxis axis_;
    std::vector<QString> names_;  // by curve
    std::vector<Row> rows_;
};

}  // namespace pinstack::gui
