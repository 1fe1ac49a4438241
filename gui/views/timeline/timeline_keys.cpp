// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/timeline_keys.hpp"

#include <QCoreApplication>

namespace pinstack::gui {

QVector<std::pair<QString, QString>> timeline_keys() {
    const auto tr = [](const char* text) { return QCoreApplication::translate("Timeline", text); };
    return {
        {tr("Wheel, W / S"), tr("Zoom in / out, at the pointer")},
        {tr("Drag"), tr("Zoom to what is dragged over")},
        {tr("Shift+wheel, A / D"), tr("Earlier / later")},
        {tr("Middle drag, Space+drag"), tr("Move along")},
        {tr("Ctrl+wheel, Page Up / Down"), tr("Rows up / down")},
        {tr("R"), tr("The whole run")},
        {tr("F"), tr("The selection with some room around it")},
        {tr("Z"), tr("From marker A to B; without them, exactly the selection")},
        {tr("Alt+Left / Right"), tr("Back / forward in the history of zooms")},
        {tr("Click"), tr("Select a job, or at its head a CPU or task")},
        {tr("Left / Right"), tr("Select the bar before / after it in the row")},
        {tr("Up / Down"), tr("Select the row above / below")},
        {tr(", / ."), tr("Previous / next deadline miss or stacking episode")},
        {tr("Ctrl+F"), tr("Search a job: T2, or T2#3; Enter finds the next, Shift+Enter the previous")},
        {tr("/"), tr("Filter tasks by name")},
        {tr("Ctrl+click, click on the ruler"), tr("Marker A, at the nearest event")},
        {tr("Shift+click"), tr("Marker B, at the nearest event")},
        {tr("Drag on the ruler"), tr("Measure: marker A to marker B")},
        {tr("[ / ]"), tr("Marker A / B at the start / end of the selection")},
        {tr("Ctrl+D"), tr("No markers")},
        {tr("Esc"), tr("No selection")},
    };
}

}  // namespace pinstack::gui
