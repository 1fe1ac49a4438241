// SPDX-License-Identifier: GPL-3.0-or-later
//
// A step function of time with whole values not below 0: a stack's depth, CPUs lost, jobs queued. It knows the greatest
// value and the integral of any stretch in O(log n).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gui/models/timeline/column_edges.hpp"

namespace pinstack::gui {

class StepCurve {
public:
    /// From the instant on; 0 before the first. What changes nothing is left out; a second value of one instant
    /// replaces the first. REQUIRES: not before the step added last.
    void add(Instant at, std::int32_t value);
    /// To be called after the last add(), before any of what follows.
    void finish();

    std::size_t size() const { return at_.size(); }
    bool empty() const { return at_.empty(); }
    Instant at(std::size_t i) const { return {at_[i]}; }
    std::int32_t value(std::size_t i) const { return value_[i]; }
    std::int32_t max() const { return max_in(0, size()); }

    std::int32_t value_at(Instant at) const;
    /// Of the steps [first, last); 0 where there is none.
    std::int32_t max_in(std::size_t first, std::size_t last) const;
    /// Value times nanoseconds. REQUIRES: from <= to.
    __int128 integral(Instant from, Instant to) const;
    /// The number of steps up to and including the instant: the one in force is the last of them.
    std::size_t steps_until(Instant at) const;
    /// The same, searched from a lower number on: O(log of the distance).
    std::size_t steps_until(Instant at, std::size_t least) const;

    /// visit(left, right, value): columns [left, right) in which the value holds throughout, or a column by itself with
    /// the greatest of its values. Columns of value 0 are left out.
    template <class Visit>
    void for_each_run(const ColumnEdges& edges, Visit&& visit) const;

private:
    __int128 integral_to(Instant at) const;

    std::vector<std::int64_t> at_;
    std::vector<std::int32_t> value_;
    std::vector<std::int32_t> tree_;     // greatest of two children; leaves in the second half
    std::vector<__int128> integral_;     // up to each step
};

template <class Visit>
void StepCurve::for_each_run(const ColumnEdges& edges, Visit&& visit) const {
    int column = 0;
    std::size_t known = 0;
    while (column < edges.columns()) {
        // Steps in force in the column: the one at its start, and those that begin in it.
        const std::size_t end = steps_until(edges.at(column + 1) - Duration{1}, known);
        const std::size_t begin = std::min(steps_until(edges.at(column), known), end);
        known = end;
        const std::size_t first = begin == 0 ? 0 : begin - 1;
        int right = column + 1;
        if (end - first <= 1) right = end < size() ? std::max(right, edges.column_of(at(end))) : edges.columns();
        const std::int32_t value = max_in(first, end);
        if (value > 0) visit(column, right, value);
        column = right;
    }
}

}  // namespace pinstack::gui
