// SPDX-License-Identifier: GPL-3.0-or-later
//
// The colour of every bar, as the ViewState says: by task, CPU or state; weaker where something else is selected or
// filtered.
#pragma once

#include <vector>

#include "gui/models/view_state.hpp"
#include "gui/views/theme.hpp"
#include "model/system/system.hpp"

namespace pinstack::gui {

enum class RowKind : std::uint8_t { cpu, task };

/// `share` thousandths of `over`, the rest of `under`.
QColor mixed(const QColor& under, const QColor& over, int share);

class BarStyle {
public:
    BarStyle(const Theme& theme, const ViewState& view, const System& system);

    const Theme& theme() const { return theme_; }
    /// Of a job that has a CPU.
    Fill running(const JobInterval& interval, RowKind row) const;
    /// The outline of a job that has none, and what its bar is filled with.
    Fill waiting(const JobInterval& interval, RowKind row) const;
    /// A column in which a job of the interval's look, or of several (`same` is false), has a CPU for so many
    /// thousandths of the time.
    QColor column(const JobInterval& interval, RowKind row, bool same, int busy) const;

    bool is_weak(JobId job) const;
    bool is_selected(JobId job) const;

private:
    QColor weakened(const QColor& colour, JobId job) const;

    Theme theme_;
    Colouring colouring_;
    Selection selection_;
    std::vector<bool> passes_;  ///< the filter; of each task
};

}  // namespace pinstack::gui
