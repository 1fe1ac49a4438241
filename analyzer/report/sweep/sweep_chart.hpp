// SPDX-License-Identifier: Apache-2.0
//
// The figures of a sweep as drawings: a chart for each panel, with the confidence interval of each point as a bar, and
// one legend for all panels of a figure. plot_scale.hpp says where points stand.
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/chart/svg_piece.hpp"
#include "analyzer/sweep/sweep_plot.hpp"

namespace pinstack {

/// One for each panel, for a gallery.
std::vector<SvgPiece> sweep_charts(const SweepPlot& plot);
SvgPiece sweep_legend(const SweepPlot& plot);

/// All figures below each other, as one SVG file.
std::string sweep_svg(const SweepSpec& spec, const std::vector<SweepPlot>& plots);

/// "0.75", "12.5 %", "150us": a value of the figure.
std::string value_text(PlotUnit unit, double value);

/// "utilization per CPU": a parameter in words.
std::string axis_text(const std::string& key);

}  // namespace pinstack
