// SPDX-License-Identifier: GPL-3.0-or-later
//
// Draws the rows of a timeline, right of their heads.
#pragma once

#include <QPainter>
#include <cstdint>

#include "gui/models/recorded_run.hpp"
#include "gui/models/timeline/column_edges.hpp"
#include "gui/models/timeline/lane_items.hpp"
#include "gui/models/timeline/row_layout.hpp"
#include "gui/views/timeline/bar_painter.hpp"

namespace pinstack::gui {

/// What is drawn; all of it outlives the painter.
struct TimelineScene {
    const RecordedRun& run;
    const ColumnEdges& edges;
    const BarStyle& style;
    TaskLabels& labels;
    TaskLabels& small_labels;
    bool compact = false;
};

class RowPainter {
public:
    /// `left`: where the first column is. `clip`: rows outside it need not be painted.
    RowPainter(QPainter& painter, const TimelineScene& scene, int left, const QRect& clip);

    /// `top`: of the row, where it is drawn.
    void paint(const TimelineRow& row, int top);
    /// Segments and marks that shared a column with another one.
    std::uint64_t merged() const { return merged_; }

private:
    void paint_cpu(const TimelineRow& row, int top);
    void paint_task(const TimelineRow& row, int top);
    void paint_unused(const SegmentLane& lane, int top, int height);
    void paint_running(const SegmentLane& lane, int top, int height);
    void paint_pile(const PinnedPile& pile, const TimelineRow& row, int top);
    void paint_ribbon(const CpuLanes& lanes, int top, int height);
    void paint_jobs(const SegmentLane& lane, std::uint32_t task, int top, int height);
    void paint_cpu_label(const QRect& area, const JobInterval& interval, const Fill& look);
    void paint_queue(const StepCurve& queue, int top, int height);

    QRect columns(int left, int right, int top, int height) const { return {left_ + left, top, right - left, height}; }
    const JobInterval& interval(const SegmentLane& lane, std::size_t i) const {
        return scene_.run.recording.intervals[lane.id(i)];
    }

    const TimelineScene& scene_;
    const Theme& theme_;
    int left_;
    BarPainter bars_;
    std::uint64_t merged_ = 0;
};

}  // namespace pinstack::gui
