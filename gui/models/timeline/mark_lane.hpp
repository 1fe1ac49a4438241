// SPDX-License-Identifier: GPL-3.0-or-later
//
// Releases, deadlines or completions of one task, at most one drawn for each pixel column.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "gui/models/timeline/column_edges.hpp"

namespace pinstack::gui {

/// Marks [first, last) in one column.
struct MarkItem {
    int column = 0;
    std::size_t first = 0, last = 0;
    bool missed = false;  ///< one of them at least
};

class MarkLane {
public:
    /// `id` is the caller's. REQUIRES: not before the mark added last.
    void add(Instant at, std::uint32_t id, bool missed);

    std::size_t size() const { return at_.size(); }
    Instant at(std::size_t i) const { return {at_[i]}; }
    std::uint32_t id(std::size_t i) const { return id_[i]; }
    bool missed(std::size_t i) const { return missed_[i + 1] != missed_[i]; }
    std::size_t missed_between(std::size_t first, std::size_t last) const { return missed_[last] - missed_[first]; }
    /// The first at the instant or later. O(log n).
    std::size_t next_from(Instant at) const;

    /// Those in the window, its end included: [first, last).
    std::pair<std::size_t, std::size_t> in_window(const ColumnEdges& edges) const;
    /// By column; marks at the very end of the window are in its last column.
    std::vector<MarkItem> items(const ColumnEdges& edges) const;
    /// The columns in which one was missed.
    std::vector<int> missed_columns(const ColumnEdges& edges) const;

private:
    std::vector<std::int64_t> at_;
    std::vector<std::uint32_t> id_;
    std::vector<std::uint32_t> missed_{0};  // of all marks before: one more than marks
    std::vector<std::int64_t> missed_at_;
};

}  // namespace pinstack::gui
