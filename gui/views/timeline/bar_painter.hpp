// SPDX-License-Identifier: GPL-3.0-or-later
//
// The signs of a timeline: filled bars with their sections, hollow bars, shaded columns, hatching, labels. They know
// rectangles and intervals, and no rows.
#pragma once

#include <QBrush>
#include <QPainter>
#include <QRect>
#include <map>
#include <vector>

#include "gui/views/timeline/bar_style.hpp"
#include "gui/views/timeline/pixel_sheet.hpp"
#include "gui/views/timeline/task_labels.hpp"

namespace pinstack::gui {

class BarPainter {
public:
    /// What is painted is `clip` at most; labels stand in the middle of what is visible of their bar.
    BarPainter(QPainter& painter, const BarStyle& style, const QRect& clip);

    void running(const QRect& bar, const JobInterval& interval, RowKind row, bool begins_job);
    /// Of a job without a CPU.
    void waiting(const QRect& bar, const JobInterval& interval, RowKind row);
    /// What protects a job, in the colour that can be read on its bar.
    void sections(const QRect& bar, Protections held, const QColor& colour);
    /// Of a CPU without a job.
    void unused(const QRect& area, UnusedKind kind);
    void hatched(const QRect& area, const QColor& colour, bool light);
    /// Both are drawn where they fit. `ground`, if any, goes behind the letters: on hatching they cannot be read.
    void label(const QRect& bar, TaskLabels& labels, std::uint32_t task, const QColor& colour, const QColor* ground);
    bool text(const QRect& area, const QFont& font, const QString& text, const QColor& colour,
              const QColor* ground = nullptr);
    void fill(const QRect& area, const QColor& colour) {
        if (sheet_.is_usable()) return sheet_.fill(area & clip_, colour);
        painter_.fillRect(area & clip_, colour);
    }

    /// Columns of one lane, which must not overlap anything else of it. They are drawn at end_columns(), many of one
    /// height as one picture. `signs` of any segment in it: a column is hatched and edged as a bar would be, and has a
    /// red foot where a job waits pinned.
    void column(const QRect& column, const QColor& colour, SegmentSigns signs = 0);
    void end_columns();

private:
    bool draw_strip();
    void frame(const QRect& bar, const QColor& colour, int thickness);
    const QBrush& hatch(const QColor& colour, bool light);

    QPainter& painter_;
    PixelSheet sheet_;
    const BarStyle& style_;
    QRect clip_;
    struct Columns {
        QRect area;
        QColor colour;
        SegmentSigns signs = 0;
    };
    void draw_signs();
    std::vector<Columns> columns_;  // of the lane that is being drawn
    std::vector<QRgb> line_;        // of pixels, kept for its memory
    std::map<std::pair<QRgb, bool>, QBrush> hatches_;
};

}  // namespace pinstack::gui
