// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/timeline_view.hpp"

#include <utility>

#include "gui/models/view_state.hpp"

namespace pinstack::gui {

class TimelineView::Private {
public:
    explicit Private(ViewState& state) : view(state) {}
    ViewState& view;
    RecordedRunPtr run;
};

TimelineView::TimelineView(ViewState& view, QWidget* parent)
    : QAbstractScrollArea(parent), d_(std::make_unique<Private>(view)) {}

TimelineView::~TimelineView() = default;

void TimelineView::show(RecordedRunPtr run) {
    d_->run = std::move(run);
    viewport()->update();
}

const RecordedRunPtr& TimelineView::run() const { return d_->run; }
void TimelineView::set_compact(bool) {}
void TimelineView::set_title(const QString&) {}
void TimelineView::set_ruler_visible(bool) {}
int TimelineView::plot_left() const { return 0; }
std::uint64_t TimelineView::merged_events() const { return 0; }
QSize TimelineView::sizeHint() const { return {640, 240}; }
QSize TimelineView::minimumSizeHint() const { return {200, 80}; }

}  // namespace pinstack::gui
