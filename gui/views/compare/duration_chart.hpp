// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gui/models/compare/response_distribution.hpp"
#include "gui/views/compare/framed_chart.hpp"

namespace pinstack::gui {

/// Lines over an axis of durations, linear or logarithmic, with durations marked by upright lines.
class DurationChart : public FramedChart {
    Q_OBJECT

public:
    DurationChart(int lines_high, const DurationAxis& axis, QWidget* parent = nullptr);

    /// In columns of the axis.
    void add(const QString& name, const QPen& pen, Colour colour, bool is_filled, const std::vector<QPointF>& points);
    /// An upright line as high as `most`.
    void mark(const QString& name, std::int64_t ns, const QPen& pen, Colour colour, double most);

protected:
    void redraw() override;

private:
    DurationAxis axis_;
};

}  // namespace pinstack::gui
