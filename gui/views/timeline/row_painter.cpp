// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/row_painter.hpp"

#include <QCoreApplication>
#include <algorithm>
#include <vector>

#include "gui/models/timeline/lost_cpus.hpp"
#include "gui/views/timeline/mark_painter.hpp"

namespace pinstack::gui {

RowPainter::RowPainter(QPainter& painter, const TimelineScene& scene, int left, const QRect& clip)
    : painter_(painter),
      scene_(scene),
      theme_(scene.style.theme()),
      left_(left),
      bars_(painter, scene.style, clip) {}

void RowPainter::paint(const TimelineRow& row, int top) {
    if (row.is_cpu) {
        paint_cpu(row, top);
    } else {
        paint_task(row, top);
    }
}

int RowPainter::busy_thousandths(const SegmentLane& lane, const LaneItem& item) const {
    // Only its first and last segment can cross the edges of a merged column.
    const Instant from = scene_.edges.at(item.left), to = scene_.edges.at(item.right);
    const std::size_t first = lane.from(item.first) < from ? item.first + 1 : item.first;
    const Duration busy = lane.busy_between(from, first, to, item.last);
    return static_cast<int>(static_cast<__int128>(busy.ns) * 1000 / (to - from).ns);
}

void RowPainter::paint_cpu(const TimelineRow& row, int top) {
    const CpuLanes& lanes = scene_.run.timeline->cpus[row.number];
    const int bar_top = top + row.bar_top;
    // Up to the end of the run: other runs on the same axis may be longer.
    const int end = scene_.edges.column_of(scene_.run.recording.end);
    bars_.fill(columns(0, end, bar_top, row.bar_height), theme_.idle);
    paint_lost(lanes.lost, bar_top, row.bar_height);
    paint_running(lanes.running, bar_top, row.bar_height);
    paint_pile(lanes.pile, row, top);
    if (row.ribbon_height > 0) paint_ribbon(lanes, top + row.ribbon_top, row.ribbon_height);
}

void RowPainter::paint_lost(const SegmentLane& lane, int top, int height) {
    for_each_item(lane, scene_.edges, [&](const LaneItem& item) {
        const bool stacking = lane.id(item.first) == static_cast<std::uint32_t>(LostKind::stacking);
        const QColor& colour = stacking ? theme_.loss : theme_.other_loss;
        const QRect area = columns(item.left, item.right, top, height);
        if (item.is_merged()) {
            merged_ += item.last - item.first;
            bars_.column(area, mixed(theme_.idle, colour, std::max(150, busy_thousandths(lane, item) / 2)));
            return;
        }
        if (area.width() < 3) return bars_.column(area, mixed(theme_.idle, colour, 500));
        bars_.fill(area, mixed(theme_.ground, colour, 120));
        QColor lines = colour;
        lines.setAlpha(150);
        bars_.hatched(area, lines, true);
        if (scene_.compact) return;
        const QString text = stacking ? QCoreApplication::translate("Timeline", "idle: lost to stacking")
                                      : QCoreApplication::translate("Timeline", "idle: lost");
        const int width = QFontMetrics(scene_.small_labels.font()).horizontalAdvance(text) + 8;
        if (area.width() < width) return;
        // Letters on hatching cannot be read.
        const QRect label(area.center().x() - width / 2, area.top() + 2, width, area.height() - 4);
        bars_.fill(label, mixed(theme_.ground, colour, 120));
        bars_.text(label, scene_.small_labels.font(), text, colour);
    });
    bars_.end_columns();
}

void RowPainter::paint_running(const SegmentLane& lane, int top, int height) {
    for_each_item(lane, scene_.edges, [&](const LaneItem& item) {
        const JobInterval& first = interval(lane, item.first);
        const QRect area = columns(item.left, item.right, top, height);
        if (item.is_merged()) {
            merged_ += item.last - item.first;
            const bool same = lane.same_key(item.first, item.last);
            bars_.column(area, scene_.style.column(first, RowKind::cpu, same, busy_thousandths(lane, item)));
            return;
        }
        const bool begins = item.first == 0 || !(interval(lane, item.first - 1).job == first.job);
        bars_.running(area, first, RowKind::cpu, begins);
        if (area.width() < 8) return;
        const Fill look = scene_.style.running(first, RowKind::cpu);
        bars_.label(area, scene_.compact ? scene_.small_labels : scene_.labels, first.job.task, look.text,
                    first.protections.non_preemptible ? &look.colour : nullptr);
    });
    bars_.end_columns();
}

void RowPainter::paint_pile(const PinnedPile& pile, const TimelineRow& row, int top) {
    for (int i = 0; i < row.lanes; ++i) {
        const SegmentLane& lane = pile.lanes[static_cast<std::size_t>(i)];
        const int lane_top = top + row.lane_top(i) + 1, height = row.lane_height - 1;
        for_each_item(lane, scene_.edges, [&](const LaneItem& item) {
            const JobInterval& first = interval(lane, item.first);
            const QRect area = columns(item.left, item.right, lane_top, height);
            if (item.is_merged()) {
                merged_ += item.last - item.first;
                const bool same = lane.same_state(item.first, item.last);
                const QColor colour = same ? scene_.style.waiting(first, RowKind::cpu).colour : theme_.anybody;
                bars_.column(area.adjusted(0, 1, 0, -1),
                             mixed(theme_.ground, colour, 150 + busy_thousandths(lane, item) * 4 / 10));
                return;
            }
            bars_.waiting(area, first, RowKind::cpu);
            if (!scene_.compact && area.width() >= 8) {
                const QColor& text = scene_.style.is_weak(first.job) ? theme_.weak_text : theme_.text;
                bars_.label(area, scene_.small_labels, first.job.task, text, nullptr);
            }
        });
        bars_.end_columns();
    }
    if (pile.more.empty()) return;
    const int highest = top + row.lane_top(row.lanes - 1);
    pile.more.for_each_run(scene_.edges, [&](int left, int right, std::int32_t more) {
        const QRect area = columns(left, right, highest, row.lane_height);
        bars_.fill({area.left(), area.top(), area.width(), 2}, theme_.loss);
        const QString text = QString("+%1").arg(more);
        const int width = QFontMetrics(scene_.small_labels.font()).horizontalAdvance(text) + 8;
        if (scene_.compact || area.width() < width) return;
        const QRect label(area.right() - width + 1, area.top() + 2, width, area.height() - 3);
        bars_.fill(label, theme_.ground);
        bars_.text(label, scene_.small_labels.font(), text, theme_.loss);
    });
}

void RowPainter::paint_ribbon(const CpuLanes& lanes, int top, int height) {
    const int most = scene_.run.timeline->max_depth;
    std::vector<std::int32_t> charged(static_cast<std::size_t>(scene_.edges.columns()));
    lanes.charged.for_each_run(scene_.edges, [&](int left, int right, std::int32_t value) {
        std::fill(charged.begin() + left, charged.begin() + right, value);
    });
    lanes.depth.for_each_run(scene_.edges, [&](int left, int right, std::int32_t depth) {
        const int tall = std::max(2, depth * height / most);
        for (int x = left; x < right;) {
            const bool costs = charged[static_cast<std::size_t>(x)] > 0;
            int end = x + 1;
            while (end < right && (charged[static_cast<std::size_t>(end)] > 0) == costs) ++end;
            const QColor& colour = costs ? theme_.loss : theme_.anybody;
            bars_.column(columns(x, end, top + height - tall, tall),
                         mixed(theme_.ground, colour, 350 + 650 * depth / most));
            x = end;
        }
    });
    bars_.end_columns();
}

void RowPainter::paint_task(const TimelineRow& row, int top) {
    const TaskLanes& lanes = scene_.run.timeline->tasks[row.number];
    const int bar_top = top + row.bar_top;
    bars_.fill(columns(0, scene_.edges.columns(), bar_top + row.bar_height, 1), theme_.grid);
    paint_jobs(lanes.jobs, bar_top, row.bar_height);
    if (row.ribbon_height > 0) paint_queue(lanes.queue, top + row.ribbon_top, row.ribbon_height);
    MarkPainter marks(painter_, theme_, scene_.edges, left_);
    marks.paint(lanes, top + row.marks_top, row.marks_height, row.bar_height);
    merged_ += marks.merged();
}

void RowPainter::paint_jobs(const SegmentLane& lane, int top, int height) {
    const int inset = height / 5;
    for_each_item(lane, scene_.edges, [&](const LaneItem& item) {
        const JobInterval& first = interval(lane, item.first);
        const QRect area = columns(item.left, item.right, top, height);
        const QRect thin = area.adjusted(0, inset, 0, -inset);
        if (item.is_merged()) {
            merged_ += item.last - item.first;
            const int busy = busy_thousandths(lane, item);
            const bool same = lane.same_key(item.first, item.last);
            if (busy > 0) {
                bars_.column(area, scene_.style.column(first, RowKind::task, same, busy));
            } else {
                const Fill look = scene_.style.waiting(first, RowKind::task);
                bars_.column(thin, mixed(theme_.ground, look.colour, 500));
            }
            return;
        }
        bars_.end_columns();
        if (!first.has_cpu) {
            bars_.waiting(thin, first, RowKind::task);
            return;
        }
        const bool begins = item.first == 0 || !(interval(lane, item.first - 1).job == first.job);
        bars_.running(area, first, RowKind::task, begins);
        const Fill look = scene_.style.running(first, RowKind::task);
        if (area.width() >= 8) paint_cpu_label(area, first.cpu, look);
    });
    bars_.end_columns();
}

void RowPainter::paint_cpu_label(const QRect& area, CpuId cpu, const Fill& look) {
    const QFont& font = scene_.small_labels.font();
    const QString text = QCoreApplication::translate("Timeline", "CPU %1").arg(cpu);
    if (!bars_.text(area, font, text, look.text)) bars_.text(area, font, QString::number(cpu), look.text);
}

void RowPainter::paint_queue(const StepCurve& queue, int top, int height) {
    const int most = std::max(1, queue.max());
    queue.for_each_run(scene_.edges, [&](int left, int right, std::int32_t jobs) {
        const int tall = std::max(2, jobs * height / most);
        bars_.column(columns(left, right, top, tall), mixed(theme_.ground, theme_.anybody, 500));
    });
    bars_.end_columns();
}

}  // namespace pinstack::gui
