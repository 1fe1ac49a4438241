// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analyzer/report/chart/svg_piece.hpp"
#include "analyzer/run/comparison.hpp"

namespace pinstack {

/// Where the CPU time of each applicable outcome went: one bar each, as long as its capacity (runs that drain end at
/// different instants), divided into the kinds of CapacitySplit, with their shares of it. Fluid. REQUIRES: an outcome
/// is applicable.
SvgPiece capacity_bars(const Comparison& runs);

}  // namespace pinstack
