// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QPainter>
#include <cstdint>

#include "gui/views/timeline/row_painter.hpp"

namespace pinstack::gui {

/// Thin lines between CPU rows, from where a task left one CPU to where it came to another; a dot where it came.
/// `origin`: the first column at the top of the first row. Where more of them are visible than can be told apart none
/// is drawn. Returns how many were not.
std::uint64_t paint_migrations(QPainter& painter, const TimelineScene& scene, const RowLayout& rows, QPoint origin);

}  // namespace pinstack::gui
