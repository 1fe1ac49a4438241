// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QPainter>
#include <cstdint>

#include "gui/views/timeline/row_painter.hpp"

namespace pinstack::gui {

/// Thin lines between CPU rows, from where a job left one CPU to where it came to another; a dot where it came. Lines
/// from one job of a task to the next, weaker, only where the task is selected: they are many and long.
/// `origin`: the first column at the top of the first row. Where more migrations are visible than can be told apart none
/// is drawn. Returns how many were not.
std::uint64_t paint_migrations(QPainter& painter, const TimelineScene& scene, const RowLayout& rows, QPoint origin);

}  // namespace pinstack::gui
