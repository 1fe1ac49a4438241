// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/curves_view.hpp"

#include <QVBoxLayout>
#include <algorithm>
#include <span>

#include "analyzer/report/chart/time_axis.hpp"
#include "analyzer/report/time_scale.hpp"
#include "gui/models/compare/step_curve.hpp"
#include "gui/models/table/figure_table.hpp"
#include "gui/views/compare/chart_list.hpp"

namespace pinstack::gui {

namespace {

int lost_in(const SeriesStep& step) { return step.stacking_loss + step.affinity_loss + step.balancing_loss; }

QColor depth_colour(const Theme& theme) { return state_fill(JobState::interference, theme).colour; }
QColor lost_colour(const Theme& theme) { return theme.loss; }

/// The jobs of the task that ran; those that did not come last.
std::span<const JobRecord> started_jobs(const RunResult& result, std::uint32_t task) {
    const auto& jobs = result.jobs;
    const auto first =
        std::partition_point(jobs.begin(), jobs.end(), [&](const JobRecord& job) { return job.task < task; });
    const auto last = std::partition_point(first, jobs.end(), [&](const JobRecord& job) { return job.task == task; });
    const auto end = std::find_if(first, last, [](const JobRecord& job) { return !job.start; });
    return {first, end};
}

Duration latency_of(const JobRecord& job) { return *job.start - job.release; }

std::vector<AxisLabel> duration_labels(double most, int labels) {
    std::vector<AxisLabel> out;
    const Window whole{{0}, {static_cast<std::int64_t>(std::max(1.0, most))}};
    for (const Instant tick : ticks_in(whole, labels)) {
        out.push_back({static_cast<double>(tick.ns), words(time_text(tick.ns))});
    }
    return out;
}

}  // namespace

CurvesView::CurvesView(What what, ComparedRuns& runs, ViewState& view, QWidget* parent)
    : CompareView(runs, view, parent), what_(what) {
    list_ = new ChartList;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(list_);
}

QWidget* CurvesView::picture() { return list_->content(); }

void CurvesView::clear() {
    list_->clear();
    charts_.clear();
}

void CurvesView::rebuild() {
    clear();
    const Theme theme = Theme::of(palette());
    const std::vector<std::size_t> shown = runs().shown();
    double most = what_ == What::series ? 1 : 1000;  // a CPU, a microsecond: where all is 0
    if (what_ == What::series) {
        list_->add_text(swatch(depth_colour(theme)) + tr("stack depth: most unfinished jobs pinned to one CPU") +
                        "&nbsp; " + swatch(lost_colour(theme)) +
                        tr("CPUs lost: idle while a job waits that could use them"));
        for (const std::size_t run : shown) {
            for (const SeriesStep& step : runs().recorded().runs[run]->recording.series) {
                most = std::max<double>(most, std::max(step.max_depth, lost_in(step)));
            }
        }
        for (const std::size_t run : shown) add_series(most, run);
    } else {
        list_->add_text(tr("<b>%1</b>: from the release of a job to the first instant it runs; each value holds until "
                           "the next release")
                            .arg(words(runs().system().tasks[task()].name).toHtmlEscaped()));
        for (const std::size_t run : shown) {
            const DurationStatistics& latency = runs().outcomes().outcomes[run].result->tasks[task()].latency;
            if (latency.count() > 0) most = std::max(most, static_cast<double>(latency.max().ns));
        }
        for (const std::size_t run : shown) add_latency(most, run);
    }
}

void CurvesView::add_series(double most, std::size_t run) {
    const RecordedRunPtr recorded = runs().recorded().runs[run];
    const auto curve = [recorded](auto value) {
        return [recorded, value](const TimeMap& map) {
            const auto& steps = recorded->recording.series;
            return step_line(
                steps.size(), [&](std::size_t i) { return steps[i].at; },
                [&](std::size_t i) { return static_cast<double>(value(steps[i])); }, recorded->recording.end, map);
        };
    };
    auto* chart = new TimeChart(
        view(), {{tr("depth"), depth_colour, curve([](const SeriesStep& step) { return step.max_depth; })},
                 {tr("CPUs lost"), lost_colour, curve(lost_in)}});
    chart->set_upwards(most, count_labels);
    charts_.push_back(chart);
    const RunResult& result = *runs().outcomes().outcomes[run].result;
    list_->add(tr("%1: depth up to %2, %3 of the CPU time lost")
                   .arg(name_of_run(run).toHtmlEscaped())
                   .arg(result.stacking.max_depth)
                   .arg(words(percent_text(result.capacity.lost(), result.capacity.total))),
               chart);
}

void CurvesView::add_latency(double most, std::size_t run) {
    const RecordedRunPtr recorded = runs().recorded().runs[run];
    const QColor colour = variant_pen(run).color();
    const auto line = [recorded, task = task()](const TimeMap& map) {
        const RunResult& result = *recorded->outcome.result;
        const std::span<const JobRecord> jobs = started_jobs(result, task);
        return step_line(
            jobs.size(), [&](std::size_t i) { return jobs[i].release; },
            [&](std::size_t i) { return static_cast<double>(latency_of(jobs[i]).ns); }, Instant{result.span.ns}, map);
    };
    auto* chart = new TimeChart(view(), {{tr("latency"), [colour](const Theme&) { return colour; }, line}});
    chart->set_upwards(most, duration_labels);
    charts_.push_back(chart);
    const DurationStatistics& latency = runs().outcomes().outcomes[run].result->tasks[task()].latency;
    const QString figures = latency.count() == 0 ? tr("no job completes")
                                                 : tr("mean %1, at most %2")
                                                       .arg(words(rounded_time_text(latency.mean_ns())),
                                                            words(time_text(latency.max().ns)));
    list_->add(tr("%1: %2").arg(name_of_run(run).toHtmlEscaped(), figures), chart);
}

}  // namespace pinstack::gui
