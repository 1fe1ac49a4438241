// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/odds/odds_chart.hpp"

#include <QLineSeries>
#include <algorithm>
#include <cmath>

#include "gui/models/odds/odds_table.hpp"

namespace pinstack::gui {

namespace {

constexpr int kLinesHigh = 8;

/// Round steps of a share.
std::vector<AxisLabel> share_labels(double most, int labels) {
    const double rough = most / std::max(1, labels);
    const double power = std::pow(10, std::floor(std::log10(rough)));
    double step = power;
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        step = factor * power;
        if (step >= rough) break;
    }
    std::vector<AxisLabel> out;
    for (int i = 0; i * step <= most * 1.0001; ++i) out.push_back({i * step, odds_text(i * step)});
    return out;
}

QColor blue(const Theme&) { return QColor(variant_pen(0).color()); }
QColor orange(const Theme&) { return QColor(variant_pen(1).color()); }

}  // namespace

QPen rule_pen(bool push_away) { return variant_pen(push_away ? 1 : 0); }

OddsChart::OddsChart(What what, QWidget* parent) : FramedChart(kLinesHigh, kLabelCharacters, parent), what_(what) {
    wake_previous_ = add_line("wake-previous", rule_pen(false), blue, false);
    push_away_ = add_line("wake-previous-push", rule_pen(true), orange, false);
}

double OddsChart::value(const OddsRow& row) const {
    const LongRun& odds = row.odds.long_run;
    switch (what_) {
        case What::any_stack:
            return odds.any_stack;
        case What::loss:
            return odds.loss(row.spec.cpus);
        case What::full_stack:
            return odds.full_stack;
    }
    return 0;
}

// Numbers of CPUs begin with the first one that is asked for.
double OddsChart::x_of(double at) const { return axis_ == OddsSweep::Axis::cpus ? at - places_.front() + 0.5 : at; }

void OddsChart::show_points(OddsSweep::Axis axis, const std::vector<OddsPoint>& points) {
    axis_ = axis;
    places_.clear();
    std::vector<QPointF> without, with;
    double most = 0;
    for (const OddsPoint& point : points) {
        places_.push_back(point.at);
        const double x = x_of(point.at);
        without.emplace_back(x, value(point.wake_previous));
        with.emplace_back(x, value(point.push_away));
        most = std::max({most, without.back().y(), with.back().y()});
    }
    set_points(*wake_previous_, without);
    set_points(*push_away_, with);
    wake_previous_->setPointsVisible(axis == OddsSweep::Axis::cpus);
    push_away_->setPointsVisible(axis == OddsSweep::Axis::cpus);
    set_upwards(most > 0 ? most : 0.01, share_labels);
}

void OddsChart::redraw() {
    std::vector<AxisLabel> labels;
    if (axis_ == OddsSweep::Axis::pinned_share) {
        for (int percent = 0; percent <= 100; percent += 10)
            labels.push_back({percent / 100.0, tr("%1 %").arg(percent)});
        return set_across(1, labels);
    }
    for (const double cpus : places_) labels.push_back({x_of(cpus), QString::number(cpus)});
    set_across(static_cast<double>(std::max<std::size_t>(1, places_.size())), labels);
}

}  // namespace pinstack::gui
