// SPDX-License-Identifier: Apache-2.0
//
// The figures of a sweep: curves over one axis of the grid, a panel for each combination of the others, with
// confidence intervals of 95 %.
//
//   acceptance  share of the sets that a test proves schedulable, of those it applies to
//   deadlines   share of the sets that met all deadlines when simulated
//   weighted, weighted-deadlines   the same two, weighted by utilization and over all values of it (weighted
//               schedulability: Bastoni, Brandenburg and Anderson, OSPERT 2010), against another axis
//   loss        mean share of capacity lost to stacking, affinity and balancing
//   inversion   mean share of capacity that ran less urgent jobs while more urgent ones waited
//   inflation   mean, over sets, of the mean inflation of the tasks' longest responses against the baseline
//   latency     mean, over sets, of the longest time from release to first run of the m most urgent tasks on m CPUs
//   searched    mean of what the search for a worst case found
//
// Intervals: of a share Wilson's (1927), of a mean the normal approximation, of a weighted share that of a ratio
// estimator (Cochran, Sampling Techniques, 1977, section 2.11). They say how far the sample may be off, nothing about
// the bias of a generator.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/sweep/sweep_sums.hpp"

namespace pinstack {

struct PlotPoint {
    std::uint64_t sets = 0;
    double value = 0, low = 0, high = 0;  ///< and the interval around it
};

struct PlotCurve {
    std::string name;
    std::size_t style = 0;                         ///< equal for the same variant or test in all figures
    std::vector<std::optional<PlotPoint>> points;  ///< by place on the axis; nothing where there are no sets
};

struct PlotPanel {
    std::string name;  ///< "cpus=4, md_share=0.5"; empty where there is but one
    std::vector<PlotCurve> curves;
};

enum class PlotUnit : std::uint8_t { share, ratio, nanoseconds };

struct SweepPlot {
    std::string id, title, about;
    PlotUnit unit = PlotUnit::share;
    SweepAxis axis;
    std::vector<PlotPanel> panels;
};

struct PlotQuestion {
    std::optional<std::string> axis;  ///< else utilization, where the grid has it, else the last one
    std::vector<std::string> ids;     ///< none = all
    std::vector<std::pair<std::string, std::string>> where;  ///< only these cells
};

/// Figures without a point are left out. Fails where the question names an axis, value or figure that there is not.
Result<std::vector<SweepPlot>> plots_of(const SweepSpec& spec, const SweepSums& sums, const PlotQuestion& question);

PlotPoint share_point(const ShareSums& sums);
PlotPoint weighted_point(const ShareSums& sums);
PlotPoint mean_point(const MeanSums& sums);

}  // namespace pinstack
