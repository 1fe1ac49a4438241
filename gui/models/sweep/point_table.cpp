// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/sweep/point_table.hpp"

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/sweep/sweep_chart.hpp"

namespace pinstack::gui {

void PointTable::clear() {
    reset(nullptr, [&]() -> std::vector<FigureColumn> {
        rows_.clear();
        return {};
    });
}

void PointTable::show(const SweepPlot& plot, const std::vector<PlotCurve>& curves, const std::vector<bool>& shown) {
    reset(nullptr, [&]() -> std::vector<FigureColumn> {
        unit_ = plot.unit;
        axis_ = plot.axis;
        names_.clear();
        rows_.clear();
        for (std::size_t curve = 0; curve < curves.size(); ++curve) {
            names_.push_back(words(printable(curves[curve].name)));
            if (!shown[curve]) continue;
            for (std::size_t at = 0; at < curves[curve].points.size(); ++at) {
                if (const auto& point = curves[curve].points[at]) rows_.push_back({{curve, at}, *point});
            }
        }
        const QString interval = tr("of the interval that holds the true value with 95 % confidence");
        return {{axis_.key.empty() ? tr("at") : words(axis_text(axis_.key)), {}, "at"},
                {tr("curve"), {}, "curve", true},
                {tr("value"), {}, "value"},
                {tr("from"), tr("The lower end %1").arg(interval), "low"},
                {tr("to"), tr("The upper end %1").arg(interval), "high"},
                {tr("task sets"), tr("That the value is of"), "sets"}};
    });
}

int PointTable::row_of_point(const ChartPoint& point) const {
    for (int row = 0; row < rowCount(); ++row) {
        if (point_of(row) == point) return row;
    }
    return -1;
}

Figure PointTable::figure(std::size_t source, int column) const {
    const Row& row = rows_[source];
    switch (column) {
        case kAt:
            return words(axis_.words[row.place.at]);
        case kCurve:
            return names_[row.place.curve];
        case kValue:
            return row.point.value;
        case kLow:
            return row.point.low;
        case kHigh:
            return row.point.high;
        default:
            return static_cast<std::int64_t>(row.point.sets);
    }
}

// As the experiment has them: values may be words.
Figure PointTable::sort_key(std::size_t source, int column) const {
    if (column == kAt) return static_cast<std::int64_t>(rows_[source].place.at);
    return figure(source, column);
}

QString PointTable::text(std::size_t source, int column) const {
    const Row& row = rows_[source];
    switch (column) {
        case kAt:
            return words(printable(axis_.words[row.place.at]));
        case kCurve:
            return names_[row.place.curve];
        case kValue:
            return words(value_text(unit_, row.point.value));
        case kLow:
            return words(value_text(unit_, row.point.low));
        case kHigh:
            return words(value_text(unit_, row.point.high));
        default:
            return QString::number(row.point.sets);
    }
}

}  // namespace pinstack::gui
