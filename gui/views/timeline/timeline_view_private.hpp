// SPDX-License-Identifier: GPL-3.0-or-later
//
// What timeline_view.cpp and timeline_input.cpp share.
#pragma once

#include <QImage>
#include <QPoint>
#include <QScrollBar>
#include <optional>

#include "gui/models/timeline/attention.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/timeline/timeline_canvas.hpp"
#include "gui/views/timeline/timeline_view.hpp"

namespace pinstack::gui {

class TimelineView::Private {
public:
    enum class Drag : std::uint8_t { none, press, zoom, pan, measure };

    explicit Private(ViewState& state) : view(state), canvas(state) {}

    TimelineCanvas& laid_out(const TimelineView& widget) {
        canvas.lay_out(widget.viewport()->size(), widget.font(), widget.palette());
        return canvas;
    }
    TimelineHit hit(QPoint at, const TimelineView& widget) const {
        return canvas.hit(at, widget.verticalScrollBar()->value());
    }
    /// The column, or the end of the last one.
    int column(int x) const { return std::clamp(x - canvas.plot_left(), 0, canvas.edges().columns()); }
    /// From where to where what is selected goes on.
    std::optional<Window> selected_window() const {
        const Selection& selection = view.selection();
        if (selection.span) return selection.span;
        if (!canvas.has_run() || !selection.task || !selection.job) return std::nullopt;
        return window_of_job(*canvas.run(), {*selection.task, *selection.job});
    }

    ViewState& view;
    TimelineCanvas canvas;
    QImage picture;      // of the canvas
    bool is_old = true;  // the picture
    std::uint64_t merged = 0;
    int known_left = -1;

    Drag drag = Drag::none;
    QPoint pressed, pointer{-1, -1};
    int pan_x = 0;              // where the last step of a pan ended
    bool has_space = false;     // the key is held
    bool is_selecting = false;  // the selection changes by this view's own doing
};

}  // namespace pinstack::gui
