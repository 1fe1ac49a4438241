// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>

#include "gui/models/recorded_run.hpp"

class QPainter;

namespace pinstack::gui {

struct Theme;

/// A schedule in small: a row for each CPU (the first sixteen), bars in the colours of tasks, time lost to stacking
/// hatched. `window` of the run fills the rectangle of that size at the origin.
void paint_thumbnail(QPainter& painter, QSize size, const RecordedRun& run, const Window& window, const Theme& theme);

}  // namespace pinstack::gui
