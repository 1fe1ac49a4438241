// SPDX-License-Identifier: Apache-2.0
//
// How the response times of one task are distributed: the cumulative distribution (CDF) of each applicable outcome as a
// line, and below it a histogram each, over one axis of time with the task's deadline marked. Both come from the
// log-linear histogram of the run (an edge is at most 1/128 too far right); only completed jobs count.
#pragma once

#include <cstdint>

#include "analyzer/report/chart/svg_piece.hpp"
#include "analyzer/run/comparison.hpp"

namespace pinstack {

/// Half as wide as a page. REQUIRES: a job of the task completed in an applicable outcome.
SvgPiece response_chart(const System& system, const Comparison& runs, std::uint32_t task);

}  // namespace pinstack
