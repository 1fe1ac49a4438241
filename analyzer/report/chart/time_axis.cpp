// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/time_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "analyzer/report/time_scale.hpp"
#include "model/time/text.hpp"

namespace pinstack {

namespace {

// More columns than this for one step of the raster only stretch the drawing.
constexpr int kMostColumnsAStep = 8;

std::int64_t common_raster(const Window& window, const std::vector<Timeline>& timelines) {
    std::int64_t raster = window.length().ns;
    for (const Timeline& timeline : timelines) {
        for (const JobInterval& interval : timeline.intervals) {
            raster = std::gcd(raster, std::gcd((interval.from - window.from).ns, (interval.to - window.from).ns));
            if (raster == 1) return 1;
        }
    }
    return raster;
}

/// As round_step(), with more to choose from: nobody counts columns.
std::int64_t column_step(std::int64_t least) {
    for (std::int64_t power = 1;; power *= 10) {
        for (const std::int64_t factor : {1, 2, 3, 4, 5, 6, 8}) {
            if (factor * power >= least) return factor * power;
        }
    }
}

}  // namespace

std::int64_t round_step(std::int64_t least) {
    for (std::int64_t power = 1;; power *= 10) {
        for (const std::int64_t factor : {1, 2, 5}) {
            if (factor * power >= least) return factor * power;
        }
    }
}

std::vector<Instant> ticks_in(const Window& window, int most) {
    const std::int64_t parts = std::max(1, most);
    const std::int64_t step = round_step(std::max<std::int64_t>(1, (window.length().ns + parts - 1) / parts));
    std::vector<Instant> ticks;
    for (std::int64_t at = (window.from.ns + step - 1) / step * step; at <= window.to.ns; at += step) {
        ticks.push_back({at});
    }
    return ticks;
}

TickLabels label_ticks(const std::vector<Instant>& ticks) {
    TimeScale scale;
    for (const Instant tick : ticks) scale.fit(tick.ns);
    const std::int64_t shown = std::max<std::int64_t>(1, nanoseconds_per(scale.unit()) / 1000);
    const bool exact = std::all_of(ticks.begin(), ticks.end(), [&](Instant tick) { return tick.ns % shown == 0; });
    TickLabels labels;
    if (exact) {
        for (const Instant tick : ticks) labels.texts.push_back(scale.text(tick.ns));
        labels.unit = scale.unit_name();
        return labels;
    }
    TimeScale after;
    for (const Instant tick : ticks) after.fit((tick - ticks.front()).ns);
    for (const Instant tick : ticks) {
        labels.texts.push_back(tick == ticks.front() ? instant_text(tick.ns)
                                                     : "+" + after.text((tick - ticks.front()).ns));
    }
    labels.unit = after.unit_name();
    return labels;
}

ColumnRaster::ColumnRaster(const Window& window, const std::vector<Timeline>& timelines, int width) : window_(window) {
    const std::int64_t length = window.length().ns;
    const std::int64_t raster = common_raster(window, timelines);
    if (length / raster <= width) {
        const auto steps = static_cast<int>(length / raster);
        const int columns_a_step = std::clamp(width / steps, 1, kMostColumnsAStep);
        exact_ = true;
        columns_ = steps * columns_a_step;
        numerator_ = raster;
        denominator_ = columns_a_step;
    } else {
        numerator_ = column_step((length + width - 1) / width);
        columns_ = static_cast<int>((length + numerator_ - 1) / numerator_);
    }
}

Instant ColumnRaster::start_of(int column) const {
    const auto offset = static_cast<std::int64_t>(static_cast<__int128>(numerator_) * column / denominator_);
    return std::min(window_.from + Duration{offset}, window_.to);
}

__int128 ColumnRaster::overlap(int column, Instant from, Instant to) const {
    const auto scaled = [&](Instant at) { return static_cast<__int128>((at - window_.from).ns) * denominator_; };
    const __int128 column_from = static_cast<__int128>(numerator_) * column;
    const __int128 start = std::max(scaled(from), column_from);
    const __int128 end = std::min(scaled(to), column_from + numerator_);
    return std::max<__int128>(0, end - start);
}

std::string ColumnRaster::text() const {
    const std::string time = to_text(Duration{numerator_});
    if (denominator_ == 1) return "one column is " + time;
    return fmt::format("{} columns are {}", denominator_, time);
}

int ColumnRaster::column_of(Instant at) const {
    const auto column = static_cast<__int128>((at - window_.from).ns) * denominator_ / numerator_;
    return static_cast<int>(std::clamp<__int128>(column, 0, columns_ - 1));
}

}  // namespace pinstack
