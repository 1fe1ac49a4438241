// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/sweep/sweep_page.hpp"

#include <QGridLayout>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/sweep/sweep_chart.hpp"
#include "analyzer/report/sweep/sweep_report.hpp"
#include "gui/views/sweep/curve_legend.hpp"
#include "gui/views/sweep/sweep_chart.hpp"
#include "gui/views/sweep/sweep_controls.hpp"
#include "gui/views/table/figure_view.hpp"

namespace pinstack::gui {

SweepPage::SweepPage(SweepFile& file, ViewState& view, QWidget* parent) : Page(parent), file_(file) {
    controls_ = new SweepControls(choice_);
    figures_ = new FigureView(points_, view);
    summary_ = new QLabel;
    summary_->setObjectName("summary");
    summary_->setTextFormat(Qt::PlainText);
    summary_->setWordWrap(true);
    summary_->setMargin(fontMetrics().height() / 4);
    auto* split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->addWidget(make_picture());
    split->addWidget(figures_);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(controls_);
    column->addWidget(split, 1);
    column->addWidget(summary_);
    connect(&file_, &SweepFile::changed, this, [this] { choice_.show(file_.results()); });
    connect(&choice_, &SweepChoice::changed, this, &SweepPage::show_figure);
    connect(&curves_, &CurveList::changed, this, &SweepPage::show_curves);
    connect(controls_, &SweepControls::intervals_chosen, chart_, &SweepChart::set_intervals);
    connect(chart_, &SweepChart::point_chosen, this, &SweepPage::choose_point);
    connect(figures_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SweepPage::row_chosen);
    choice_.show(file_.results());
}

QWidget* SweepPage::make_picture() {
    picture_ = new QWidget;
    picture_->setBackgroundRole(QPalette::Base);
    picture_->setAutoFillBackground(true);
    title_ = new QLabel;
    title_->setObjectName("title");
    title_->setTextFormat(Qt::RichText);
    title_->setWordWrap(true);
    axis_ = new QLabel;
    axis_->setObjectName("axis_text");
    axis_->setTextFormat(Qt::PlainText);
    axis_->setAlignment(Qt::AlignHCenter);
    chart_ = new SweepChart;
    auto* grid = new QGridLayout(picture_);
    grid->addWidget(title_, 0, 0, 1, 2);
    grid->addWidget(chart_, 1, 0);
    grid->addWidget(new CurveLegend(curves_), 1, 1, 2, 1);
    grid->addWidget(axis_, 2, 0);
    grid->setColumnStretch(0, 1);
    grid->setRowStretch(1, 1);
    return picture_;
}

void SweepPage::show_figure() {
    const SweepResultsPtr results = choice_.results();
    const auto said = [](const std::string& text) { return words(printable(text)); };
    summary_->setText(
        results == nullptr
            ? QString()
            : tr("Sweep %1: %2").arg(said(results->spec.name), words(sweep_summary(results->spec, results->sums))));
    picture_->setVisible(choice_.has_plot());
    figures_->setVisible(choice_.has_plot());
    if (!choice_.has_plot()) {
        curves_.show({});
        return;
    }
    const SweepPlot& plot = choice_.plot();
    const QString values = choice_.values_text();
    title_->setText(QString("<b>%1</b>%2<br>%3")
                        .arg(words(plot.title).toHtmlEscaped(),
                             values.isEmpty() ? QString() : "&nbsp; " + values.toHtmlEscaped(),
                             words(plot.about).toHtmlEscaped()));
    axis_->setText(words(axis_text(plot.axis.key)));
    curves_.show(choice_.panel().curves);
}

void SweepPage::show_curves() {
    if (!choice_.has_plot()) {
        chart_->clear();
        points_.clear();
        return;
    }
    std::vector<bool> shown;
    for (std::size_t i = 0; i < curves_.curves().size(); ++i) shown.push_back(curves_.is_shown(i));
    const std::optional<ChartPoint> chosen = chosen_point();
    chart_->show_curves(choice_.plot(), choice_.scale(), curves_.curves(), shown);
    points_.show(choice_.plot(), curves_.curves(), shown);
    if (chosen) choose_point(*chosen);
}

void SweepPage::choose_point(const ChartPoint& point) {
    const int row = points_.row_of_point(point);
    if (row < 0) return;
    figures_->selectRow(row);
    figures_->scrollTo(points_.index(row, 0));
}

std::optional<ChartPoint> SweepPage::chosen_point() const {
    const QModelIndexList rows = figures_->selectionModel()->selectedRows();
    if (rows.size() != 1) return std::nullopt;
    return points_.point_of(rows.front().row());
}

void SweepPage::row_chosen() { chart_->choose(chosen_point()); }

}  // namespace pinstack::gui
