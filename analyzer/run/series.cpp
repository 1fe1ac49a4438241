// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/series.hpp"

#include <algorithm>

namespace pinstack {

namespace {

bool same_values(const SeriesStep& a, const SeriesStep& b) {
    return a.max_depth == b.max_depth && a.stacking_loss == b.stacking_loss && a.affinity_loss == b.affinity_loss &&
           a.balancing_loss == b.balancing_loss && a.idle == b.idle && a.offline == b.offline;
}

}  // namespace

void SeriesRecorder::capacity_interval(const CapacityInterval& interval) {
    if (series_.cut) return;
    SeriesStep step{.at = interval.from,
                    .stacking_loss = interval.stacking_loss,
                    .affinity_loss = interval.affinity_loss,
                    .balancing_loss = interval.balancing_loss,
                    .idle = interval.idle};
    const int lost = step.stacking_loss + step.affinity_loss + step.balancing_loss;
    step.offline = static_cast<int>(interval.depth.size()) - interval.running - interval.overhead - lost - step.idle;
    for (const std::int32_t depth : interval.depth) step.max_depth = std::max(step.max_depth, static_cast<int>(depth));
    if (series_.steps.empty() || !same_values(series_.steps.back(), step)) {
        if (series_.steps.size() == max_steps_) {
            series_.cut = true;
            return;
        }
        series_.steps.push_back(step);
    }
    series_.end = interval.to;
}

}  // namespace pinstack
