// SPDX-License-Identifier: Apache-2.0
//
// Where the points of a sweep's figure stand, on paper and on the screen.
//
// Across: in proportion where the values of the axis are numbers (as percent, decimals) or durations (in the logarithm
// where the longest is over 20 times the shortest), else one beside the other. Upwards: all panels of a figure
// share the scale; shares near 1 reach to 1.
#pragma once

#include <vector>

#include "analyzer/sweep/sweep_plot.hpp"

namespace pinstack {

/// Of each value of the axis, from 0 to 1.
std::vector<double> places_on(const SweepAxis& axis);

/// From 0 (a ratio: from 1, or the least value below) to a round value, in round steps.
struct PlotScale {
    double from = 0, to = 1, step = 0.25;

    static PlotScale of(const SweepPlot& plot);
    /// How far up, from 0 to 1; what lies outside stands at the edge.
    double share_of(double value) const;
};

}  // namespace pinstack
