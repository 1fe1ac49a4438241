// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/schedules_view.hpp"

#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "analyzer/report/outcome_text.hpp"
#include "gui/models/table/figure_table.hpp"
#include "gui/views/timeline/timeline_view.hpp"

namespace pinstack::gui {

SchedulesView::SchedulesView(ComparedRuns& runs, ViewState& view, QWidget* parent) : CompareView(runs, view, parent) {
    content_ = new QWidget;
    content_->setBackgroundRole(QPalette::Base);
    content_->setAutoFillBackground(true);
    grid_ = new QGridLayout(content_);
    grid_->setContentsMargins({});
    grid_->setVerticalSpacing(fontMetrics().height() / 2);
    area_ = new QScrollArea;
    area_->setFrameShape(QFrame::NoFrame);
    area_->setWidgetResizable(true);
    area_->setWidget(content_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(area_);
}

QWidget* SchedulesView::picture() { return content_; }

void SchedulesView::clear() {
    for (TimelineView* each : timelines_) {
        each->hide();
        each->deleteLater();
    }
    timelines_.clear();
}

void SchedulesView::rebuild() {
    const std::vector<std::size_t> shown = runs().shown();
    // Timelines are costly to make, and keep what they show: only what is too many goes.
    while (timelines_.size() > shown.size()) {
        timelines_.back()->hide();
        timelines_.back()->deleteLater();
        timelines_.pop_back();
    }
    while (timelines_.size() < shown.size()) {
        auto* timeline = new TimelineView(view());
        timeline->set_compact(true);
        timeline->setFrameShape(QFrame::NoFrame);
        timelines_.push_back(timeline);
    }
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const Outcome& outcome = runs().outcomes().outcomes[shown[i]];
        const CapacitySplit& capacity = outcome.result->capacity;
        timelines_[i]->set_title(tr("%1: %2 lost, %3 missed")
                                     .arg(words(variant_text(outcome.variant)),
                                          words(percent_text(capacity.lost(), capacity.total)),
                                          words(counted(outcome.result->deadline_misses(), "deadline"))));
        timelines_[i]->show(runs().recorded().runs[shown[i]]);
    }
    lay_out();
}

void SchedulesView::set_side_by_side(bool side_by_side) {
    side_by_side_ = side_by_side;
    lay_out();
}

void SchedulesView::lay_out() {
    while (QLayoutItem* item = grid_->takeAt(0)) delete item;
    const int columns = side_by_side_ ? 2 : 1;
    for (int row = 0; row < grid_->rowCount(); ++row) grid_->setRowStretch(row, 0);
    for (int column = 0; column < 2; ++column) grid_->setColumnStretch(column, column < columns ? 1 : 0);
    int place = 0;
    for (TimelineView* timeline : timelines_) {
        grid_->addWidget(timeline, place / columns, place % columns);
        timeline->setFixedHeight(timeline->sizeHint().height());
        timeline->QWidget::show();
        ++place;
    }
    grid_->setRowStretch(place / columns + 1, 1);
}

}  // namespace pinstack::gui
