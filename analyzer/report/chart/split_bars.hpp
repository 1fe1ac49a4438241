// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/report/chart/svg_piece.hpp"
#include "analyzer/run/outcome.hpp"

namespace pinstack {

/// Where the mean response time of each of these tasks went: one bar each, in shares of that mean, divided into the
/// states of JobState. Only completed jobs count; a task without any has no bar. Fluid.
/// REQUIRES: outcome.applicable().
SvgPiece split_bars(const System& system, const Outcome& outcome, const std::vector<std::uint32_t>& tasks);

}  // namespace pinstack
