// SPDX-License-Identifier: GPL-3.0-or-later
//
// A step function of time as a line that a chart can bear: exact where there are few steps, else the least and the most
// of each column of the drawing, so that no short peak is lost.
//
// O(steps in the window + log(all)).
#pragma once

#include <QPointF>
#include <algorithm>
#include <vector>

#include "gui/models/time_map.hpp"

namespace pinstack::gui {

/// What happens in one column of a drawing in which some step begins.
struct StepColumn {
    int column = 0;
    double enters = 0;           ///< the value at the first instant of the column, before a step that begins just then
    double least = 0, most = 0;  ///< of all that holds in it
    double leaves = 0;           ///< the value at its end
};

/// Steps ascending in time, the first one at or before the window; each holds until the next one, the last until
/// `end`. `at(i)` and `value(i)` are those of step i of `count`. Columns in which no step begins are left out.
template <class At, class Value>
std::vector<StepColumn> step_columns(std::size_t count, const At& at, const Value& value, Instant end,
                                     const TimeMap& map);

/// The same as a line, in columns (whole ones are not rounded to where the steps are few) and values: at most about so
/// many points. Empty where nothing holds in the window.
template <class At, class Value>
std::vector<QPointF> step_line(std::size_t count, const At& at, const Value& value, Instant end, const TimeMap& map);

namespace step_curve {

/// The first step that begins after the instant.
template <class At>
std::size_t first_after(std::size_t count, const At& at, Instant instant) {
    std::size_t low = 0, high = count;
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (at(middle) <= instant) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

inline double place_of(Instant at, const TimeMap& map) {
    return static_cast<double>((at - map.window().from).ns) / static_cast<double>(map.window().length().ns) *
           map.pixels();
}

}  // namespace step_curve

template <class At, class Value>
std::vector<StepColumn> step_columns(std::size_t count, const At& at, const Value& value, Instant end,
                                     const TimeMap& map) {
    std::vector<StepColumn> columns;
    const std::size_t first = step_curve::first_after(count, at, map.window().from);
    const Instant to = std::min(end, map.window().to);
    for (std::size_t i = first; i < count && at(i) < to; ++i) {
        const int column = map.pixel_of(at(i));
        const double before = i == 0 ? value(0) : value(i - 1), now = value(i);
        if (columns.empty() || columns.back().column != column) {
            // What enters a column counts in it only if it holds there at all.
            const double from = at(i) > map.instant_of(column) ? before : now;
            columns.push_back({column, before, from, from, from});
        }
        StepColumn& last = columns.back();
        last.least = std::min(last.least, now);
        last.most = std::max(last.most, now);
        last.leaves = now;
    }
    return columns;
}

template <class At, class Value>
std::vector<QPointF> step_line(std::size_t count, const At& at, const Value& value, Instant end, const TimeMap& map) {
    const Window& window = map.window();
    const Instant to = std::min(end, window.to);
    const std::size_t first = step_curve::first_after(count, at, window.from);
    if (count == 0 || to <= window.from || (first == 0 && at(0) >= to)) return {};
    const std::size_t last = step_curve::first_after(count, at, to - Duration{1});
    std::vector<QPointF> line;
    const std::size_t begin = first == 0 ? 0 : first - 1;
    double level = value(begin);
    line.emplace_back(std::max(0.0, step_curve::place_of(at(begin), map)), level);
    const auto go_to = [&](double x, double y) {
        if (line.back().x() != x) line.emplace_back(x, level);
        if (y != level) line.emplace_back(x, y);
        level = y;
    };
    if (last - first <= static_cast<std::size_t>(map.pixels())) {
        for (std::size_t i = first; i < last; ++i) {
            if (i > begin) go_to(step_curve::place_of(at(i), map), value(i));
        }
    } else {
        for (const StepColumn& column : step_columns(count, at, value, end, map)) {
            go_to(column.column, column.least);
            go_to(column.column, column.most);
            go_to(column.column, column.leaves);
        }
    }
    go_to(std::min<double>(map.pixels(), step_curve::place_of(to, map)), level);
    return line;
}

}  // namespace pinstack::gui
