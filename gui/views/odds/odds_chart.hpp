// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/odds/odds_sweep.hpp"
#include "gui/views/compare/framed_chart.hpp"

namespace pinstack::gui {

/// One figure of a sweep over what is swept, a line for each rule.
class OddsChart : public FramedChart {
    Q_OBJECT

public:
    enum class What : std::uint8_t { any_stack, loss, full_stack };

    explicit OddsChart(What what, QWidget* parent = nullptr);

    void show_points(OddsSweep::Axis axis, const std::vector<OddsPoint>& points);

protected:
    void redraw() override;

private:
    double value(const OddsRow& row) const;
    double x_of(double at) const;

    What what_;
    OddsSweep::Axis axis_ = OddsSweep::Axis::cpus;
    std::vector<double> places_;
    QLineSeries* wake_previous_ = nullptr;
    QLineSeries* push_away_ = nullptr;
};

/// The pens of the two rules, for a legend.
QPen rule_pen(bool push_away);

}  // namespace pinstack::gui
