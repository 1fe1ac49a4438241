// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which rows a timeline has, and where: CPUs first, then tasks, both in order of their numbers. All in pixels from the
// top of the first row.
#pragma once

#include <QString>
#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "gui/models/timeline/timeline_index.hpp"
#include "gui/models/view_state.hpp"
#include "model/system/system.hpp"

namespace pinstack::gui {

struct RowMetrics {
    int text = 16;         ///< height of a line of text
    bool compact = false;  ///< CPU rows only; lanes too thin for text

    int bar() const { return compact ? text : text + 6; }
    int lane() const { return compact ? std::max(4, text / 3) : text * 7 / 8; }
    int ribbon() const { return compact ? std::max(3, text / 4) : std::max(6, text / 2); }
    int marks() const { return text / 2 + 1; }
    int gap() const { return compact ? 1 : 3; }
};

struct TimelineRow {
    bool is_cpu = true;
    std::uint32_t number = 0;  ///< of the CPU or task
    int top = 0, height = 0;
    // Within the row, from its top.
    int bar_top = 0, bar_height = 0;
    int lanes_top = 0, lanes = 0, lane_height = 0;  ///< of pinned jobs; lane 0 is the lowest
    int ribbon_top = 0, ribbon_height = 0;          ///< of a CPU: the stack's depth. Of a task: jobs queued
    int marks_top = 0, marks_height = 0;            ///< of a task

    /// The top of a lane, from the top of the row.
    int lane_top(int lane) const { return lanes_top + (lanes - 1 - lane) * lane_height; }
};

class RowLayout {
public:
    RowLayout() = default;
    /// `filter`: tasks whose name contains it, ignoring case.
    RowLayout(const System& system, const TimelineIndex& index, Rows shown, const QString& filter,
              const RowMetrics& metrics);

    const std::vector<TimelineRow>& rows() const { return rows_; }
    int height() const { return rows_.empty() ? 0 : rows_.back().top + rows_.back().height; }
    /// The row at the height, or the first one below; rows().size() where there is none. O(log n).
    std::size_t first_from(int y) const;
    /// O(log n). nullptr: not shown.
    const TimelineRow* of_cpu(CpuId cpu) const;
    const TimelineRow* of_task(std::uint32_t task) const;

private:
    const TimelineRow* find(bool is_cpu, std::uint32_t number) const;

    std::vector<TimelineRow> rows_;
};

bool matches_filter(const Task& task, const QString& filter);

}  // namespace pinstack::gui
