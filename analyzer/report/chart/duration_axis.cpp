// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/duration_axis.hpp"

#include <algorithm>
#include <cmath>

#include "analyzer/report/chart/time_axis.hpp"

namespace pinstack {

DurationAxis DurationAxis::linear(std::int64_t end, int width) { return {0, end, width, false}; }

DurationAxis DurationAxis::logarithmic(std::int64_t least, std::int64_t end, int width) {
    std::int64_t power = 1;
    while (power <= least / 10) power *= 10;
    return {power, end, width, true};
}

double DurationAxis::x_of(std::int64_t ns) const {
    const auto value = static_cast<double>(std::clamp(ns, from_, end_));
    const auto from = static_cast<double>(from_), end = static_cast<double>(end_);
    const double share = logarithmic_ ? std::log(value / from) / std::log(end / from) : value / end;
    return share * width_;
}

std::vector<std::int64_t> DurationAxis::ticks(int most) const {
    std::vector<std::int64_t> out;
    if (!logarithmic_) {
        for (const Instant tick : ticks_in({{0}, {end_}}, most)) out.push_back(tick.ns);
        return out;
    }
    std::int64_t factor = 10;
    while (std::log(static_cast<double>(end_) / static_cast<double>(from_)) >
           std::log(static_cast<double>(factor)) * most)
        factor *= 10;
    for (std::int64_t at = from_;; at *= factor) {
        out.push_back(at);
        if (at > end_ / factor) return out;
    }
}

std::vector<CdfStep> cdf_steps(const DurationStatistics& values, const DurationAxis& axis) {
    std::vector<CdfStep> steps;
    std::uint64_t sum = 0;
    for (const DurationStatistics::Bucket& bucket : values.histogram()) {
        sum += bucket.count;
        const double x = axis.x_of(std::min(bucket.to, values.max()).ns);
        const int column = static_cast<int>(std::ceil(x - 1e-9));
        if (steps.empty() || steps.back().column < column) {
            steps.push_back({column, sum});
        } else {
            steps.back().at_most = sum;
        }
    }
    return steps;
}

std::vector<std::uint64_t> binned(const DurationStatistics& values, const DurationAxis& axis, int bins) {
    std::vector<std::uint64_t> counts(static_cast<std::size_t>(bins), 0);
    const auto place = [&](Duration value) { return axis.x_of(value.ns) / axis.width() * bins; };
    for (const DurationStatistics::Bucket& bucket : values.histogram()) {
        const double from = place(std::max(bucket.from, values.min()));
        const double to = place(std::min(bucket.to, values.max()));
        const int last = std::min(static_cast<int>(to), bins - 1);
        std::uint64_t placed = 0;
        for (int bin = std::min(static_cast<int>(from), last); bin < last; ++bin) {
            const double share = (bin + 1 - from) / (to - from);
            const auto up_to_here = std::min(
                bucket.count, static_cast<std::uint64_t>(std::llround(share * static_cast<double>(bucket.count))));
            counts[static_cast<std::size_t>(bin)] += up_to_here - placed;
            placed = up_to_here;
        }
        counts[static_cast<std::size_t>(last)] += bucket.count - placed;
    }
    return counts;
}

}  // namespace pinstack
