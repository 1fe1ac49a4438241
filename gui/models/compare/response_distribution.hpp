// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the response times of one task are distributed under each variant: what the charts of it draw. Values stand at
// the upper edge of their bucket in the histogram of the run, at most 1/128 too far right. Only completed jobs count.
#pragma once

#include <QPointF>
#include <vector>

#include "analyzer/report/chart/duration_axis.hpp"
#include "gui/models/compare/compared_runs.hpp"

namespace pinstack::gui {

enum class AxisKind : std::uint8_t { automatic, linear, logarithmic };

class ResponseDistribution {
public:
    static constexpr int kWidth = 1000;  ///< columns of the axis, which lines and bins count in

    /// Variants with the same distribution are one group; those hidden are left out. REQUIRES: !runs.is_empty().
    ResponseDistribution(const ComparedRuns& runs, std::uint32_t task, AxisKind kind);

    bool is_empty() const { return groups_.empty(); }  ///< no job of the task completed
    const std::vector<ResponseGroup>& groups() const { return groups_; }
    // REQUIRES for all of these: !is_empty().
    const DurationAxis& axis() const { return axis_; }
    bool has_deadline() const { return deadline_.ns <= axis_.end(); }
    Duration deadline() const { return deadline_; }
    /// From (0, 0) to (kWidth, 1): steps up at each value. At most about 2 * kWidth points.
    std::vector<QPointF> cumulative(const ResponseGroup& group) const;
    /// Jobs in each of so many equal parts of the axis; they sum to the completed jobs.
    std::vector<std::uint64_t> histogram(const ResponseGroup& group, int bins) const;

private:
    static DurationAxis axis_for(const std::vector<ResponseGroup>& groups, Duration deadline, AxisKind kind);

    std::vector<ResponseGroup> groups_;
    Duration deadline_;
    DurationAxis axis_;
};

}  // namespace pinstack::gui
