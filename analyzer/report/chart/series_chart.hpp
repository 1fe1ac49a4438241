// SPDX-License-Identifier: Apache-2.0
//
// Stack depth and lost CPUs over a run, as step drawings: in each column of the drawing the most that occurs in it, so
// that no peak is missed.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/report/chart/svg_piece.hpp"
#include "analyzer/run/comparison.hpp"
#include "analyzer/run/series.hpp"

namespace pinstack {

/// What the charts of a comparison share.
struct SeriesScale {
    Instant end;
    int depth = 1;  ///< the most, at least 1
    int lost = 1;
};

SeriesScale series_scale(const Comparison& runs);

struct SeriesColumn {
    int depth = 0;
    int lost = 0;  ///< CPUs, to stacking, affinity and balancing
};

/// So many equal parts of [0, end), with the most in each. REQUIRES: end > 0, columns > 0.
std::vector<SeriesColumn> series_columns(const Series& series, Instant end, std::size_t columns);

SvgPiece series_chart(const Series& series, const SeriesScale& scale);

}  // namespace pinstack
