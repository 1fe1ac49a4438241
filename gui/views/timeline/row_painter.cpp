// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/row_painter.hpp"

#include <QCoreApplication>
#include <algorithm>
#include <vector>

#include "gui/models/timeline/unused_cpus.hpp"
#include "gui/views/timeline/mark_painter.hpp"

namespace pinstack::gui {

namespace {

UnusedKind kind_of(std::uint32_t id) { return static_cast<UnusedKind>(id); }

/// In its stretch; nothing for what is too short, as a rule.
QString unused_text(UnusedKind kind) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("Timeline", text); };
    switch (kind) {
        case UnusedKind::stacking:
            return tr("idle: lost to stacking");
        case UnusedKind::other:
            return tr("idle: lost");
        case UnusedKind::throttled:
            return tr("throttled");
        case UnusedKind::kernel:
            return {};
        case UnusedKind::some_kernel:
            return tr("idle, or kernel work");
        case UnusedKind::unknown:
            return tr("not known");
    }
    return {};
}

}  // namespace

RowPainter::RowPainter(QPainter& painter, const TimelineScene& scene, int left, const QRect& clip)
    : scene_(scene), theme_(scene.style.theme()), left_(left), bars_(painter, scene.style, clip) {}

void RowPainter::paint(const TimelineRow& row, int top) {
    if (row.is_cpu) {
        paint_cpu(row, top);
    } else {
        paint_task(row, top);
    }
}

void RowPainter::paint_cpu(const TimelineRow& row, int top) {
    const CpuLanes& lanes = scene_.run.timeline->cpus[row.number];
    const int bar_top = top + row.bar_top;
    // Up to the end of the run: other runs on the same axis may be longer.
    const int end = scene_.edges.column_of(scene_.run.recording.end);
    bars_.fill(columns(0, end, bar_top, row.bar_height), theme_.idle);
    paint_unused(lanes.unused, bar_top, row.bar_height);
    paint_running(lanes.running, bar_top, row.bar_height);
    paint_pile(lanes.pile, row, top);
    if (row.ribbon_height > 0) paint_ribbon(lanes, top + row.ribbon_top, row.ribbon_height);
}

void RowPainter::paint_unused(const SegmentLane& lane, int top, int height) {
    const auto merged = [&](const LaneItem& item, const ColumnSummary& summary) {
        merged_ += item.last - item.first;
        // A loss to stacking is seen whatever else is in the column.
        const bool stacks = (summary.signs & kStackingLossSign) != 0;
        const QColor colour = unused_colour(stacks ? UnusedKind::stacking : kind_of(summary.look.key), theme_);
        bars_.column(columns(item.left, item.right, top, height),
                     mixed(theme_.idle, colour, std::max(150, summary.busy / 2)));
    };
    const auto bar = [&](const LaneItem& item) {
        const UnusedKind kind = kind_of(lane.id(item.first));
        const QColor colour = unused_colour(kind, theme_);
        const QRect area = columns(item.left, item.right, top, height);
        if (kind == UnusedKind::kernel) return bars_.fill(area, colour);
        if (area.width() < 3) return bars_.column(area, mixed(theme_.idle, colour, 500));
        bars_.unused(area, kind);
        if (scene_.compact) return;
        const QColor ground = mixed(theme_.ground, colour, 120);
        bars_.text(area, scene_.small_labels.font(), unused_text(kind), colour, &ground);
    };
    for_each_drawn(lane, scene_.edges, bar, merged);
    bars_.end_columns();
}

void RowPainter::paint_running(const SegmentLane& lane, int top, int height) {
    const auto merged = [&](const LaneItem& item, const ColumnSummary& summary) {
        merged_ += item.last - item.first;
        const auto task = summary.same_key ? std::optional(summary.look.key) : std::nullopt;
        bars_.column(columns(item.left, item.right, top, height), scene_.style.column(summary, RowKind::cpu, task),
                     summary.signs);
    };
    const auto bar = [&](const LaneItem& item) {
        const QRect area = columns(item.left, item.right, top, height);
        const JobInterval& first = interval(lane, item.first);
        const bool begins = item.first == 0 || !(interval(lane, item.first - 1).job == first.job);
        bars_.running(area, first, RowKind::cpu, begins);
        if (area.width() < 8) return;
        const Fill look = scene_.style.running(first, RowKind::cpu);
        bars_.label(area, scene_.compact ? scene_.small_labels : scene_.labels, first.job.task, look.text,
                    first.protections.non_preemptible ? &look.colour : nullptr);
    };
    for_each_drawn(lane, scene_.edges, bar, merged);
    bars_.end_columns();
}

