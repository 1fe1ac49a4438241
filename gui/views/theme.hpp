// SPDX-License-Identifier: GPL-3.0-or-later
//
// The colours of drawings, on a light or a dark ground, whichever the palette of the application is. Those of tasks
// and lines are the ones of the HTML reports (analyzer/report/chart/palette.hpp), so that a picture here and a
// picture there can be read side by side.
#pragma once

#include <QColor>
#include <cstdint>

#include "model/engine/run_result.hpp"

class QPalette;

namespace pinstack::gui {

struct Fill {
    QColor colour;
    QColor text;  ///< readable on it
};

struct Theme {
    bool is_dark = false;
    QColor ground;  ///< behind a drawing
    QColor text, weak_text;
    QColor grid;        ///< lines to read along
    QColor row_line;    ///< between rows
    QColor alternate;   ///< behind every other row
    QColor outline;     ///< of bars; of a migrate-disabled section
    QColor miss;        ///< a deadline missed
    QColor loss;        ///< capacity lost to stacking
    QColor other_loss;  ///< to masks and the balancer
    QColor idle;        ///< a CPU that has nothing to do
    QColor overhead;
    QColor throttled;
    QColor selection;
    QColor marker_a, marker_b;
    QColor anybody;  ///< a bar that stands for several tasks

    static Theme of(const QPalette& palette);
};

Fill task_fill(std::uint32_t task);
Fill cpu_fill(int cpu);
/// By what the job does.
Fill state_fill(JobState state, const Theme& theme);

/// Light or dark palettes of the application, in the Fusion style, so that both look the same everywhere.
QPalette light_palette();
QPalette dark_palette();

}  // namespace pinstack::gui
