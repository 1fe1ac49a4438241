// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/start/thumbnail.hpp"

#include <QPainter>
#include <algorithm>

#include "gui/models/time_map.hpp"
#include "gui/views/theme.hpp"

namespace pinstack::gui {

namespace {

constexpr int kMostRows = 16;

// Which CPU is lost is not defined: the last ones that idle stand for them, as many as there are.
void paint_losses(QPainter& painter, const TimeMap& map, int rows, int row_height, const RecordedRun& run,
                  const Theme& theme) {
    const auto& series = run.recording.series;
    for (std::size_t i = 0; i < series.size(); ++i) {
        const Instant to = i + 1 < series.size() ? series[i + 1].at : run.recording.end;
        const int lost = std::min(series[i].stacking_loss, rows);
        if (lost == 0 || to <= map.window().from || series[i].at >= map.window().to) continue;
        const int left = std::max(map.pixel_of(series[i].at), 0);
        const int right = std::min(map.pixel_of(to), map.pixels());
        const QRect area(left, (rows - lost) * row_height, std::max(right - left, 1), lost * row_height);
        painter.fillRect(area, QBrush(theme.loss, Qt::BDiagPattern));
    }
}

}  // namespace

void paint_thumbnail(QPainter& painter, QSize size, const RecordedRun& run, const Window& window, const Theme& theme) {
    const int rows = std::min(run.system->platform.cpus, kMostRows);
    const int row_height = std::max(size.height() / rows, 2);
    const TimeMap map(window, size.width());
    painter.fillRect(QRect(QPoint(0, 0), QSize(size.width(), rows * row_height)), theme.idle);
    paint_losses(painter, map, rows, row_height, run, theme);
    for (const JobInterval& bar : run.recording.intervals) {
        if (!bar.has_cpu || bar.cpu >= rows || bar.to <= window.from || bar.from >= window.to) continue;
        const int left = std::max(map.pixel_of(bar.from), 0);
        const int right = std::min(std::max(map.pixel_of(bar.to), left + 1), size.width());
        const QRect area(left, bar.cpu * row_height + 1, right - left, row_height - 2);
        painter.fillRect(area, task_fill(bar.job.task).colour);
        if (bar.protections.migrate_disabled) {
            painter.fillRect(QRect(area.left(), area.bottom() - 1, area.width(), 2), theme.outline);
        }
    }
}

}  // namespace pinstack::gui
