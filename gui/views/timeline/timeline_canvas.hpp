// SPDX-License-Identifier: GPL-3.0-or-later
//
// A timeline without a widget: where everything stands, how it is drawn, and what is at a place.
//
//     title                         (where there is one)
//     unit        | ruler
//     head of row | plot of row     scrolled up and down
#pragma once

#include <QFont>
#include <QPalette>
#include <QSize>
#include <cstdint>
#include <memory>
#include <optional>

#include "gui/models/recorded_run.hpp"
#include "gui/models/timeline/column_edges.hpp"
#include "gui/models/timeline/lane_items.hpp"
#include "gui/models/timeline/row_layout.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/theme.hpp"
#include "gui/views/timeline/task_labels.hpp"

class QFontMetrics;
class QPainter;

namespace pinstack::gui {

/// What is at a place.
struct TimelineHit {
    enum class Part : std::uint8_t { nothing, ruler, head, marks, bar, lane, ribbon };
    Part part = Part::nothing;
    const TimelineRow* row = nullptr;
    int column = 0;
    const SegmentLane* lane = nullptr;  ///< of a bar or lane
    std::optional<LaneItem> item;       ///< of the lane, in the column
    bool is_unused = false;             ///< the lane is that of a CPU without a job
};

class TimelineCanvas {
public:
    explicit TimelineCanvas(const ViewState& view) : view_(view) {}

    void set_run(RecordedRunPtr run) { run_ = std::move(run); }
    const RecordedRunPtr& run() const { return run_; }
    bool has_run() const { return run_ != nullptr && run_->timeline != nullptr; }
    void set_compact(bool compact) { compact_ = compact; }
    bool is_compact() const { return compact_; }
    void set_title(const QString& title) { title_ = title; }
    const QString& title() const { return title_; }
    void set_ruler_visible(bool visible) { has_ruler_ = visible; }

    /// To be called whenever any of this, or the ViewState, has changed; before any of what follows.
    void lay_out(QSize size, const QFont& font, const QPalette& palette);

    int header_height() const { return header_; }  ///< title and ruler
    int plot_left() const { return left_; }
    int plot_width() const { return std::max(1, size_.width() - left_); }
    const RowLayout& rows() const { return rows_; }
    const ColumnEdges& edges() const { return *edges_; }
    const Theme& theme() const { return theme_; }

    /// `scroll`: how far the rows have moved up. Returns how many events shared a pixel column.
    std::uint64_t paint(QPainter& painter, int scroll);

    TimelineHit hit(QPoint at, int scroll) const;
    /// In words; empty where there is nothing.
    QString text(const TimelineHit& hit) const;
    /// What is selected where somebody clicks there.
    Selection selection(const TimelineHit& hit) const;
    /// The instant at a column, or that of an event of the row if one is so near that it is meant.
    Instant snapped(const TimelineHit& hit) const;

private:
    /// What rows and heads depend on.
    struct RowKey {
        RecordedRunPtr run;
        QFont font;
        Rows rows = Rows::both;
        QString filter;
        bool compact = false;
        bool operator==(const RowKey& other) const = default;
    };

    void lay_out_rows(const QFontMetrics& metrics);
    int head_width(const QFontMetrics& metrics) const;
    void paint_ruler(QPainter& painter, int bottom) const;
    void paint_head(QPainter& painter, const TimelineRow& row, int top) const;
    void paint_nothing(QPainter& painter) const;
    std::uint64_t paint_rows(QPainter& painter, int scroll);
    void paint_span(QPainter& painter) const;

    const ViewState& view_;
    RecordedRunPtr run_;
    bool compact_ = false, has_ruler_ = true;
    QString title_;

    QSize size_;
    QFont font_, small_font_;
    Theme theme_;
    int header_ = 0, title_height_ = 0, left_ = 0;
    RowLayout rows_;
    std::optional<ColumnEdges> edges_;
    std::optional<TaskLabels> labels_, small_labels_;
    RowKey row_key_;  // of rows, heads and labels
};

}  // namespace pinstack::gui
