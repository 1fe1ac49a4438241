// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/capacity_view.hpp"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QCursor>
#include <QHorizontalStackedBarSeries>
#include <QLegend>
#include <QSplitter>
#include <QToolTip>
#include <QValueAxis>
#include <QVBoxLayout>

#include "analyzer/report/outcome_text.hpp"
#include "gui/views/compare/chart_style.hpp"
#include "gui/views/table/figure_view.hpp"

namespace pinstack::gui {

CapacityView::CapacityView(ComparedRuns& runs, ViewState& view, QWidget* parent)
    : CompareView(runs, view, parent), table_(runs) {
    bars_ = new QChartView;
    bars_->setFrameShape(QFrame::NoFrame);
    bars_->setMinimumHeight(fontMetrics().height() * 10);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(bars_);
    splitter->addWidget(new FigureView(table_, view));
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(splitter);
}

QWidget* CapacityView::picture() { return bars_; }

void CapacityView::clear() {
    bars_->chart()->removeAllSeries();
    for (QAbstractAxis* axis : bars_->chart()->axes()) bars_->chart()->removeAxis(axis);
}

void CapacityView::rebuild() {
    clear();
    const Theme theme = Theme::of(palette());
    QChart& chart = *bars_->chart();
    style_chart(chart, theme);
    bars_->setBackgroundBrush(theme.ground);
    // Bars are drawn from the bottom.
    std::vector<std::size_t> shown = runs().shown();
    std::reverse(shown.begin(), shown.end());
    auto* series = new QHorizontalStackedBarSeries;
    series->setBarWidth(0.7);
    for (const CapacityKind* kind : kinds_in(runs())) {
        auto* set = new QBarSet(words(kind->name));
        set->setBrush(kind_colour(*kind, theme));
        set->setPen(QPen(theme.ground, 0.5));
        set->setLabelColor(theme.text);
        for (const std::size_t run : shown) {
            const CapacitySplit& capacity = runs().outcomes().outcomes[run].result->capacity;
            const auto total = static_cast<double>(std::max<std::int64_t>(1, capacity.total));
            *set << static_cast<double>(capacity.*kind->part) / total * 100;
        }
        connect(set, &QBarSet::hovered, this, [this, kind, shown](bool is_in, int bar) {
            if (!is_in || bar < 0 || static_cast<std::size_t>(bar) >= shown.size()) return QToolTip::hideText();
            const CapacitySplit& capacity = runs().outcomes().outcomes[shown[static_cast<std::size_t>(bar)]].result->capacity;
            QToolTip::showText(QCursor::pos(), tr("%1: %2\n%3").arg(words(kind->name), words(share_text(capacity.*kind->part, capacity.total)), words(kind->meaning)), bars_);
        });
        series->append(set);
    }
    chart.addSeries(series);
    auto* variants = new QBarCategoryAxis;
    QStringList names;
    for (const std::size_t run : shown) names << name_of_run(run);
    variants->append(names);
    auto* shares = new QValueAxis;
    shares->setRange(0, 100);
    shares->setTickCount(6);
    shares->setLabelFormat("%d %%");
    shares->setTitleText(tr("share of the CPU time of the run"));
    for (QAbstractAxis* axis : {static_cast<QAbstractAxis*>(variants), static_cast<QAbstractAxis*>(shares)}) {
        style_axis(*axis, theme, font());
    }
    variants->setGridLineVisible(false);
    chart.addAxis(variants, Qt::AlignLeft);
    chart.addAxis(shares, Qt::AlignBottom);
    series->attachAxis(variants);
    series->attachAxis(shares);
    chart.legend()->show();
    chart.legend()->setAlignment(Qt::AlignTop);
    chart.legend()->setFont(font());
    chart.legend()->setLabelColor(theme.text);
    chart.legend()->setMarkerShape(QLegend::MarkerShapeRectangle);
    const int margin = fontMetrics().height() / 2;
    chart.setMargins({margin, 0, margin * 2, margin});
}

}  // namespace pinstack::gui
