// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/capacity_view.hpp"

#include <QLabel>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include "gui/views/compare/capacity_bars.hpp"
#include "gui/views/compare/chart_list.hpp"
#include "gui/views/table/figure_view.hpp"

namespace pinstack::gui {

CapacityView::CapacityView(ComparedRuns& runs, ViewState& view, QWidget* parent)
    : CompareView(runs, view, parent), table_(runs) {
    legend_ = new QLabel;
    legend_->setTextFormat(Qt::RichText);
    legend_->setWordWrap(true);
    legend_->setMargin(fontMetrics().height() / 3);
    bars_ = new CapacityBars(runs);
    top_ = new QWidget;
    top_->setBackgroundRole(QPalette::Base);
    top_->setAutoFillBackground(true);
    auto* bars = new QVBoxLayout(top_);
    bars->setContentsMargins({});
    bars->setSpacing(0);
    bars->addWidget(legend_);
    bars->addWidget(bars_, 1);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(top_);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(area);
    splitter->addWidget(new FigureView(table_, view));
    splitter->setSizes({3000, 2000});  // in proportion
    splitter->setChildrenCollapsible(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(splitter);
}

QWidget* CapacityView::picture() { return top_; }

void CapacityView::clear() {
    legend_->clear();
    bars_->clear();
}

void CapacityView::rebuild() {
    const Theme theme = Theme::of(palette());
    QString legend = tr("CPU time of the run:") + " ";
    for (const CapacityKind* kind : kinds_in(runs())) {
        legend += "<span style=\"white-space:nowrap\">" + swatch(kind_colour(*kind, theme)) + words(kind->name) +
                  "</span> &nbsp; ";
    }
    legend_->setText(legend);
    bars_->refresh();
}

}  // namespace pinstack::gui
