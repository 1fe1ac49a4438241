// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/migration_painter.hpp"

#include <algorithm>

namespace pinstack::gui {

namespace {

constexpr int kColumnsForEach = 12;

}  // namespace

std::uint64_t paint_migrations(QPainter& painter, const TimelineScene& scene, const RowLayout& rows, QPoint origin) {
    const TimelineIndex& index = *scene.run.timeline;
    const ColumnEdges& edges = scene.edges;
    const Window& window = edges.map().window();
    if (index.migrations.empty() || rows.of_cpu(0) == nullptr) return 0;

    // Those that come in the window, and those that leave in it and come later.
    const auto first_arrival = std::lower_bound(index.migrations.begin(), index.migrations.end(), window.from,
                                                [](const Migration& each, Instant at) { return each.to < at; });
    const auto last_arrival = std::lower_bound(first_arrival, index.migrations.end(), window.to,
                                               [](const Migration& each, Instant at) { return each.to < at; });
    const auto leaves_before = [&](std::uint32_t i, Instant at) { return index.migrations[i].from < at; };
    const auto first_leaving =
        std::lower_bound(index.by_departure.begin(), index.by_departure.end(), window.from, leaves_before);
    const auto last_leaving =
        std::lower_bound(first_leaving, index.by_departure.end(), window.to, leaves_before);
    const auto count = (last_arrival - first_arrival);
    if (count * kColumnsForEach > edges.columns()) return static_cast<std::uint64_t>(count);

    const auto middle = [&](CpuId cpu) {
        const TimelineRow* row = rows.of_cpu(cpu);
        return origin.y() + row->top + row->bar_top + row->bar_height / 2;
    };
    const Theme& theme = scene.style.theme();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const auto draw = [&](const Migration& migration) {
        const JobId job = scene.run.recording.intervals[migration.interval].job;
        if (!migration.same_job && !scene.style.is_selected(job)) return;
        const TimelineRow* from = rows.of_cpu(migration.from_cpu);
        const TimelineRow* to = rows.of_cpu(migration.to_cpu);
        const bool down = to->top > from->top;
        // From the edge of one bar to the edge of the other.
        const int from_y = middle(migration.from_cpu) + (down ? 1 : -1) * from->bar_height / 2;
        const int to_y = middle(migration.to_cpu) - (down ? 1 : -1) * to->bar_height / 2;
        QColor colour = scene.style.is_weak(job) ? mixed(theme.ground, theme.text, 350) : theme.text;
        colour.setAlpha(migration.same_job ? 220 : 110);
        const QPointF start(origin.x() + edges.column_of(migration.from) + 0.5, from_y);
        const QPointF end(origin.x() + edges.column_of(migration.to) + 0.5, to_y);
        painter.setPen(QPen(colour, 1));
        painter.drawLine(start, end);
        painter.setBrush(colour);
        painter.drawEllipse(end, 2, 2);
    };
    for (auto each = first_arrival; each != last_arrival; ++each) draw(*each);
    for (auto each = first_leaving; each != last_leaving; ++each) {
        if (index.migrations[*each].to >= window.to) draw(index.migrations[*each]);
    }
    painter.restore();
    return 0;
}

}  // namespace pinstack::gui
