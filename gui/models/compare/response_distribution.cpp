// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/compare/response_distribution.hpp"

#include <algorithm>

#include "analyzer/report/chart/response_chart.hpp"

namespace pinstack::gui {

namespace {

std::vector<ResponseGroup> shown_groups(const ComparedRuns& runs, std::uint32_t task) {
    const std::vector<std::size_t> shown = runs.shown();
    std::vector<ResponseGroup> groups = runs.responses().groups_of(task);
    for (ResponseGroup& group : groups) {
        std::erase_if(group.outcomes,
                      [&](std::size_t run) { return !std::binary_search(shown.begin(), shown.end(), run); });
    }
    std::erase_if(groups, [](const ResponseGroup& group) { return group.outcomes.empty(); });
    return groups;
}

}  // namespace

DurationAxis ResponseDistribution::axis_for(const std::vector<ResponseGroup>& groups, Duration deadline,
                                            AxisKind kind) {
    if (groups.empty()) return DurationAxis::linear(1, kWidth);
    const DurationAxis proposed = response_axis(groups, deadline);
    const bool is_logarithmic = kind == AxisKind::automatic ? proposed.is_logarithmic() : kind == AxisKind::logarithmic;
    if (!is_logarithmic) return DurationAxis::linear(proposed.end(), kWidth);
    std::int64_t least = proposed.end() - 1;
    for (const ResponseGroup& group : groups) least = std::min(least, group.response.min);
    return DurationAxis::logarithmic(std::max<std::int64_t>(1, least), std::max<std::int64_t>(2, proposed.end()),
                                     kWidth);
}

ResponseDistribution::ResponseDistribution(const ComparedRuns& runs, std::uint32_t task, AxisKind kind)
    : groups_(shown_groups(runs, task)),
      deadline_(runs.system().tasks[task].deadline),
      axis_(axis_for(groups_, deadline_, kind)) {}

std::vector<QPointF> ResponseDistribution::cumulative(const ResponseGroup& group) const {
    const DurationStatistics& values = group.task->response;
    std::vector<QPointF> line{{0, 0}};
    double reached = 0;
    for (const CdfStep& step : cdf_steps(values, axis_)) {
        line.emplace_back(step.column, reached);
        reached = static_cast<double>(step.at_most) / static_cast<double>(values.count());
        line.emplace_back(step.column, reached);
    }
    line.emplace_back(kWidth, reached);
    return line;
}

std::vector<std::uint64_t> ResponseDistribution::histogram(const ResponseGroup& group, int bins) const {
    return binned(group.task->response, axis_, bins);
}

}  // namespace pinstack::gui
