// SPDX-License-Identifier: Apache-2.0
//
// Round instants for the ticks of an axis, and a raster of text columns over a window.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/run/timeline.hpp"

namespace pinstack {

/// The smallest 1, 2 or 5 times a power of ten that is not below `least`. REQUIRES: least >= 1.
std::int64_t round_step(std::int64_t least);

/// The multiples of a round step in the window, at most `most` of them (at least one step apart).
std::vector<Instant> ticks_in(const Window& window, int most);

/// What stands at the ticks: "40", "60" in one unit. Late in a long run that would need too many digits; then the first
/// has its own unit, "1677.9055s", and the others count from there, "+0.5".
struct TickLabels {
    std::string unit;
    std::vector<std::string> texts;  ///< one for each tick
};
TickLabels label_ticks(const std::vector<Instant>& ticks);

/// Columns of equal length that cover the window. Where all boundaries lie on a common raster that fits the width,
/// no column mixes two states and the drawing is exact; else a column is a round step long.
class ColumnRaster {
public:
    ColumnRaster(const Window& window, const std::vector<Timeline>& timelines, int width);

    int columns() const { return columns_; }
    bool exact() const { return exact_; }
    /// The instant at which a column starts; columns() gives the end of the last one.
    Instant start_of(int column) const;
    int column_of(Instant at) const;  ///< the one that holds the instant, or the last one
    /// How much of [from, to) lies in the column, in parts of a nanosecond that are the same for all columns.
    __int128 overlap(int column, Instant from, Instant to) const;
    /// "one column is 2ms", "4 columns are 1ms".
    std::string text() const;

private:
    Window window_;
    bool exact_ = false;
    int columns_ = 0;
    std::int64_t numerator_ = 1, denominator_ = 1;  // a column is numerator / denominator ns long
};

}  // namespace pinstack
