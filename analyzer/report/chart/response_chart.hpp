// SPDX-License-Identifier: Apache-2.0
//
// How the response times of one task are distributed: the cumulative distribution (CDF) of each applicable outcome as a
// line, and below it a histogram each, over one axis of time with the task's deadline marked. Both come from the
// log-linear histogram of the run (an edge is at most 1/128 too far right); only completed jobs count. Outcomes with
// the same distribution share a line and a histogram. Each histogram has a height of its own.
#pragma once

#include <cstdint>

#include "analyzer/report/chart/duration_axis.hpp"
#include "analyzer/report/chart/svg_piece.hpp"
#include "analyzer/report/response_groups.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// So many histograms have room in a chart; further groups of outcomes are counted in it.
inline constexpr std::size_t kMostResponseGroups = 10;

/// The axis of the chart. It reaches to the longest response, and to the deadline where that is not far beyond; it is
/// logarithmic where the longest response is more than 50 times the shortest median. REQUIRES: groups is not empty.
DurationAxis response_axis(const std::vector<ResponseGroup>& groups, Duration deadline);

/// For a gallery. REQUIRES: a job of the task completed in an applicable outcome.
SvgPiece response_chart(const System& system, const ResponseFigures& figures, std::uint32_t task);

}  // namespace pinstack