void RowPainter::paint_pile(const PinnedPile& pile, const TimelineRow& row, int top) {
    for (int i = 0; i < row.lanes; ++i) {
        const SegmentLane& lane = pile.lanes[static_cast<std::size_t>(i)];
        const int lane_top = top + row.lane_top(i) + 1, height = row.lane_height - 1;
        const auto merged = [&](const LaneItem& item, const ColumnSummary& summary) {
            merged_ += item.last - item.first;
            const bool pin_waits = (summary.signs & kPinWaitSign) != 0;
            const auto state = pin_waits ? JobState::pin_wait : static_cast<JobState>(summary.look.state);
            const QColor colour = summary.same_state || pin_waits ? state_fill(state, theme_).colour : theme_.anybody;
            bars_.column(columns(item.left, item.right, lane_top + 1, height - 2),
                         mixed(theme_.ground, colour, 150 + summary.busy * 4 / 10));
        };
        const auto bar = [&](const LaneItem& item) {
            const QRect area = columns(item.left, item.right, lane_top, height);
            const JobInterval& first = interval(lane, item.first);
            bars_.waiting(area, first, RowKind::cpu);
            if (!scene_.compact && area.width() >= 8) {
                const QColor& text = scene_.style.is_weak(first.job) ? theme_.weak_text : theme_.text;
                bars_.label(area, scene_.small_labels, first.job.task, text, nullptr);
            }
        };
        for_each_drawn(lane, scene_.edges, bar, merged);
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
        bars_.text(label, scene_.small_labels.font(), text, theme_.loss, &theme_.ground);
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
    paint_jobs(lanes.jobs, row.number, bar_top, row.bar_height);
    if (row.ribbon_height > 0) paint_queue(lanes.queue, top + row.ribbon_top, row.ribbon_height);
    MarkPainter marks(bars_, theme_, scene_.edges, left_);
    marks.paint(lanes, top + row.marks_top, row.marks_height, row.bar_height);
    merged_ += marks.merged();
}

void RowPainter::paint_jobs(const SegmentLane& lane, std::uint32_t task, int top, int height) {
    const int inset = height / 5;
    const auto thin = [&](const LaneItem& item) {
        return columns(item.left, item.right, top + inset, height - 2 * inset);
    };
    const auto merged = [&](const LaneItem& item, const ColumnSummary& summary) {
        merged_ += item.last - item.first;
        bars_.column(summary.busy > 0 ? columns(item.left, item.right, top, height) : thin(item),
                     scene_.style.column(summary, RowKind::task, task), summary.signs);
    };
    const auto bar = [&](const LaneItem& item) {
        const JobInterval& first = interval(lane, item.first);
        if (!first.has_cpu) return bars_.waiting(thin(item), first, RowKind::task);
        const QRect area = columns(item.left, item.right, top, height);
        const bool begins = item.first == 0 || !(interval(lane, item.first - 1).job == first.job);
        bars_.running(area, first, RowKind::task, begins);
        if (area.width() >= 8) paint_cpu_label(area, first, scene_.style.running(first, RowKind::task));
    };
    for_each_drawn(lane, scene_.edges, bar, merged);
    bars_.end_columns();
}

void RowPainter::paint_cpu_label(const QRect& area, const JobInterval& interval, const Fill& look) {
    const QFont& font = scene_.small_labels.font();
    const QColor* ground = interval.protections.non_preemptible ? &look.colour : nullptr;
    const QString text = QCoreApplication::translate("Timeline", "CPU %1").arg(interval.cpu);
    if (!bars_.text(area, font, text, look.text, ground)) {
        bars_.text(area, font, QString::number(interval.cpu), look.text, ground);
    }
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
