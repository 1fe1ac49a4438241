// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/response_view.hpp"

#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "analyzer/report/outcome_text.hpp"
#include "gui/models/table/figure_table.hpp"
#include "gui/views/compare/chart_list.hpp"
#include "gui/views/compare/duration_chart.hpp"

namespace pinstack::gui {

namespace {

constexpr int kCumulativeLines = 13, kHistogramLines = 6;  // of text, high

QColor miss(const Theme& theme) { return theme.miss; }
QColor text(const Theme& theme) { return theme.text; }

QPen dashed(double width) { return {Qt::black, width, Qt::DashLine, Qt::FlatCap}; }

}  // namespace

ResponseView::ResponseView(ComparedRuns& runs, ViewState& view, QWidget* parent) : CompareView(runs, view, parent) {
    charts_ = new ChartList;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(charts_);
}

QWidget* ResponseView::picture() { return charts_->content(); }

void ResponseView::set_axis(AxisKind kind) {
    if (kind_ == kind) return;
    kind_ = kind;
    mark_old();
}

void ResponseView::clear() { charts_->clear(); }

QString ResponseView::names_of(const ResponseGroup& group) const {
    QStringList names;
    for (const std::size_t run : group.outcomes) names << name_of_run(run).toHtmlEscaped();
    return names.join(", ");
}

void ResponseView::rebuild() {
    clear();
    const ResponseDistribution distribution(runs(), task(), kind_);
    if (distribution.is_empty()) {
        charts_->add_text(tr("No job of this task completes."));
        return;
    }
    add_cumulative(distribution);
    for (const ResponseGroup& group : distribution.groups()) add_histogram(distribution, group);
}

void ResponseView::add_cumulative(const ResponseDistribution& distribution) {
    const QString name = words(runs().system().tasks[task()].name).toHtmlEscaped();
    const QString deadline = words(time_text(distribution.deadline().ns));
    auto* chart = new DurationChart(kCumulativeLines, distribution.axis());
    // The first group last: where lines coincide the reader sees the baseline, solid.
    for (std::size_t i = distribution.groups().size(); i-- > 0;) {
        const ResponseGroup& group = distribution.groups()[i];
        const QPen pen = variant_pen(group.outcomes.front());
        chart->add(
            names_of(group), pen, [colour = pen.color()](const Theme&) { return colour; }, false,
            distribution.cumulative(group));
    }
    if (distribution.has_deadline()) chart->mark(tr("deadline"), distribution.deadline().ns, dashed(2), miss, 1);
    chart->set_upwards(1, [](double, int labels) {
        std::vector<AxisLabel> shares;
        const int step = labels >= 5 ? 25 : 50;
        for (int share = 0; share <= 100; share += step) shares.push_back({share / 100.0, QString("%1 %").arg(share)});
        return shares;
    });
    charts_->add(tr("%1: share of jobs with at most this response time").arg(name), chart, 2);
    const Theme theme = Theme::of(palette());
    const QString legend = distribution.has_deadline() ? swatch(theme.miss) + tr("deadline, %1").arg(deadline)
                                                       : tr("deadline %1, beyond the axis").arg(deadline);
    charts_->add_text(legend + (distribution.axis().is_logarithmic() ? tr("; logarithmic axis") : QString()) +
                      tr("; lines of variants as in the list at the left, those alike drawn once"));
}

void ResponseView::add_histogram(const ResponseDistribution& distribution, const ResponseGroup& group) {
    const std::vector<std::uint64_t> counts = distribution.histogram(group, kBins);
    const auto highest = static_cast<double>(*std::max_element(counts.begin(), counts.end()));
    std::vector<QPointF> outline{{0, 0}};
    for (std::size_t bin = 0; bin < counts.size(); ++bin) {
        // What occurs is seen, however rare.
        const double height = counts[bin] == 0 ? 0 : std::max(static_cast<double>(counts[bin]), highest / 40);
        const double width = static_cast<double>(ResponseDistribution::kWidth) / kBins;
        if (outline.back().y() != height) {
            outline.emplace_back(width * static_cast<double>(bin), outline.back().y());
            outline.emplace_back(width * static_cast<double>(bin), height);
        }
    }
    outline.emplace_back(ResponseDistribution::kWidth, outline.back().y());
    auto* chart = new DurationChart(kHistogramLines, distribution.axis());
    const QColor colour = variant_pen(group.outcomes.front()).color();
    chart->add(
        tr("jobs"), QPen(colour, 1), [colour](const Theme&) { return colour; }, true, outline);
    for (const std::int64_t ns : {group.response.p50, group.response.p99, group.response.max}) {
        chart->mark({}, ns, QPen(Qt::black, 1, Qt::DotLine), text, highest);
    }
    if (distribution.has_deadline()) chart->mark(tr("deadline"), distribution.deadline().ns, dashed(2), miss, highest);
    chart->set_upwards(highest, count_labels);
    charts_->add(swatch(colour) + names_of(group), chart);
    const auto time = [](std::int64_t ns) { return words(time_text(ns)); };
    charts_->add_text(tr("%1, dotted: median %2, p99 %3, max %4; %5 missed")
                          .arg(words(counted(group.task->completed, "completed job")), time(group.response.p50),
                               time(group.response.p99), time(group.response.max),
                               words(counted(group.task->misses, "deadline"))));
}

}  // namespace pinstack::gui
