// SPDX-License-Identifier: GPL-3.0-or-later
//
// The colour of every bar, as the ViewState says: by task, CPU or state; weaker where something else is selected or
// filtered.
#pragma once

#include <optional>
#include <vector>

#include "gui/models/timeline/lane_items.hpp"
#include "gui/models/timeline/unused_cpus.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/theme.hpp"
#include "model/system/system.hpp"

namespace pinstack::gui {

enum class RowKind : std::uint8_t { cpu, task };

/// `share` thousandths of `over`, the rest of `under`.
QColor mixed(const QColor& under, const QColor& over, int share);

/// Of lines and letters in a stretch in which a CPU has no job.
QColor unused_colour(UnusedKind kind, const Theme& theme);

class BarStyle {
public:
    /// `nobodys_task`: see Recording.
    BarStyle(const Theme& theme, const ViewState& view, const System& system,
             std::uint32_t nobodys_task = Recording::kNoTask);

    const Theme& theme() const { return theme_; }
    /// Of a job that has a CPU.
    Fill running(const JobInterval& interval, RowKind row) const;
    /// The outline of a job that has none, and what its bar is filled with.
    Fill waiting(const JobInterval& interval, RowKind row) const;
    /// A column that several segments share. `task`: whose they all are; nothing: of several.
    QColor column(const ColumnSummary& summary, RowKind row, std::optional<std::uint32_t> task) const;

    bool is_weak(JobId job) const;
    bool is_selected(JobId job) const;

private:
    bool passes(std::uint32_t task) const { return passes_.empty() || passes_[task]; }
    bool is_weak_task(std::uint32_t task) const;
    QColor weakened(const QColor& colour, JobId job) const;

    Theme theme_;
    Colouring colouring_;
    std::uint32_t nobodys_task_;
    Fill fill_of(std::uint32_t task) const;
    Selection selection_;
    std::vector<bool> passes_;  ///< the filter, of each task; empty: all do
};

}  // namespace pinstack::gui
