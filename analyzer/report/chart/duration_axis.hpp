// SPDX-License-Identifier: Apache-2.0
//
// Durations across a drawing: from 0 in proportion, or from a power of ten in the logarithm where most of the values
// would otherwise lie in the first few units.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/engine/duration_statistics.hpp"

namespace pinstack {

class DurationAxis {
public:
    /// From 0 to `end` over so many user units. REQUIRES: end > 0.
    static DurationAxis linear(std::int64_t end, int width);
    /// From the power of ten at or below `least`. REQUIRES: 0 < least < end.
    static DurationAxis logarithmic(std::int64_t least, std::int64_t end, int width);

    bool is_logarithmic() const { return logarithmic_; }
    int width() const { return width_; }
    std::int64_t end() const { return end_; }
    /// 0 to width(); what lies outside is moved to the border.
    double x_of(std::int64_t ns) const;
    /// Round durations on it, ascending, at most `most`.
    std::vector<std::int64_t> ticks(int most) const;

private:
    DurationAxis(std::int64_t from, std::int64_t end, int width, bool logarithmic)
        : from_(from), end_(end), width_(width), logarithmic_(logarithmic) {}

    std::int64_t from_, end_;
    int width_;
    bool logarithmic_;
};

/// From this column of the axis on (a whole unit, rounded up) so many values are drawn as reached.
struct CdfStep {
    int column = 0;
    std::uint64_t at_most = 0;
};

/// Ascending; the last one has all values. A value stands at the upper edge of its bucket: at most 1/128 too far right.
std::vector<CdfStep> cdf_steps(const DurationStatistics& values, const DurationAxis& axis);

/// How many values fall into each of so many equal parts of the axis; they sum to the count. A bucket that lies in
/// several parts is divided among them in proportion.
std::vector<std::uint64_t> binned(const DurationStatistics& values, const DurationAxis& axis, int bins);

}  // namespace pinstack
